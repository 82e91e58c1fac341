import type { Random } from './random.ts';

/** What parsers stumble over. */
const FRAGMENTS = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  '\t',
  ';',
  ',',
  ':',
  '"',
  '<',
  '>',
  '\\',
  '%',
  '@',
  '[',
  ']',
  '=',
  '?',
  '-1',
  '99999999999',
  'SIP/2.0',
  'Via: ',
  'Content-Length: 7\r\n',
  '\xff',
  '\r\n\r\n',
  '\r\n ',
];

/** The text with up to four changes: octets inserted, taken out, repeated or copied from elsewhere in it. */
export function mutate(text: string, random: Random): string {
  let mutated = text;
  for (let count = 1 + random(4); count > 0; count--) {
    const at = random(mutated.length + 1);
    const length = random(12);
    const fragment = FRAGMENTS[random(FRAGMENTS.length)] ?? '';
    const copied = text.slice(random(text.length)).slice(0, random(40));
    const inserted =
      [fragment, '', copied, String.fromCharCode(random(256)), fragment.repeat(random(50))][random(5)] ?? '';
    mutated = mutated.slice(0, at) + inserted + mutated.slice(at + (random(2) === 0 ? length : 0));
  }
  return mutated;
}
