import { expect, it } from 'vitest';
import { isInSchedule } from './schedule.ts';

const at = (iso: string): number => Date.parse(iso);
const schedule = (days: number[], from: string, to: string, timeZone = 'Europe/Zurich') => ({
  timeZone,
  windows: [{ days, from, to }],
});

it.each([
  ['2026-11-25T07:30:00Z', true], // Wednesday 08:30 there
  ['2026-11-25T06:59:00Z', false],
  ['2026-11-25T17:00:00Z', false], // 18:00, the first minute after
  ['2026-11-28T10:00:00Z', false], // Saturday
])('office hours in Zurich hold at %s: %s', (iso, open) => {
  expect(isInSchedule(schedule([1, 2, 3, 4, 5], '08:00', '18:00'), at(iso))).toBe(open);
});

it.each([
  ['2026-11-27T21:30:00Z', true], // Friday 22:30
  ['2026-11-28T04:00:00Z', true], // Saturday 05:00, still Friday's night
  ['2026-11-28T21:30:00Z', false],
])('a night that begins on Friday holds at %s: %s', (iso, open) => {
  expect(isInSchedule(schedule([5], '22:00', '06:00'), at(iso))).toBe(open);
});

it('follows summer time', () => {
  expect(isInSchedule(schedule([3], '08:00', '09:00'), at('2026-07-01T06:30:00Z'))).toBe(true);
});

it('without a schedule the trunk may always be used', () => {
  expect(isInSchedule(null, 0)).toBe(true);
});
