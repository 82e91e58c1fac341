import { describe, expect, test } from 'vitest';
import { BusySources } from './busy-sources.ts';
import { Pressure } from './pressure.ts';

const idle = { utilization: 0.3, backlog: 0, lagMs: 0, cpuMs: 30, memory: 0.2 };
const busy = { ...idle, utilization: 1, backlog: 1 };

function after(windows: number, sample: typeof idle, pressure = new Pressure()): Pressure {
  for (let window = 0; window < windows; window += 1) pressure.take(sample);
  return pressure;
}

describe('under load', () => {
  test('a burst of less than half a second turns nobody away', () => {
    expect(after(4, busy).value).toBe(0);
  });

  test('a second of it turns away part of what floods, and no call', () => {
    const pressure = after(9, busy);
    expect(pressure.shareOf('flood')).toBeLessThan(0.5);
    expect(pressure.shareOf('call')).toBe(1);
  });

  test('what goes on for two seconds turns away calls too, and in the end everything but a little', () => {
    const pressure = after(17, busy);
    expect(pressure.shareOf('flood')).toBe(0.02);
    expect(pressure.shareOf('call')).toBeLessThan(0.2);
    expect(pressure.shareOf('other')).toBe(1);
    after(60, busy, pressure);
    expect(pressure.shareOf('other')).toBe(0.02);
  });

  test('all passes again three seconds after the load has ended', () => {
    const pressure = after(30, idle, after(100, busy));
    expect(pressure.value).toBeCloseTo(0);
    expect(pressure.shareOf('flood')).toBeCloseTo(1);
  });

  test('a loop that is never idle but empties its queue between bursts turns nobody away', () => {
    expect(after(100, { ...idle, utilization: 1, backlog: 0.9, lagMs: 20 }).value).toBe(0);
  });

  test('single long waits, of a neighbour on the same processor, turn nobody away', () => {
    const pressure = new Pressure();
    for (let second = 0; second < 20; second += 1)
      after(6, idle, after(4, { ...idle, lagMs: 400, cpuMs: 400 }, pressure));
    expect(pressure.value).toBe(0);
  });

  test('waits that neighbours cause turn nobody away while the queue is emptied, and let the pressure fall', () => {
    const crowded = { ...idle, utilization: 1, backlog: 0.2, lagMs: 600, cpuMs: 60 };
    expect(after(100, crowded).value).toBe(0);
    expect(after(100, crowded, after(9, busy)).value).toBe(0);
    expect(after(9, { ...crowded, backlog: 1 }).value).toBeGreaterThan(0);
  });

  test('between seldom and often emptied it stays as it is', () => {
    const pressure = after(9, busy);
    const before = pressure.value;
    expect(after(50, { ...idle, backlog: 0.8 }, pressure).value).toBe(before);
  });

  test.each([
    ['full memory counts at once', { ...idle, memory: 0.95 }, 1],
    ['a loop that is held up by its own work counts like a busy one', { ...idle, lagMs: 500, cpuMs: 600 }, 5],
    ['a loop that is a second late counts, whoever held it up', { ...idle, lagMs: 1_000 }, 5],
  ])('%s', (_what, sample, windows) => {
    expect(after(windows, sample).value).toBeGreaterThan(0);
  });
});

describe('addresses that send much', () => {
  test('are told from those that send little, also in the second after', () => {
    const sources = new BusySources();
    for (let number = 0; number < 50; number += 1) expect(sources.count('flood', 100)).toBe(false);
    expect(sources.count('flood', 200)).toBe(true);
    expect(sources.count('phone', 200)).toBe(false);
    expect(sources.count('flood', 1_300)).toBe(true);
    expect(sources.count('flood', 5_000)).toBe(false);
  });

  test('are remembered in bounded memory', () => {
    const sources = new BusySources();
    for (let number = 0; number < 50_000; number += 1) sources.count(`10.${number}`, 1);
    expect(sources.size).toBe(10_000);
  });
});
