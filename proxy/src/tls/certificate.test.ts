import { X509Certificate } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLog } from '../observability/log.ts';
import { type Certificate, loadCertificate, watchCertificate } from './certificate.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tandem-certificate-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

it('makes a certificate for every name on the first run and keeps it', async () => {
  const names = ['box.local', '192.0.2.7', 'localhost'];
  const first = await loadCertificate({ dataDir, names });
  const parsed = new X509Certificate(first.cert);
  expect(parsed.checkHost('box.local')).toBe('box.local');
  expect(parsed.checkIP('192.0.2.7')).toBe('192.0.2.7');
  expect(await loadCertificate({ dataDir, names })).toEqual(first);
  expect(statSync(join(dataDir, 'certificate.key')).mode & 0o777).toBe(0o600);
});

it('makes a new one when the machine got another address, or when the old one is about to end', async () => {
  const first = await loadCertificate({ dataDir, names: ['localhost'] });
  const second = await loadCertificate({ dataDir, names: ['localhost', '198.51.100.1'] });
  expect(second.cert).not.toBe(first.cert);
  const inThreeYears = () => Date.now() + 3 * 365 * 24 * 3_600_000;
  const third = await loadCertificate({ dataDir, names: ['localhost'] }, inThreeYears);
  expect(third.cert).not.toBe(second.cert);
});

it('tells of a renewed certificate once both files belong together', async () => {
  const first = await loadCertificate({ dataDir, names: ['localhost'] });
  const other = mkdtempSync(join(tmpdir(), 'tandem-certificate-'));
  const second = await loadCertificate({ dataDir: other, names: ['localhost'] });
  const renewed: Certificate[] = [];
  const stop = watchCertificate(first, (certificate) => renewed.push(certificate), silentLog, 20);
  writeFileSync(first.certFile, '-----BEGIN CERT');
  copyFileSync(second.keyFile, first.keyFile);
  copyFileSync(second.certFile, first.certFile);
  await expect.poll(() => renewed.at(-1)?.cert).toBe(second.cert);
  stop();
  rmSync(other, { recursive: true });
});
