/** A map of at most `limit` entries that forgets them when their time is over, and the oldest when it is full. */
export class ExpiringCache<T> {
  readonly #limit: number;
  readonly #entries = new Map<string, { readonly value: T; readonly expiresMs: number }>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Entries held, those whose time is over but that nobody asked for included. */
  get size(): number {
    return this.#entries.size;
  }

  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.expiresMs > performance.now()) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: T, lifetimeMs: number): void {
    this.#entries.delete(key);
    const oldest = this.#entries.keys().next();
    if (this.#entries.size >= this.#limit && oldest.done !== true) this.#entries.delete(oldest.value);
    this.#entries.set(key, { value, expiresMs: performance.now() + lifetimeMs });
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
