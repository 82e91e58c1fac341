import { describe, expect, test } from 'vitest';
import { bencodedEnd } from './bencode-frame.ts';

const end = (text: string, start = 0): number | null => bencodedEnd(Buffer.from(text), start);

describe('the end of a reply is found by its own structure', () => {
  test.each(['d6:result4:ponge', 'li1ei-2ee', '0:', '3:abc', 'i0e', 'd1:ad1:bl1:cee1:d1:ee'])(
    '%s',
    (text) => {
      expect(end(text)).toBe(text.length);
      expect(end(`${text}d1:xi1ee`)).toBe(text.length);
      expect(end(`cookie ${text}`, 7)).toBe(text.length + 7);
    },
  );

  test('a reply that is still arriving has no end, wherever it is cut', () => {
    const text = 'd5:callsl36:00000000-0000-0000-0000-000000000000e6:resulti12345ee';
    for (let length = 0; length < text.length; length += 1) expect(end(text.slice(0, length))).toBeNull();
  });

  test.each(['x', 'd-1:ae', 'iabce', '99999999999:a', `${'l'.repeat(100)}`, 'd:e'])(
    '%s is refused',
    (text) => {
      expect(() => end(text)).toThrow(RangeError);
    },
  );
});
