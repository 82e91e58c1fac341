import { describe, expect, it } from 'vitest';
import { differenceOf } from './difference.ts';

describe('the difference of two states', () => {
  it('names each value that changed, appeared or vanished, however deep', () => {
    const before = {
      name: 'Carrier',
      enabled: true,
      gateways: [{ host: 'a.example', port: 5060 }],
      note: 'x',
    };
    const after = {
      name: 'Carrier',
      enabled: false,
      gateways: [{ host: 'b.example', port: 5060 }],
      tag: 'y',
    };
    expect(differenceOf(before, after)).toEqual([
      { path: 'enabled', before: true, after: false },
      { path: 'gateways.0.host', before: 'a.example', after: 'b.example' },
      { path: 'note', before: 'x' },
      { path: 'tag', after: 'y' },
    ]);
  });

  it('of something new or deleted is all that it holds', () => {
    expect(differenceOf(null, { name: 'a', limits: { calls: 5 } })).toEqual([
      { path: 'name', after: 'a' },
      { path: 'limits.calls', after: 5 },
    ]);
    expect(differenceOf({ name: 'a' }, null)).toEqual([{ path: 'name', before: 'a' }]);
  });

  it('tells null from nothing inside a state, and an object from a list', () => {
    expect(differenceOf({ a: null }, { a: 1 })).toEqual([{ path: 'a', before: null, after: 1 }]);
    expect(differenceOf({ a: [] }, { a: 'text' })).toEqual([{ path: 'a', before: [], after: 'text' }]);
    expect(differenceOf({ a: 1 }, { a: 1 })).toEqual([]);
  });

  it('of a huge change is cut, so that the page stays readable', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`field${index}`, index]));
    expect(differenceOf(null, many)).toHaveLength(200);
  });
});
