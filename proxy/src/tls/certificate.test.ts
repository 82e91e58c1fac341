import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadCertificate } from './certificate.ts';

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
