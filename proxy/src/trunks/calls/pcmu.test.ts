import { expect, it } from 'vitest';
import { decodePcmu, encodePcmu, shareOfTone } from './pcmu.ts';

it('µ-law keeps a sample within its step, and has the code words of G.711', () => {
  expect([encodePcmu(0), encodePcmu(32_767), encodePcmu(-32_768)]).toEqual([0xff, 0x80, 0x00]);
  for (const sample of [0, 1, -1, 100, -100, 1000, -5000, 20_000, 32_000]) {
    expect(Math.abs(decodePcmu(encodePcmu(sample)) - sample)).toBeLessThanOrEqual(Math.abs(sample) / 16 + 8);
  }
});

it('a tone is told from another and from silence', () => {
  const tone = (hz: number) =>
    Array.from({ length: 1600 }, (_, at) =>
      decodePcmu(encodePcmu(Math.round(8000 * Math.sin((2 * Math.PI * hz * at) / 8000)))),
    );
  expect(shareOfTone(tone(1000), 1000)).toBeGreaterThan(0.95);
  expect(shareOfTone(tone(440), 1000)).toBeLessThan(0.05);
  expect(shareOfTone([0, 0, 0], 1000)).toBe(0);
});
