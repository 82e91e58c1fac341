import { expect, test } from 'vitest';
import { moved } from './rule-order.ts';

test.each([
  [0, 2, 'bcad'],
  [3, 0, 'dabc'],
  [1, 1, 'abcd'],
  [2, 3, 'abdc'],
])('a rule goes from place %i to place %i, and the others close ranks', (from, to, order) =>
  expect(moved([...'abcd'], from, to).join('')).toBe(order),
);

test('a place that is none changes nothing', () => expect(moved(['a', 'b'], 7, 0)).toEqual(['a', 'b']));
