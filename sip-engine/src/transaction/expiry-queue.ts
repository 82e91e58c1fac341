/**
 * Keys that fall due after one fixed delay. Thousands a second cost one timer and two array slots each, instead of a
 * timer with a closure that keeps a whole message alive.
 */
export class ExpiryQueue {
  readonly #delayMs: number;
  readonly #expire: (key: string) => void;
  #keys: string[] = [];
  #dueMs: number[] = [];
  #head = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(delayMs: number, expire: (key: string) => void) {
    this.#delayMs = delayMs;
    this.#expire = expire;
  }

  push(key: string): void {
    this.#keys.push(key);
    this.#dueMs.push(performance.now() + this.#delayMs);
    if (this.#timer === null) this.#timer = setTimeout(() => this.#run(), this.#delayMs);
  }

  clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#keys = [];
    this.#dueMs = [];
    this.#head = 0;
  }

  #run(): void {
    this.#timer = null;
    const nowMs = performance.now();
    while (this.#head < this.#keys.length) {
      const dueMs = this.#dueMs[this.#head] ?? 0;
      // Timers round down to the millisecond.
      if (dueMs > nowMs + 1) break;
      const key = this.#keys[this.#head] ?? '';
      this.#head += 1;
      this.#expire(key);
    }
    this.#compact();
    const nextMs = this.#dueMs[this.#head];
    if (nextMs !== undefined && this.#timer === null) {
      this.#timer = setTimeout(() => this.#run(), Math.max(MIN_WAIT_MS, nextMs - nowMs));
    }
  }

  /** Gives the slots of expired keys back once they are half of all. */
  #compact(): void {
    if (this.#head * 2 < this.#keys.length) return;
    this.#keys = this.#keys.slice(this.#head);
    this.#dueMs = this.#dueMs.slice(this.#head);
    this.#head = 0;
  }
}

/** Keys due close together are expired together. */
const MIN_WAIT_MS = 20;
