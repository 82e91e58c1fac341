import { expect, test } from 'vitest';
import { spanText, talkingText } from './time-text.ts';

test.each([
  [0, '0 s'],
  [42, '42 s'],
  [62, '1 min 2 s'],
  [3_600, '1 h'],
  [93_784, '1 d 2 h'],
])('%d seconds are written %s', (seconds, text) => {
  expect(spanText(seconds)).toBe(text);
});

test('an unanswered call has no talking time', () => {
  expect(talkingText(null, '2026-01-01T10:00:00.000Z')).toBe('–');
  expect(talkingText('2026-01-01T10:00:00.000Z', '2026-01-01T10:01:05.000Z')).toBe('1 min 5 s');
});
