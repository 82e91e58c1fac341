import { expect, test } from 'vitest';
import { SlotMap } from './slot-map.ts';

interface Named {
  readonly name: string;
}

const named = (name: string): Named => ({ name });
const namesIn = (map: SlotMap<Named>): string[] => [...map.values()].map(({ name }) => name);

test('a map of slots answers as a Map does, whatever comes and goes', () => {
  const map = new SlotMap<Named>();
  const plain = new Map<string, Named>();
  for (let step = 0; step < 10_000; step += 1) {
    const key = `key${(step * 7919) % 97}`;
    if (step % 3 === 0) {
      map.delete(key);
      plain.delete(key);
    } else {
      const value = named(`value${step}`);
      map.set(key, value);
      plain.set(key, value);
    }
    expect(map.size).toBe(plain.size);
    expect(map.get(key)).toBe(plain.get(key));
    expect(map.has(key)).toBe(plain.has(key));
  }
  expect([...map.values()]).toEqual([...plain.values()]);
});

test('what is deleted while it is walked through is left out', () => {
  const map = new SlotMap<Named>();
  for (const name of ['a', 'b', 'c']) map.set(name, named(name));
  const seen: string[] = [];
  for (const { name } of map.values()) {
    seen.push(name);
    map.delete('b');
  }
  expect(seen).toEqual(['a', 'c']);
});

test('nothing is left after it is cleared, and it goes on', () => {
  const map = new SlotMap<Named>();
  map.set('a', named('a'));
  map.clear();
  expect(map.get('a')).toBeUndefined();
  expect(namesIn(map)).toEqual([]);
  map.set('b', named('b'));
  expect(namesIn(map)).toEqual(['b']);
});
