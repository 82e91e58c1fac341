import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Timer, TimerQueues } from './timer-queue.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const fired: string[] = [];
const queues = new TimerQueues();

beforeEach(() => {
  fired.length = 0;
});

function timer(name: string, then: (timer: Timer) => void = () => {}): Timer {
  return new Timer(queues, {
    timerFired: (which) => {
      fired.push(name);
      then(which);
    },
  });
}

test('timers fire in the order of their times, whatever order they were started in', () => {
  timer('long').start(3000);
  timer('short').start(500);
  vi.advanceTimersByTime(499);
  expect(fired).toEqual([]);
  vi.advanceTimersByTime(3000);
  expect(fired).toEqual(['short', 'long']);
});

test('a timer that is stopped or started anew does not fire at its first time', () => {
  const [stopped, later] = [timer('stopped'), timer('later')];
  for (const each of [stopped, later]) each.start(500);
  vi.advanceTimersByTime(300);
  stopped.stop();
  later.start(500);
  vi.advanceTimersByTime(400);
  expect(fired).toEqual([]);
  vi.advanceTimersByTime(110);
  expect(fired).toEqual(['later']);
});

test('stopping one of several leaves the others, first, middle and last', () => {
  const timers = ['a', 'b', 'c', 'd', 'e'].map((name) => timer(name));
  for (const each of timers) each.start(500);
  for (const index of [0, 2, 4]) timers[index]?.stop();
  vi.advanceTimersByTime(510);
  expect(fired).toEqual(['b', 'd']);
});

test('a timer that is started by what it woke goes on', () => {
  let left = 3;
  timer('again', (which) => {
    left -= 1;
    if (left > 0) which.start(500);
  }).start(500);
  vi.advanceTimersByTime(1540);
  expect(fired).toEqual(['again', 'again', 'again']);
});

test('one that throws does not silence the others', () => {
  timer('broken', () => {
    throw new Error('a defect');
  }).start(500);
  timer('whole').start(500);
  expect(() => vi.advanceTimersByTime(500)).toThrow('a defect');
  vi.advanceTimersByTime(20);
  expect(fired).toEqual(['broken', 'whole']);
});

test('ten thousand timers take one of Node and leave none behind', () => {
  for (let index = 0; index < 10_000; index++) timer('t').start(32_000);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(32_100);
  expect(fired).toHaveLength(10_000);
  expect(vi.getTimerCount()).toBe(0);
});

test('nothing fires after all were cleared', () => {
  timer('cleared').start(500);
  queues.clear();
  vi.advanceTimersByTime(1000);
  expect(fired).toEqual([]);
});
