import { expect, test } from 'vitest';
import { auditQueryOf, noAuditFilters } from './audit-filters.ts';

test('empty fields ask for the whole log', () => {
  expect(auditQueryOf(noAuditFilters)).toEqual({});
});

test('one day is searched from its beginning to its end', () => {
  const { from, to, author } = auditQueryOf({
    ...noAuditFilters,
    author: ' root ',
    fromDay: '2026-03-01',
    toDay: '2026-03-01',
  });
  const [begins, ends] = [new Date(from ?? ''), new Date(to ?? '')];
  expect([begins.getDate(), begins.getHours(), ends.getDate(), ends.getHours()]).toEqual([1, 0, 2, 0]);
  expect(author).toBe('root');
});
