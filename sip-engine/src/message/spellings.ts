const PLACES = 512;

/** What was put in with a spelling. */
interface Spelled<T> {
  readonly spelling: string;
  readonly value: T;
}

/**
 * A table of words that is asked with a place in a longer text: the word need not be cut out of it and hashed first,
 * which costs more than all else that is done with the name of a header.
 */
export class Spellings<T> {
  /** By length and first letter; few words share a place. */
  readonly #places: readonly Spelled<T>[][] = Array.from({ length: PLACES }, () => []);

  /** @param spelling not empty */
  add(spelling: string, value: T): void {
    this.#places[placeOf(spelling.length, spelling.charCodeAt(0))]?.push({ spelling, value });
  }

  /** What was added with the word that stands from `start` to `end`, letter by letter. */
  at(text: string, start: number, end: number): T | undefined {
    const length = end - start;
    const words = this.#places[placeOf(length, text.charCodeAt(start))] ?? NO_WORDS;
    for (let index = 0; index < words.length; index++) {
      const word = words[index];
      if (word?.spelling.length === length && text.startsWith(word.spelling, start)) return word.value;
    }
    return undefined;
  }
}

const NO_WORDS: readonly [] = [];

const placeOf = (length: number, firstLetter: number): number => (length * 37 + firstLetter) & (PLACES - 1);
