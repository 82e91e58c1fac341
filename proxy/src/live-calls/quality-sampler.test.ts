import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CallView } from '../calls/calls.ts';
import { sampleQuality } from './quality-sampler.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const callsOf = (count: number, measure: (id: string) => Promise<void>) => ({
  active: () =>
    Array.from(
      { length: count },
      (_, index) => ({ state: index === 0 ? 'ringing' : 'answered', facts: { id: `${index}` } }) as CallView,
    ),
  measure,
});

it('measures every answered call in each round, a few at a time', async () => {
  const measured: string[] = [];
  let atOnce = 0;
  let most = 0;
  const sampler = sampleQuality({
    calls: callsOf(11, async (id) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await Promise.resolve();
      atOnce -= 1;
      measured.push(id);
    }),
  });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(measured.map(Number).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(most).toBe(4);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(measured).toHaveLength(20);
  sampler.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(measured).toHaveLength(20);
});

it('leaves out rounds while the relay is slow, and says so', async () => {
  const waiting: (() => void)[] = [];
  const sampler = sampleQuality({
    calls: callsOf(3, () => new Promise((resolve) => waiting.push(resolve))),
  });
  await vi.advanceTimersByTimeAsync(40_000);
  expect(waiting).toHaveLength(2);
  expect(sampler.skippedRounds()).toBe(3);
  for (const answer of waiting.splice(0)) answer();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(waiting).toHaveLength(2);
  sampler.close();
});
