import { expect, it } from 'vitest';
import { z } from 'zod';
import { timeOrderedUuid } from './time-ordered-uuid.ts';

const NOW_MS = Date.parse('2026-11-26T12:00:00Z');

it('a record of a later call has the greater id, also when the clock is at its least', () => {
  const ids = [0, 1, NOW_MS, NOW_MS + 1, NOW_MS + 60_000].map(timeOrderedUuid);
  expect(ids.toSorted()).toEqual(ids);
  for (const id of ids) expect(z.uuidv7().safeParse(id).success, id).toBe(true);
});

it('a thousand records of one millisecond have ids of their own', () => {
  expect(new Set(Array.from({ length: 1_000 }, () => timeOrderedUuid(NOW_MS))).size).toBe(1_000);
});
