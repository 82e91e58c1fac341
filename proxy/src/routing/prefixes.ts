/** Beginnings of numbers; finding the longest takes one look-up for each length that occurs. */
export class Prefixes<Entry> {
  readonly #entries = new Map<string, Entry>();
  /** The longest first. */
  readonly #lengths: readonly number[];

  constructor(entries: Iterable<readonly [prefix: string, entry: Entry]>) {
    for (const [prefix, entry] of entries) {
      if (!this.#entries.has(prefix)) this.#entries.set(prefix, entry);
    }
    const lengths = new Set([...this.#entries.keys()].map((prefix) => prefix.length));
    this.#lengths = [...lengths].sort((a, b) => b - a);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The entry of the longest prefix with which the number begins. */
  longest(number: string): Entry | undefined {
    for (const length of this.#lengths) {
      const entry = length <= number.length ? this.#entries.get(number.slice(0, length)) : undefined;
      if (entry !== undefined) return entry;
    }
    return undefined;
  }
}
