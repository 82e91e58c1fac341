import { expect, test } from 'vitest';
import { digitsAt } from './digits.ts';

test.each([
  ['5060', 0, 5060],
  ['a:5061;x', 2, 5061],
  ['007 x', 0, 7],
  ['999999999999999', 0, 999_999_999_999_999],
  ['x', 0, 0],
  ['12', 2, 0],
  ['1/2', 0, 1],
  ['1:2', 0, 1],
])('of "%s" from %i on: %d', (text, from, number) => {
  expect(digitsAt(text, from)).toBe(number);
});
