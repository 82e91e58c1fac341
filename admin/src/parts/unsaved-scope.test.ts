import { beforeEach, expect, test } from 'vitest';
import { type Leaving, UnsavedScope } from './unsaved-scope.ts';

let asked: { by: 'page' | 'drawer'; leaving: Leaving }[];
let page: UnsavedScope;
let drawer: UnsavedScope;
let left: number;

beforeEach(() => {
  asked = [];
  left = 0;
  page = new UnsavedScope(null, (leaving) => asked.push({ by: 'page', leaving }));
  drawer = new UnsavedScope(page, (leaving) => asked.push({ by: 'drawer', leaving }));
});

const leave = () => {
  left++;
};

test('a page without changes is left at once', () => {
  page.note('trunk', true);
  page.note('trunk', false);
  page.leave(leave);
  expect({ left, asked }).toEqual({ left: 1, asked: [] });
});

test('a page with changes is left only when somebody says so', () => {
  page.note('trunk', true);
  let kept = 0;
  page.leave(leave, () => {
    kept++;
  });
  expect(left).toBe(0);
  asked[0]?.leaving.keepEditing();
  expect({ left, kept }).toEqual({ left: 0, kept: 1 });
  page.leave(leave);
  asked[1]?.leaving.discard();
  asked[1]?.leaving.keepEditing();
  expect({ left, kept }).toEqual({ left: 1, kept: 1 });
});

test('the page around a drawer asks about what the drawer holds', () => {
  drawer.note('number', true);
  page.leave(leave);
  expect(asked.map(({ by }) => by)).toEqual(['page']);
});

test('a drawer closes without a question about the form behind it', () => {
  page.note('trunk', true);
  drawer.leave(leave);
  expect({ left, asked }).toEqual({ left: 1, asked: [] });
});

test('what is saved, or gone with what it belonged to, is not asked about', () => {
  page.note('trunk', true);
  drawer.note('number', true);
  drawer.settle();
  expect([page.holdsChanges, drawer.holdsChanges]).toEqual([true, false]);
  page.settle();
  page.leave(leave);
  expect(left).toBe(1);
});

test('a dialog anywhere covers every drawer until it is closed', () => {
  const end = drawer.cover();
  const endOther = page.cover();
  end();
  expect([page.covered, drawer.covered]).toEqual([true, true]);
  endOther();
  expect([page.covered, drawer.covered]).toEqual([false, false]);
});
