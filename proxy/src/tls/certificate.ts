import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { writePrivateFile } from '../setup/private-file.ts';

/** A PEM certificate and its key. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const VALID_DAYS = 825;
const RENEW_BEFORE_MS = 30 * 24 * 3600 * 1000;

/**
 * The certificate of HTTPS and WSS: the configured one, else a self-signed one kept in the data folder. It is made
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
    return { cert: readFileSync(options.certFile, 'utf8'), key: readFileSync(options.keyFile, 'utf8') };
  }
  const certFile = join(options.dataDir, 'certificate.pem');
  const keyFile = join(options.dataDir, 'certificate.key');
  if (existsSync(certFile) && existsSync(keyFile)) {
    const cert = readFileSync(certFile, 'utf8');
    if (isUsable(new X509Certificate(cert), options.names, now()))
      return { cert, key: readFileSync(keyFile, 'utf8') };
  }
  const made = await selfSigned(options.names, now());
  writePrivateFile(keyFile, made.key);
  writePrivateFile(certFile, made.cert);
  return made;
}

function isUsable(certificate: X509Certificate, names: readonly string[], nowMs: number): boolean {
  return (
    Date.parse(certificate.validTo) - nowMs > RENEW_BEFORE_MS &&
    names.every(
      (name) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined,
    )
  );
}

async function selfSigned(names: readonly string[], nowMs: number): Promise<Certificate> {
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
