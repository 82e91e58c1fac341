/** Addresses counted in one window; beyond it new ones pass uncounted. */
const MAX_ADDRESSES = 10_000;
const WINDOW_MS = 1_000;
/** The weight of requests without credentials in a window that makes an address a busy one. A phone sends a handful. */
const MANY = 50;

/** Which addresses send many requests without credentials, in bounded memory. */
export class BusySources {
  #counts = new Map<string, number>();
  #before = new Map<string, number>();
  #startedMs = 0;

  /**
   * Counts a request, and tells whether its address has sent many in this second or the last.
   * @param nowMs monotonic
   * @param weight how much the request counts
   */
  count(address: string, nowMs: number, weight = 1): boolean {
    if (nowMs - this.#startedMs >= WINDOW_MS) {
      this.#before = nowMs - this.#startedMs < 2 * WINDOW_MS ? this.#counts : new Map();
      this.#counts = new Map();
      this.#startedMs = nowMs;
    }
    const known = this.#counts.get(address) ?? 0;
    if (known > 0 || this.#counts.size < MAX_ADDRESSES) this.#counts.set(address, known + weight);
    return known >= MANY || (this.#before.get(address) ?? 0) > MANY;
  }

  /** Addresses counted now. */
  get size(): number {
    return this.#counts.size;
  }
}
