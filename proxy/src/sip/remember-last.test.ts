import { expect, it } from 'vitest';
import { rememberLast } from './remember-last.ts';

it('asks again only when one of the two texts is another', () => {
  const asked: string[] = [];
  const joined = rememberLast((one, other) => {
    asked.push(`${one}|${other}`);
    return one + other;
  });
  expect([joined('a', 'b'), joined('a', 'b'), joined('ab'), joined('ab'), joined('a', 'b')]).toEqual(
    Array(5).fill('ab'),
  );
  expect(asked).toEqual(['a|b', 'ab|', 'a|b']);
});
