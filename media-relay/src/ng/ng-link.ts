import type { RelayLog } from '../log.ts';
import { type NgClient, type NgCommand, openNgClient } from './ng-client.ts';

const MAX_OPEN_REQUESTS = 4096;

/** Why a command has no reply. */
export class NgError extends Error {
  readonly kind: 'disconnected' | 'timeout' | 'overloaded';

  constructor(kind: NgError['kind'], message: string) {
    super(message);
    this.name = 'NgError';
    this.kind = kind;
  }
}

/** Settings of a link. */
export interface NgLinkOptions {
  readonly url: string;
  readonly connectTimeoutMs: number;
  /** First pause before reconnecting; it doubles up to `reconnectMaxMs`, with jitter. */
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
  /** The longest time-out that `request` will be given. */
  readonly longestRequestMs: number;
  readonly log: RelayLog;
  onUp(): void;
  onDown(reason: string): void;
}

/** A lasting link to one rtpengine: reconnects until closed, and bounds every request. */
export class NgLink {
  readonly #options: NgLinkOptions;
  readonly #open = new Set<(error: NgError) => void>();
  #client: NgClient | null = null;
  #up = false;
  #closed = false;
  #attempts = 0;
  #timer: NodeJS.Timeout | undefined;
  #lastError = 'closed by the relay';

  constructor(options: NgLinkOptions) {
    this.#options = options;
    this.#connect();
  }

  get up(): boolean {
    return this.#up;
  }

  /**
   * Sends a command and waits for its reply.
   * @throws {NgError}
   */
  request(command: NgCommand, parameters: object, timeoutMs: number): Promise<unknown> {
    const client = this.#client;
    if (client === null || !this.#up) {
      return Promise.reject(new NgError('disconnected', `no connection to ${this.#options.url}`));
    }
    if (this.#open.size >= MAX_OPEN_REQUESTS) {
      return Promise.reject(new NgError('overloaded', `too many open requests to ${this.#options.url}`));
    }
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.#open.delete(fail);
      };
      const fail = (error: NgError): void => {
        settle();
        reject(error);
      };
      const timer = setTimeout(
        () =>
          fail(new NgError('timeout', `${this.#options.url} did not answer ${command} in ${timeoutMs} ms`)),
        timeoutMs,
      );
      this.#open.add(fail);
      client.send(command, parameters).then(
        (reply) => {
          settle();
          resolve(reply);
        },
        (error: unknown) => fail(new NgError('disconnected', String(error))),
      );
    });
  }

  /** Drops a connection that no longer answers; the link connects anew. */
  reset(reason: string): void {
    this.#lastError = reason;
    this.#client?.destroy();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#client?.destroy();
  }

  #connect(): void {
    this.#timer = setTimeout(() => this.reset('connecting timed out'), this.#options.connectTimeoutMs);
    this.#client = openNgClient(this.#options.url, this.#options.longestRequestMs + 1_000, {
      onOpen: () => {
        clearTimeout(this.#timer);
        this.#attempts = 0;
        this.#up = true;
        this.#lastError = 'closed by the relay';
        this.#options.onUp();
      },
      onError: (error) => {
        this.#lastError = error.message;
        this.#options.log.debug('media relay connection reported an error', {
          node: this.#options.url,
          reason: error.message,
        });
      },
      onClosed: () => this.#onClosed(),
    });
  }

  #onClosed(): void {
    clearTimeout(this.#timer);
    const wasUp = this.#up;
    this.#up = false;
    this.#client = null;
    for (const fail of [...this.#open]) fail(new NgError('disconnected', this.#lastError));
    if (wasUp) this.#options.onDown(this.#lastError);
    if (this.#closed) return;
    const { reconnectMinMs, reconnectMaxMs } = this.#options;
    const pauseMs = Math.min(reconnectMaxMs, reconnectMinMs * 2 ** Math.min(this.#attempts, 16));
    this.#attempts += 1;
    this.#timer = setTimeout(() => this.#connect(), pauseMs * (0.75 + Math.random() / 2));
  }
}
