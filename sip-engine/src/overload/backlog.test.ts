import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Backlog } from './backlog.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function turn(backlog: Backlog, datagrams: number): void {
  for (let number = 0; number < datagrams; number += 1) backlog.datagram();
  vi.runAllTimers();
}

describe('datagrams that wait in the kernel', () => {
  test('show in turns that took as many as a turn can', () => {
    const backlog = new Backlog();
    backlog.watch(true);
    turn(backlog, 32);
    turn(backlog, 32);
    turn(backlog, 32);
    turn(backlog, 3);
    expect(backlog.take()).toBe(0.75);
    turn(backlog, 31);
    expect(backlog.take()).toBe(0);
    expect(backlog.take()).toBe(0);
  });

  test('are not looked for while nobody asks', () => {
    const backlog = new Backlog();
    turn(backlog, 32);
    expect(backlog.take()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
