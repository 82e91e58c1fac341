import type { RegistrationState } from '../call/call-engine.ts';
import { Listeners } from '../listeners.ts';

export type RegisterOutcome =
  | { readonly kind: 'accepted'; readonly expiresSeconds: number }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly reason: string;
      /** The server's Retry-After; null when it gave none. */
      readonly retryAfterSeconds: number | null;
    }
  /** No answer came in time, or the connection closed under it. */
  | { readonly kind: 'unanswered' };

/** The connection to the registrar. Each promise settles within some seconds. */
export interface SignallingLink {
  /** Opens the connection; rejects with a reason to show. */
  connect(): Promise<void>;
  register(): Promise<RegisterOutcome>;
  unregister(): Promise<void>;
  /** Closes the connection without waiting and without reporting it as lost. */
  drop(): void;
}

export interface RegistrationLoopOptions {
  readonly link: SignallingLink;
  /** True when the browser believes it has a network. */
  readonly online: () => boolean;
  readonly now: () => number;
  /** 0 to 1, for the jitter. */
  readonly random: () => number;
  /** Called each time the phone is registered on a new connection; `again` is false the first time. */
  readonly onRegistered: (again: boolean) => void;
}

const firstBackOffMs = 1_000;
const longestBackOffMs = 30_000;

/**
 * Keeps a phone registered: connects, registers, refreshes, notices a lost connection, and comes back with growing,
 * jittered pauses. SIP.js does none of this, and goes on saying "Registered" after its socket is gone.
 */
export class RegistrationLoop {
  readonly #options: RegistrationLoopOptions;
  readonly #listeners = new Listeners();
  #state: RegistrationState = { kind: 'offline', reason: 'Not started.' };
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Grows with every new attempt, loss or stop: work begun under an older number must not touch the state. */
  #generation = 0;
  #failures = 0;
  #running = false;
  #hasRegistered = false;
  #refreshing = false;

  constructor(options: RegistrationLoopOptions) {
    this.#options = options;
  }

  get state(): RegistrationState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#become({ kind: 'connecting' });
    void this.#attempt();
  }

  /** Unregisters when registered, disconnects and stays away. */
  async stop(): Promise<void> {
    if (!this.#running) return;
    this.#running = false;
    this.#generation++;
    this.#clearTimer();
    const wasRegistered = this.#state.kind === 'registered';
    this.#become({ kind: 'offline', reason: 'Signed out.' });
    if (wasRegistered) await this.#options.link.unregister();
    this.#options.link.drop();
  }

  /** The link tells that its connection closed by itself or went silent. */
  lost(reason: string): void {
    if (!this.#running) return;
    this.#generation++;
    this.#options.link.drop();
    this.#retryLater(reason, null);
  }

  /** The network or the page came back: try at once, or make sure that what looks registered still is. */
  wake(): void {
    if (!this.#running) return;
    if (this.#state.kind === 'registered') void this.#refresh();
    else if (!this.#attemptRuns()) this.retryNow();
  }

  /** The browser lost its network. */
  sleep(): void {
    if (!this.#running || this.#options.online()) return;
    this.lost('No network.');
  }

  retryNow(): void {
    if (!this.#running || this.#attemptRuns() || this.#state.kind === 'registered') return;
    this.#failures = 0;
    void this.#attempt();
  }

  #attemptRuns(): boolean {
    const state = this.#state;
    return state.kind === 'connecting' || (state.kind === 'reconnecting' && state.retryAtMs === null);
  }

  async #attempt(): Promise<void> {
    const generation = ++this.#generation;
    this.#clearTimer();
    if (this.#hasRegistered || this.#failures > 0) {
      this.#become({ kind: 'reconnecting', reason: this.#reason(), retryAtMs: null });
    } else this.#become({ kind: 'connecting' });
    try {
      await this.#options.link.connect();
    } catch (error) {
      if (generation !== this.#generation) return;
      this.#options.link.drop();
      this.#retryLater(error instanceof Error ? error.message : 'The server cannot be reached.', null);
      return;
    }
    if (generation !== this.#generation) return;
    const outcome = await this.#options.link.register();
    if (generation !== this.#generation) return;
    this.#settle(outcome, true);
  }

  async #refresh(): Promise<void> {
    if (this.#refreshing) return;
    const generation = this.#generation;
    this.#refreshing = true;
    const outcome = await this.#options.link.register();
    this.#refreshing = false;
    if (generation !== this.#generation) return;
    this.#settle(outcome, false);
  }

  #settle(outcome: RegisterOutcome, newConnection: boolean): void {
    if (outcome.kind === 'accepted') {
      this.#failures = 0;
      this.#scheduleRefresh(outcome.expiresSeconds);
      this.#become({ kind: 'registered' });
      if (newConnection) {
        const again = this.#hasRegistered;
        this.#hasRegistered = true;
        this.#options.onRegistered(again);
      }
      return;
    }
    if (outcome.kind === 'unanswered') {
      this.#generation++;
      this.#options.link.drop();
      this.#retryLater('The server does not answer.', null);
      return;
    }
    const credentialsRefused = [401, 403, 407].includes(outcome.status);
    if ((credentialsRefused || outcome.status === 404) && outcome.retryAfterSeconds === null) {
      this.#generation++;
      this.#clearTimer();
      this.#options.link.drop();
      this.#become({
        kind: 'failed',
        reason: credentialsRefused
          ? 'The server does not accept this device’s password.'
          : 'The server does not know this account.',
        credentialsRefused,
      });
      return;
    }
    this.#retryLater(`The server refused: ${outcome.status} ${outcome.reason}.`, outcome.retryAfterSeconds);
  }

  /** Refreshes between 50 % and 80 % of the expiry, so that a fleet of phones does not come all at once. */
  #scheduleRefresh(expiresSeconds: number): void {
    this.#clearTimer();
    const share = 0.5 + 0.3 * this.#options.random();
    this.#timer = setTimeout(() => void this.#refresh(), expiresSeconds * share * 1000);
  }

  #retryLater(reason: string, retryAfterSeconds: number | null): void {
    this.#clearTimer();
    const { now, random, online } = this.#options;
    this.#failures++;
    const ceilingMs = Math.min(longestBackOffMs, firstBackOffMs * 2 ** Math.min(10, this.#failures - 1));
    const delayMs =
      retryAfterSeconds === null
        ? ceilingMs * (0.5 + 0.5 * random())
        : retryAfterSeconds * 1000 + 1000 * random();
    // Browsers are sometimes wrong about being offline, so the attempt is made all the same.
    this.#timer = setTimeout(() => void this.#attempt(), delayMs);
    if (!online()) this.#become({ kind: 'offline', reason: 'This device has no network.' });
    else this.#become({ kind: 'reconnecting', reason, retryAtMs: now() + delayMs });
  }

  #reason(): string {
    return 'reason' in this.#state ? this.#state.reason : 'The connection was lost.';
  }

  #clearTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #become(state: RegistrationState): void {
    this.#state = state;
    this.#listeners.notify();
  }
}
