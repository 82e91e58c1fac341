import type { WeeklyHours } from '@tandem/api-types/routing';

/** A moment as a wall clock shows it. */
export interface LocalTime {
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
  /** Minutes since midnight. */
  readonly minute: number;
  /** `2026-12-25` */
  readonly date: string;
}

export type LocalClock = (timeMs: number) => LocalTime;

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/**
 * @param timeZone a name of the IANA time zone database
 * @throws RangeError for an unknown one
 */
export function createLocalClock(timeZone: string): LocalClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (timeMs) => {
    const part = Object.fromEntries(format.formatToParts(timeMs).map(({ type, value }) => [type, value]));
    return {
      weekday: WEEKDAYS.indexOf(part.weekday ?? '') + 1,
      minute: Number(part.hour) * 60 + Number(part.minute),
      date: `${part.year}-${part.month}-${part.day}`,
    };
  };
}

/** Whether the moment is within one of the windows; one that ends before it begins goes on into the next day. */
export function isWithin(hours: readonly WeeklyHours[], { weekday, minute }: LocalTime): boolean {
  const dayBefore = weekday === 1 ? 7 : weekday - 1;
  return hours.some(({ days, from, to }) => {
    const begin = minuteOf(from);
    const end = minuteOf(to);
    if (begin < end) return days.includes(weekday) && minute >= begin && minute < end;
    return (days.includes(weekday) && minute >= begin) || (days.includes(dayBefore) && minute < end);
  });
}

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
