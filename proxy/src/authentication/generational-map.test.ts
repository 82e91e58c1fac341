import { describe, expect, it } from 'vitest';
import { GenerationalMap } from './generational-map.ts';

function setUp(maxEntries = 10) {
  const clock = { nowMs: 0 };
  const map = new GenerationalMap<number, string>({ maxEntries, turnAfterMs: 100, now: () => clock.nowMs });
  return { clock, map };
}

describe('a generational map', () => {
  it('never holds more than its limit', () => {
    const { map } = setUp();
    for (let key = 0; key < 1_000; key += 1) map.set(key, 'x');
    expect(map.size).toBeLessThanOrEqual(10);
    expect(map.get(999)).toBe('x');
    expect(map.get(0)).toBeUndefined();
  });

  it('keeps what is used and forgets the rest within two periods', () => {
    const { clock, map } = setUp();
    map.set(1, 'used');
    map.set(2, 'unused');
    for (let step = 0; step < 4; step += 1) {
      clock.nowMs += 60;
      expect(map.get(1)).toBe('used');
    }
    expect(map.get(2)).toBeUndefined();
  });

  it('forgets everything after a long pause', () => {
    const { clock, map } = setUp();
    map.set(1, 'x');
    clock.nowMs += 200;
    expect(map.get(1)).toBeUndefined();
    expect(map.size).toBe(0);
  });

  it('overwrites, deletes and clears', () => {
    const { clock, map } = setUp();
    map.set(1, 'a');
    clock.nowMs += 100;
    map.set(1, 'b');
    expect([map.get(1), map.size]).toEqual(['b', 1]);
    map.delete(1);
    expect(map.get(1)).toBeUndefined();
    map.set(2, 'c');
    map.clear();
    expect(map.size).toBe(0);
  });
});
