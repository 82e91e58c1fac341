import { expect, it } from 'vitest';
import { createQualityTrack } from './quality-track.ts';

const stats = (mos: number) => {
  const leg = { codec: 'opus', packets: 1, packetsLost: 0, jitterMs: 1, mos };
  return { caller: leg, callee: leg };
};

it('keeps the quality of a whole long call in bounded memory', () => {
  const track = createQualityTrack();
  // A day, sampled every ten seconds.
  for (let index = 0; index < 8640; index += 1) track.add(index * 10_000, stats(4));
  const samples = track.samples();
  expect(samples.length).toBeLessThanOrEqual(240);
  expect(samples.length).toBeGreaterThanOrEqual(100);
  expect(samples[0]?.atMs).toBe(0);
  expect(samples.at(-1)?.atMs).toBeGreaterThan(8500 * 10_000);
  const gaps = samples.slice(1).map(({ atMs }, index) => atMs - (samples[index]?.atMs ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * Math.min(...gaps));
});
