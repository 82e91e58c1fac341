import { describe, expect, it } from 'vitest';
import { PrefixIndex } from './prefix-index.ts';
import { costMicros, createRateBook, pricedTable } from './rate-book.ts';

const longestByTrying = (prefixes: readonly string[], digits: string): number => {
  for (let length = digits.length; length > 0; length -= 1) {
    const place = prefixes.indexOf(digits.slice(0, length));
    if (place >= 0) return place;
  }
  return -1;
};

/** A generator with a seed (Park and Miller), so that a failure can be repeated. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
}

describe('the longest prefix', () => {
  it.each([
    ['493012345', 2],
    ['493', 1],
    ['49', 0],
    ['4', -1],
    ['4999', 0],
    ['50', -1],
    ['999999999999999', 3],
    ['99999999999999', -1],
  ])('of %s is line %i', (digits, place) =>
    expect(new PrefixIndex(['49', '493', '4930', '999999999999999']).longest(digits)).toBe(place),
  );

  it('is the same as by trying every length, for tables full of nested prefixes', () => {
    const next = numbersFrom(7);
    const digits = (length: number) => Array.from({ length }, () => String(next() % 3)).join('');
    const prefixes = [...new Set(Array.from({ length: 400 }, () => digits(1 + (next() % 9))))];
    const index = new PrefixIndex(prefixes);
    for (let round = 0; round < 2000; round += 1) {
      const number = digits(1 + (next() % 15));
      expect([number, index.longest(number)]).toEqual([number, longestByTrying(prefixes, number)]);
    }
  });

  it('of an empty table is none', () => expect(new PrefixIndex([]).longest('4930')).toBe(-1));
});

const line = (prefix: string, perMinuteMicros: number) => ({
  prefix,
  perMinuteMicros,
  setUpMicros: 0,
  firstSeconds: 60,
  stepSeconds: 60,
});

describe('the rate book', () => {
  const book = createRateBook([
    pricedTable(['cheap', 'shared'], [line('49', 10_000), line('4915', 50_000)]),
    pricedTable(['dear'], [line('49', 20_000)]),
    pricedTable(['empty'], []),
  ]);

  it('knows the price of each trunk by the longest prefix', () => {
    const price = book.pricing('+4915123456');
    expect(price('cheap')?.perMinuteMicros).toBe(50_000);
    expect(price('shared')?.perMinuteMicros).toBe(50_000);
    expect(price('dear')?.perMinuteMicros).toBe(20_000);
  });

  it('knows none for a trunk without a table, and none for a number that no line fits', () => {
    expect(book.pricing('+4930')('unknown')).toBeNull();
    expect(book.pricing('+4930')('empty')).toBeNull();
    expect(book.pricing('+14155552671')('cheap')).toBeNull();
  });
});

describe('the cost of a call', () => {
  const price = { perMinuteMicros: 60_000, setUpMicros: 5_000, firstSeconds: 30, stepSeconds: 6 };
  it.each([
    [0, 35_000],
    [30, 35_000],
    [30.001, 41_000],
    [36, 41_000],
    [61, 71_000],
  ])('of %d seconds is %i millionths', (seconds, micros) => expect(costMicros(price, seconds)).toBe(micros));
});
