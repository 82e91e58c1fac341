import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFrameClock, Frames } from './frame-clock.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('ticks each 20 ms for as long as somebody wants it', () => {
  const clock = createFrameClock();
  let frames = 0;
  const stop = clock.onFrame('speak', () => {
    frames += 1;
  });
  vi.advanceTimersByTime(1000);
  expect(frames).toBe(50);
  stop();
  stop();
  vi.advanceTimersByTime(1000);
  expect(frames).toBe(50);
  expect(vi.getTimerCount()).toBe(0);
});

test('makes up for a timer that fires late, and leaves out what a long standstill has missed', () => {
  let lateMs = 0;
  const clock = createFrameClock(() => performance.now() + lateMs);
  let frames = 0;
  clock.onFrame('speak', () => {
    frames += 1;
  });
  lateMs = 45;
  vi.advanceTimersByTime(20);
  expect(frames).toBe(3);
  lateMs = 5000;
  vi.advanceTimersByTime(20);
  expect(frames).toBeLessThanOrEqual(5);
  expect(clock.frame).toBeGreaterThan(240);
});

test('in each frame hearing comes before speaking, and speaking before filling gaps', () => {
  const frames = new Frames();
  const order: string[] = [];
  for (const phase of ['fill', 'speak', 'hear'] as const) frames.onFrame(phase, () => order.push(phase));
  frames.pass(2);
  expect(order).toEqual(['hear', 'speak', 'fill', 'hear', 'speak', 'fill']);
});

test('one that stops during its frame leaves the others theirs', () => {
  const frames = new Frames();
  const heard: string[] = [];
  const stop = frames.onFrame('speak', () => {
    heard.push('first');
    stop();
  });
  frames.onFrame('speak', () => heard.push('second'));
  frames.pass(2);
  expect(heard).toEqual(['first', 'second', 'second']);
});
