import type { DeviceCredentials } from '@tandem/api-types';
import type { Account, DeviceDescription } from '../account/account.ts';
import { sentenceOf } from '../account/error-sentence.ts';
import type { CallEngine } from '../call/call-engine.ts';
import { Listeners } from '../listeners.ts';

/** The way from a signed-in account to a phone that rings. */
export type PhoneLineState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly engine: CallEngine; readonly credentials: DeviceCredentials }
  | { readonly kind: 'failed'; readonly reason: string; readonly retryAtMs: number };

export interface PhoneLineOptions {
  readonly account: Pick<Account, 'deviceCredentials' | 'forgetDevice'>;
  readonly device: DeviceDescription;
  readonly createEngine: (credentials: DeviceCredentials) => Promise<CallEngine>;
  readonly now: () => number;
}

const firstRetryMs = 3_000;
const longestRetryMs = 60_000;

/**
 * Gets this device's SIP credentials and starts the engine with them. When the registrar refuses credentials that
 * were kept from an earlier visit (the device was removed), it asks for new ones, once.
 */
export class PhoneLine {
  readonly #options: PhoneLineOptions;
  readonly #listeners = new Listeners();
  #state: PhoneLineState = { kind: 'opening' };
  #retryTimer: ReturnType<typeof setTimeout> | null = null;
  #failures = 0;
  #renewed = false;
  #closed = false;
  #stopWatching: () => void = () => undefined;

  constructor(options: PhoneLineOptions) {
    this.#options = options;
  }

  get state(): PhoneLineState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  async open(): Promise<void> {
    if (this.#retryTimer) clearTimeout(this.#retryTimer);
    this.#become({ kind: 'opening' });
    const { account, device, createEngine } = this.#options;
    try {
      const credentials = await account.deviceCredentials(device);
      const engine = await createEngine(credentials);
      if (this.#closed) return;
      this.#failures = 0;
      this.#stopWatching = engine.subscribe(() => this.#watchRefusal(engine));
      engine.start();
      this.#become({ kind: 'open', engine, credentials });
    } catch (error) {
      if (this.#closed) return;
      const delayMs = Math.min(longestRetryMs, firstRetryMs * 2 ** this.#failures++);
      this.#retryTimer = setTimeout(() => void this.open(), delayMs);
      this.#become({ kind: 'failed', reason: sentenceOf(error), retryAtMs: this.#options.now() + delayMs });
    }
  }

  /** Ends calls, unregisters and stays closed; takes three seconds at most. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopWatching();
    if (this.#retryTimer) clearTimeout(this.#retryTimer);
    if (this.#state.kind === 'open') await this.#state.engine.stop();
  }

  #watchRefusal(engine: CallEngine): void {
    const registration = engine.registration();
    if (registration.kind !== 'failed' || !registration.credentialsRefused || this.#renewed) return;
    this.#renewed = true;
    this.#stopWatching();
    this.#options.account.forgetDevice();
    void engine.stop();
    void this.open();
  }

  #become(state: PhoneLineState): void {
    this.#state = state;
    this.#listeners.notify();
  }
}
