import { expect, it } from 'vitest';
import { z } from 'zod';
import { plainWords } from './plain-words.ts';

it.each<[string, z.ZodType, unknown]>([
  ['this is missing', z.number(), undefined],
  ['a number is expected here', z.number(), 'abc'],
  ['text is expected here', z.string(), null],
  ['at most 256 characters', z.string().max(256), 'x'.repeat(257)],
  ['at least 8 characters', z.string().min(8), 'short'],
  ['at most 2 entries', z.array(z.string()).max(2), ['a', 'b', 'c']],
  ['at least 1', z.number().min(1), 0],
  ['one of: udp, tcp', z.enum(['udp', 'tcp']), 'pigeon'],
  ['digits only', z.string().regex(/^\d+$/, 'digits only'), 'x'],
])('a wrong value is told as “%s”', (words, schema, value) => {
  expect(schema.safeParse(value, { error: plainWords }).error?.issues[0]?.message).toBe(words);
});
