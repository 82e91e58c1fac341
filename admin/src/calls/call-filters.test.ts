import { expect, test } from 'vitest';
import { noFilters, queryOf } from './call-filters.ts';

test('empty fields ask for every call', () => {
  expect(queryOf(noFilters)).toEqual({});
});

test('the last day is searched to its end, by the reader’s own clock', () => {
  const query = queryOf({ ...noFilters, fromDay: '2026-03-01', toDay: '2026-03-01', party: ' alice ' });
  const from = new Date(query.from ?? '');
  const to = new Date(query.to ?? '');
  expect([from.getDate(), from.getHours(), to.getDate(), to.getHours()]).toEqual([1, 0, 2, 0]);
  expect(query.party).toBe('alice');
});

test('numbers and choices are handed on as they are', () => {
  const query = queryOf({
    ...noFilters,
    outcome: 'failed',
    mosBelow: 3.5,
    longerThanSeconds: 60,
    trunk: 'c',
  });
  expect(query).toEqual({
    outcome: 'failed',
    mosBelow: 3.5,
    longerThanSeconds: 60,
    trunk: 'c',
  });
});
