import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import type { EngineLog } from '../engine-log.ts';

/** Certificate and rules of a TLS or WSS listener, and of the connections that we open beside it. */
export interface TlsSettings {
  /** PEM; the certificate first, and after it its chain unless that is in `chainFile`. */
  readonly certFile: string;
  /** PEM. */
  readonly keyFile: string;
  readonly chainFile?: string | undefined;
  /** PEM; who may sign the certificates of peers. Default: the authorities that Node ships. */
  readonly caFile?: string | undefined;
  /** PEM; for DHE cipher suites, which are off without it. */
  readonly dhParamFile?: string | undefined;
  /**
   * What is asked of clients: `ignored` (default) nothing; `asked` a certificate, whose names are told to the
   * application when it is valid; `required` a valid one, others are turned away.
   */
  readonly clientCertificates?: 'ignored' | 'asked' | 'required' | undefined;
  /** Default true: a server that we connect to must prove its name (RFC 5922). */
  readonly verifyServers?: boolean | undefined;
  /** Default TLSv1.2. */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3' | undefined;
  /** An OpenSSL cipher list. */
  readonly ciphers?: string | undefined;
}

const WATCH_INTERVAL_MS = 5_000;

/** The files of a TLS listener, read again when they change. */
export class TlsCredentials {
  readonly settings: TlsSettings;
  readonly #log: EngineLog;
  readonly #onChange = new Set<(options: SecureContextOptions) => void>();
  readonly #watched: readonly string[];
  readonly #reload = (): void => {
    this.reload();
  };
  #options: SecureContextOptions;
  #context: SecureContext;

  /** @throws Error when a file cannot be read, or key and certificate do not belong together */
  constructor(settings: TlsSettings, log: EngineLog, watchIntervalMs: number = WATCH_INTERVAL_MS) {
    this.settings = settings;
    this.#log = log;
    [this.#options, this.#context] = read(settings);
    const { certFile, keyFile, chainFile, caFile, dhParamFile } = settings;
    this.#watched = [certFile, keyFile, chainFile, caFile, dhParamFile].filter((file) => file !== undefined);
    // By time of change and not by inotify: renewals replace links, and files of other mounts tell nothing.
    for (const file of this.#watched)
      watchFile(file, { interval: watchIntervalMs, persistent: false }, this.#reload);
  }

  /** For `tls.createServer` and `setSecureContext`. */
  get options(): SecureContextOptions {
    return this.#options;
  }

  /** For connections that we open. */
  get context(): SecureContext {
    return this.#context;
  }

  get verifiesServers(): boolean {
    return this.settings.verifyServers ?? true;
  }

  /** Tells of every new certificate. */
  onChange(listener: (options: SecureContextOptions) => void): void {
    this.#onChange.add(listener);
  }

  /**
   * Reads the files again. Connections that exist stay as they are; new ones get the new certificate. When the files
   * are not usable (a renewal writes one after the other) the old ones stay.
   * @returns whether the new ones are in use
   */
  reload(): boolean {
    try {
      [this.#options, this.#context] = read(this.settings);
    } catch (error) {
      this.#log.warn('TLS certificate not reloaded, the old one stays', {
        certFile: this.settings.certFile,
        error: error instanceof Error ? error : String(error),
      });
      return false;
    }
    for (const listener of this.#onChange) listener(this.#options);
    this.#log.info('TLS certificate reloaded', { certFile: this.settings.certFile });
    return true;
  }

  close(): void {
    for (const file of this.#watched) unwatchFile(file, this.#reload);
  }
}

function read(settings: TlsSettings): [SecureContextOptions, SecureContext] {
  const { certFile, keyFile, chainFile, caFile, dhParamFile, ciphers } = settings;
  const certificate = readFileSync(certFile, 'utf8');
  const chain = chainFile === undefined ? '' : `\n${readFileSync(chainFile, 'utf8')}`;
  const options: SecureContextOptions = {
    cert: certificate + chain,
    key: readFileSync(keyFile),
    minVersion: settings.minVersion ?? 'TLSv1.2',
    ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }),
    ...(dhParamFile === undefined ? {} : { dhparam: readFileSync(dhParamFile) }),
    ...(ciphers === undefined ? {} : { ciphers }),
  };
  try {
    return [options, createSecureContext(options)];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${certFile} and ${keyFile} cannot be used for TLS: ${why}`, { cause: error });
  }
}
