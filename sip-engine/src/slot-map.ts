/**
 * A map for what comes and goes by the thousand. When a JavaScript Map grows full of deleted entries, V8 gives it a new
 * table and leaves in the old one both a pointer to the new and all that was in it: once an old table is old enough for
 * the slow collector, it keeps everything that is added later alive for minutes. Here the tables hold numbers only; the
 * values lie in an array whose places are used again.
 */
export class SlotMap<V extends object> {
  readonly #slots = new Map<string, number>();
  readonly #values: (V | null)[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#slots.size;
  }

  get(key: string): V | undefined {
    // For an empty one no key needs to be hashed.
    if (this.#slots.size === 0) return undefined;
    const slot = this.#slots.get(key);
    return slot === undefined ? undefined : (this.#values[slot] ?? undefined);
  }

  has(key: string): boolean {
    return this.#slots.has(key);
  }

  set(key: string, value: V): void {
    let slot = this.#slots.get(key);
    if (slot === undefined) {
      slot = this.#free.pop() ?? this.#values.length;
      this.#slots.set(key, slot);
    }
    this.#values[slot] = value;
  }

  /** @param only deletes no other value than this; absent: any */
  delete(key: string, only?: V): void {
    const slot = this.#slots.get(key);
    if (slot === undefined || (only !== undefined && this.#values[slot] !== only)) return;
    this.#slots.delete(key);
    this.#values[slot] = null;
    this.#free.push(slot);
  }

  /** In the order of their keys' first `set`. What is added meanwhile is seen, what is deleted is not. */
  *values(): IterableIterator<V> {
    for (const slot of this.#slots.values()) {
      const value = this.#values[slot];
      if (value) yield value;
    }
  }

  clear(): void {
    this.#slots.clear();
    this.#values.length = 0;
    this.#free.length = 0;
  }
}
