/**
 * The longest prefix that a number begins with, over a table that never changes. A prefix is the interval of all 15-digit
 * numbers that begin with it, and intervals nest or are apart: sorted by their beginning, the last one that begins at or
 * before the number is the wanted one or lies inside it. So a look-up is a binary search and a walk outwards, in arrays
 * without an object for each prefix.
 */
export class PrefixIndex {
  readonly #begins: Float64Array;
  readonly #ends: Float64Array;
  /** Position of the interval around, -1 for none. */
  readonly #around: Int32Array;
  /** Position in the list that the index was made from. */
  readonly #places: Int32Array;

  /** @param prefixes 1 to 15 digits each, none twice */
  constructor(prefixes: readonly string[]) {
    const begins = Float64Array.from(prefixes, (prefix) => Number(prefix.padEnd(DIGITS, '0')));
    const sizes = Float64Array.from(prefixes, (prefix) => 10 ** (DIGITS - prefix.length));
    const order = Int32Array.from(prefixes, (_, place) => place);
    if (!isSorted(prefixes)) {
      order.sort((a, b) => at(begins, a) - at(begins, b) || at(sizes, b) - at(sizes, a));
    }
    this.#places = order;
    this.#begins = Float64Array.from(order, (place) => at(begins, place));
    this.#ends = Float64Array.from(order, (place) => at(begins, place) + at(sizes, place));
    this.#around = nesting(this.#begins, this.#ends);
  }

  /**
   * @param digits in international form without a plus, 15 at most
   * @returns the place of the longest prefix in the list, -1 when none fits
   */
  longest(digits: string): number {
    const number = Number(digits.padEnd(DIGITS, '0'));
    let place = this.#lastBeginningBefore(number);
    while (place >= 0 && !this.#holds(place, number, digits.length)) place = at(this.#around, place);
    return place < 0 ? -1 : at(this.#places, place);
  }

  #lastBeginningBefore(number: number): number {
    let low = 0;
    let high = this.#begins.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (at(this.#begins, middle) <= number) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** A number shorter than the prefix does not begin with it, although filled with zeros it may lie inside. */
  #holds(place: number, number: number, length: number): boolean {
    const end = at(this.#ends, place);
    return number < end && end - at(this.#begins, place) >= 10 ** (DIGITS - length);
  }
}

/** E.164 numbers have 15 digits at most, and 10^15 is exact in a double. */
const DIGITS = 15;

/** In the order of text, as databases give them, wider prefixes stand before the narrower ones within them. */
const isSorted = (prefixes: readonly string[]): boolean =>
  prefixes.every((prefix, place) => place === 0 || (prefixes[place - 1] ?? '') < prefix);

const at = (array: Float64Array | Int32Array, place: number): number => array[place] ?? Number.NaN;

function nesting(begins: Float64Array, ends: Float64Array): Int32Array {
  const around = new Int32Array(begins.length);
  const open: number[] = [];
  for (let place = 0; place < begins.length; place += 1) {
    while (open.length > 0 && at(ends, open.at(-1) ?? 0) <= at(begins, place)) open.pop();
    around[place] = open.at(-1) ?? -1;
    open.push(place);
  }
  return around;
}
