import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFrameClock } from './frame-clock.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('ticks each 20 ms for as long as somebody wants it', () => {
  const clock = createFrameClock();
  let ticks = 0;
  const stop = clock.each(() => {
    ticks += 1;
  });
  vi.advanceTimersByTime(1000);
  expect(ticks).toBe(50);
  stop();
  vi.advanceTimersByTime(1000);
  expect(ticks).toBe(50);
  expect(vi.getTimerCount()).toBe(0);
});

test('makes up for a timer that fires late, and leaves out what a long standstill has missed', () => {
  let nowMs = 0;
  const waits: { callback: () => void; delayMs: number }[] = [];
  const clock = createFrameClock({
    now: () => nowMs,
    setTimeout: (callback, delayMs) => {
      waits.push({ callback, delayMs });
      return setTimeout(() => undefined, 0);
    },
    clearTimeout,
  });
  let ticks = 0;
  clock.each(() => {
    ticks += 1;
  });
  const fireAt = (atMs: number): void => {
    nowMs = atMs;
    waits.shift()?.callback();
  };
  fireAt(65);
  expect(ticks).toBe(3);
  expect(waits[0]?.delayMs).toBe(15);
  fireAt(5000);
  expect(ticks).toBe(4);
  expect(waits[0]?.delayMs).toBe(20);
});

test('one that stops during its tick leaves the others theirs', () => {
  const clock = createFrameClock();
  const heard: string[] = [];
  const stop = clock.each(() => {
    heard.push('first');
    stop();
  });
  clock.each(() => heard.push('second'));
  vi.advanceTimersByTime(40);
  expect(heard).toEqual(['first', 'second', 'second']);
});
