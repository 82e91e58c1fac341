import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Target } from '../transport/flow.ts';
import { DeadTargets } from './dead-targets.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const target = (port: number): Target => ({ protocol: 'udp', address: '192.0.2.1', port });
const [one, two, three] = [target(1), target(2), target(3)];

test('a dead target is tried last for half a minute', () => {
  const dead = new DeadTargets();
  dead.add(one);
  expect(dead.liveFirst([one, two, three])).toEqual([two, three, one]);
  vi.advanceTimersByTime(30_001);
  expect(dead.liveFirst([one, two, three])).toEqual([one, two, three]);
});

test('when all are dead all are tried', () => {
  const dead = new DeadTargets();
  dead.add(one);
  dead.add(two);
  expect(dead.liveFirst([one, two])).toEqual([one, two]);
});

test('one that answers is alive', () => {
  const dead = new DeadTargets();
  dead.add(one);
  dead.remove(one);
  expect(dead.liveFirst([one, two])).toEqual([one, two]);
});

test('one that wants to be left alone longer is, up to five minutes', () => {
  const dead = new DeadTargets();
  dead.add(one, 3_600_000);
  vi.advanceTimersByTime(299_000);
  expect(dead.liveFirst([one, two])).toEqual([two, one]);
  vi.advanceTimersByTime(2_000);
  expect(dead.liveFirst([one, two])).toEqual([one, two]);
});

test('no more than 5,000 are remembered', () => {
  const dead = new DeadTargets();
  for (let port = 1; port <= 6_000; port++) dead.add(target(port));
  expect(dead.size).toBe(5_000);
});
