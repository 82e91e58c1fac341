import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** What a certificate names. */
export interface CertificateNames {
  readonly dns?: readonly string[];
  readonly uris?: readonly string[];
  readonly addresses?: readonly string[];
}

export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** An authority of its own for one test file, and the certificates that it signs, in a temporary folder. */
export class TestCertificates {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'sip-engine-tls-'));
  readonly #authority: { readonly cert: string; readonly key: string };
  readonly #keyType: 'ec' | 'rsa';
  #count = 0;

  private constructor(authority: { readonly cert: string; readonly key: string }, keyType: 'ec' | 'rsa') {
    this.#authority = authority;
    this.#keyType = keyType;
    writeFileSync(this.caFile, authority.cert);
  }

  static async create(keyType: 'ec' | 'rsa' = 'ec'): Promise<TestCertificates> {
    const made = await generate([{ name: 'commonName', value: 'test authority' }], {
      keyType,
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, critical: true },
      ],
    });
    return new TestCertificates({ cert: made.cert, key: made.private }, keyType);
  }

  get caFile(): string {
    return join(this.folder, 'ca.pem');
  }

  /** Signs a certificate and writes it, over an older one when `files` are given. */
  async issue(
    names: CertificateNames,
    files: CertificateFiles = this.#newFiles(),
  ): Promise<CertificateFiles> {
    const { dns = [], uris = [], addresses = [] } = names;
    const made = await generate([{ name: 'commonName', value: dns[0] ?? 'test' }], {
      keyType: this.#keyType,
      algorithm: 'sha256',
      ca: this.#authority,
      extensions: [
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
        {
          name: 'subjectAltName',
          altNames: [
            ...dns.map((value) => ({ type: 2 as const, value })),
            ...uris.map((value) => ({ type: 6 as const, value })),
            ...addresses.map((ip) => ({ type: 7 as const, ip })),
          ],
        },
      ],
    });
    writeFileSync(files.keyFile, made.private);
    writeFileSync(files.certFile, made.cert);
    return files;
  }

  /** The same in one file with its key, as baresip takes it when the keys are of RSA. @returns the file */
  async issueInOneFile(names: CertificateNames): Promise<string> {
    const { certFile, keyFile } = await this.issue(names);
    const file = certFile.replace(/\.pem$/, '-with-key.pem');
    writeFileSync(file, `${readFileSync(certFile, 'utf8')}\n${readFileSync(keyFile, 'utf8')}`);
    return file;
  }

  #newFiles(): CertificateFiles {
    this.#count += 1;
    return {
      certFile: join(this.folder, `${this.#count}.pem`),
      keyFile: join(this.folder, `${this.#count}.key`),
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
