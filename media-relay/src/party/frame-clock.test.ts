import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFrameClock } from './frame-clock.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('makes fifty frames a second, though each timer is late', () => {
  let late = 0;
  const clock = createFrameClock(() => performance.now() + late);
  let frames = 0;
  clock.onFrame('hear', () => {
    frames += 1;
    late = frames % 7;
  });
  vi.advanceTimersByTime(10_000);
  expect(frames).toBeGreaterThanOrEqual(499);
  expect(frames).toBeLessThanOrEqual(501);
});

it('does a frame in order: hear, speak, fill', () => {
  const clock = createFrameClock();
  const done: string[] = [];
  clock.onFrame('fill', () => done.push('fill'));
  clock.onFrame('speak', () => done.push('speak'));
  clock.onFrame('hear', () => done.push('hear'));
  vi.advanceTimersByTime(20);
  expect(done).toEqual(['hear', 'speak', 'fill']);
});

it('lets the frames go that a process slept through, and counts them', () => {
  let slept = 0;
  const clock = createFrameClock(() => performance.now() + slept);
  let frames = 0;
  clock.onFrame('hear', () => {
    frames += 1;
  });
  vi.advanceTimersByTime(100);
  const before = { frames, frame: clock.frame };
  slept = 60_000;
  vi.advanceTimersByTime(40);
  expect(frames - before.frames).toBeLessThan(5);
  expect(clock.frame - before.frame).toBeGreaterThan(2_990);
});

it('has no timer while nobody listens', () => {
  const clock = createFrameClock();
  const end = clock.onFrame('hear', () => {});
  expect(vi.getTimerCount()).toBe(1);
  end();
  end();
  expect(vi.getTimerCount()).toBe(0);
});
