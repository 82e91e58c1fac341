import { expect, test } from 'vitest';
import { filtersSomething } from './filters.ts';

const none = { party: '', outcome: null, mosBelow: '' };

test.each([{ party: 'a' }, { outcome: 'busy' }, { mosBelow: 0 }])(
  'a list with the field %o is filtered',
  (field) => {
    expect(filtersSomething<object>({ ...none, ...field }, none)).toBe(true);
  },
);

test('a list whose fields are as they were at first is not filtered', () => {
  expect(filtersSomething({ ...none }, none)).toBe(false);
});
