import { UNSAFE_createMemoryHistory as createMemoryHistory } from 'react-router';
import { beforeEach, expect, test } from 'vitest';
import { type Leaving, UnsavedScope } from '../parts/unsaved-scope.ts';
import { GuardedHistory } from './guarded-history.ts';

let asked: Leaving[];
let page: UnsavedScope;
let history: GuardedHistory;
let shown: string[];

beforeEach(() => {
  asked = [];
  shown = [];
  page = new UnsavedScope(null, (leaving) => asked.push(leaving));
  history = new GuardedHistory(
    createMemoryHistory({ initialEntries: ['/users', '/numbers', '/trunks/a'], v5Compat: true }),
  );
  history.guard(page);
  history.listen(({ location }) => shown.push(location.pathname));
});

const address = () => history.place.location.pathname;

test('a page whose forms hold nothing is left at once', () => {
  history.push('/calls');
  history.go(-1);
  expect(shown).toEqual(['/calls', '/trunks/a']);
  expect(asked).toEqual([]);
});

test.each([
  ['a link', () => history.push({ pathname: '/calls' }), '/calls'],
  ['a link that takes its place', () => history.replace('/calls'), '/calls'],
  ['the back arrow', () => history.go(-1), '/numbers'],
  ['two steps back', () => history.go(-2), '/users'],
] as const)(
  'a page with a form that is not saved is left by %s only when somebody says so',
  (_way, leave, to) => {
    page.note('form', true);
    leave();
    asked[0]?.keepEditing();
    expect({ shown, address: address() }).toEqual({ shown: [], address: '/trunks/a' });
    leave();
    asked[1]?.discard();
    expect({ shown, address: address() }).toEqual({ shown: [to], address: to });
    expect(asked).toHaveLength(2);
  },
);

test('a filter in the address of the same page is no other page', () => {
  page.note('form', true);
  history.push('/trunks/a?tab=live');
  expect(shown).toEqual(['/trunks/a']);
  expect(asked).toEqual([]);
});

test('what was saved a moment ago keeps nobody', () => {
  page.note('form', true);
  page.settle();
  history.push('/calls');
  expect(shown).toEqual(['/calls']);
});
