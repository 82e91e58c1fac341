import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, unwatchFile, watchFile } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { generate } from 'selfsigned';
import type { Log } from '../observability/log.ts';
import { writePrivateFile } from '../setup/private-file.ts';

/** A PEM certificate and its key, and the files that they are in. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

const VALID_DAYS = 825;
const WATCH_INTERVAL_MS = 5_000;
const RENEW_BEFORE_MS = 30 * 24 * 3600 * 1000;

/**
 * The certificate of HTTPS, WSS and SIP over TLS: the configured one, else a self-signed one kept in the data folder. It is made
 * again when it is about to end or does not name one of `names`.
 * @param names host names and addresses that phones will use
 */
export async function loadCertificate(
  options: {
    certFile?: string | undefined;
    keyFile?: string | undefined;
    dataDir: string;
    names: readonly string[];
  },
  now: () => number = Date.now,
): Promise<Certificate> {
  if (options.certFile && options.keyFile) {
    const { certFile, keyFile } = options;
    return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8'), certFile, keyFile };
  }
  const certFile = join(options.dataDir, 'certificate.pem');
  const keyFile = join(options.dataDir, 'certificate.key');
  if (existsSync(certFile) && existsSync(keyFile)) {
    const cert = readFileSync(certFile, 'utf8');
    if (isUsable(new X509Certificate(cert), options.names, now()))
      return { cert, key: readFileSync(keyFile, 'utf8'), certFile, keyFile };
  }
  const made = await selfSigned(options.names, now());
  writePrivateFile(keyFile, made.key);
  writePrivateFile(certFile, made.cert);
  return { ...made, certFile, keyFile };
}

/**
 * Tells of a renewed certificate when its files have changed. Nothing is told while the two do not belong together: a
 * renewal writes one after the other.
 * @returns what ends the watch
 */
export function watchCertificate(
  { certFile, keyFile }: Certificate,
  onRenewed: (certificate: Certificate) => void,
  log: Log,
  intervalMs: number = WATCH_INTERVAL_MS,
): () => void {
  const reread = (): void => {
    try {
      const [cert, key] = [readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8')];
      createSecureContext({ cert, key });
      onRenewed({ cert, key, certFile, keyFile });
      log.info('certificate renewed', { certFile });
    } catch (error) {
      log.warn('certificate not renewed, the old one stays', {
        certFile,
        error: error instanceof Error ? error : new Error(String(error)),
      });
    }
  };
  for (const file of [certFile, keyFile])
    watchFile(file, { interval: intervalMs, persistent: false }, reread);
  return () => {
    for (const file of [certFile, keyFile]) unwatchFile(file, reread);
  };
}

function isUsable(certificate: X509Certificate, names: readonly string[], nowMs: number): boolean {
  return (
    Date.parse(certificate.validTo) - nowMs > RENEW_BEFORE_MS &&
    names.every(
      (name) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined,
    )
  );
}

async function selfSigned(
  names: readonly string[],
  nowMs: number,
): Promise<Pick<Certificate, 'cert' | 'key'>> {
  const [commonName = 'localhost'] = names;
  const made = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(nowMs - 3_600_000),
    notAfterDate: new Date(nowMs + VALID_DAYS * 24 * 3_600_000),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })),
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}
