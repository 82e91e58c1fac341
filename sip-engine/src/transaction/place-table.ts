/** Tells whether what lies at a place has this key; asked only when the hashes are the same. */
export interface KeyedPlaces {
  isKeyAt(place: number, key: string): boolean;
}

/** A place is one number, its key's hash another, side by side: what they lead to is spread over memory that no cache holds. */
const NUMBERS = 2;

/** Finds places (integers from 0) by the hashes of their keys, by open addressing with linear probing. It does not grow. */
export class PlaceTable {
  readonly #slots: number;
  /** The hash, and one more than the place, or 0 when the slot is free. */
  readonly #entries: Int32Array;
  #size = 0;

  /** @param slots a power of two; half of them are used */
  constructor(slots: number) {
    this.#slots = slots;
    this.#entries = new Int32Array(slots * NUMBERS);
  }

  get slots(): number {
    return this.#slots;
  }

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  get isFull(): boolean {
    return this.#size * 2 >= this.#slots;
  }

  /** The place of a key, or -1. */
  find(hash: number, key: string, places: KeyedPlaces): number {
    const entries = this.#entries;
    const mask = entries.length - 1;
    for (let at = (hash * NUMBERS) & mask; ; at = (at + NUMBERS) & mask) {
      const place = (entries[at + 1] ?? 0) - 1;
      if (place < 0 || (entries[at] === hash && places.isKeyAt(place, key))) return place;
    }
  }

  /** @param place not in it already */
  add(hash: number, place: number): void {
    const entries = this.#entries;
    const mask = entries.length - 1;
    let at = (hash * NUMBERS) & mask;
    while (entries[at + 1] !== 0) at = (at + NUMBERS) & mask;
    entries[at] = hash;
    entries[at + 1] = place + 1;
    this.#size += 1;
  }

  /** What stands behind in the same run moves up, else it would not be found any more. @param place that is in it */
  delete(hash: number, place: number): void {
    const entries = this.#entries;
    const mask = entries.length - 1;
    let hole = (hash * NUMBERS) & mask;
    while (entries[hole + 1] !== place + 1) hole = (hole + NUMBERS) & mask;
    for (let next = (hole + NUMBERS) & mask; entries[next + 1] !== 0; next = (next + NUMBERS) & mask) {
      const moved = entries[next] ?? 0;
      if (((next - moved * NUMBERS) & mask) < ((next - hole) & mask)) continue;
      entries[hole] = moved;
      entries[hole + 1] = entries[next + 1] ?? 0;
      hole = next;
    }
    entries[hole + 1] = 0;
    this.#size -= 1;
  }
}
