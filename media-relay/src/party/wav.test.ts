import { expect, test } from 'vitest';
import { wavBytes, wavHeader, wavSamples } from './wav.ts';

const samples = Int16Array.of(0, 1, -1, 32_767, -32_768);
const bytes = wavBytes(samples);

test('what was written is read', () => {
  expect(wavSamples(Buffer.concat([wavHeader(bytes.length), bytes]))).toEqual(samples);
});

test.each([0, 1_000_000])(
  'a writer that was stopped with a length of %i in the header loses nothing',
  (length) => {
    expect(wavSamples(Buffer.concat([wavHeader(length), bytes]))).toEqual(samples);
  },
);

test('what follows the samples is none of them', () => {
  const file = Buffer.concat([wavHeader(bytes.length), bytes, Buffer.from('LIST')]);
  expect(wavSamples(file)).toEqual(samples);
});

test.each([
  ['an empty file', Buffer.alloc(0)],
  ['another rate', Buffer.concat([wavHeader(0).fill(1, 24, 25), bytes])],
  ['text', Buffer.from('x'.repeat(100))],
])('%s is refused', (_what, file) => {
  expect(() => wavSamples(file)).toThrow('not a WAV file');
});
