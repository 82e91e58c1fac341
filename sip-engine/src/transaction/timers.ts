/** RFC 3261 §17.1.1.1 and Table 4, in ms. */
export interface TransactionTimers {
  /** Estimated round-trip time; the first retransmission comes after it. */
  readonly t1Ms: number;
  /** Longest wait between retransmissions of requests other than INVITE and of final responses to INVITE. */
  readonly t2Ms: number;
  /** How long a message may live in the network. */
  readonly t4Ms: number;
  /** An INVITE without a final response since its last provisional one is given up after this (§16.6 item 11). */
  readonly timerCMs: number;
}

export const DEFAULT_TIMERS: TransactionTimers = { t1Ms: 500, t2Ms: 4000, t4Ms: 5000, timerCMs: 190_000 };

/** Timer D on UDP is at least 32 s whatever T1 is (§17.1.1.2). */
export const MIN_TIMER_D_MS = 32_000;

/** An INVITE that nobody answered within this gets a 100 (§17.2.1), in ms. */
export const TRYING_AFTER_MS = 200;

/** Timers B, F, H, J, L and M. */
export function timeoutMs(timers: TransactionTimers): number {
  return 64 * timers.t1Ms;
}

/** One timer at a time; starting it again stops the one before. */
export class Timer {
  #handle: NodeJS.Timeout | null = null;

  start(delayMs: number, run: () => void): void {
    if (this.#handle !== null) clearTimeout(this.#handle);
    this.#handle = setTimeout(() => {
      this.#handle = null;
      run();
    }, delayMs);
  }

  stop(): void {
    if (this.#handle === null) return;
    clearTimeout(this.#handle);
    this.#handle = null;
  }
}
