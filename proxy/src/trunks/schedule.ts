import type { TrunkSettings } from '@tandem/api-types/trunk-settings';

type Schedule = NonNullable<TrunkSettings['schedule']>;

/** Whether the zone is one of the IANA database. */
export function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MINUTES_PER_DAY = 1440;

/** A formatter is dear to make. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formatters.set(timeZone, made);
  return made;
}

/** The clock on the wall there. @returns day 1 (Monday) to 7, and minutes since midnight */
function wallClock(nowMs: number, timeZone: string): { day: number; minute: number } {
  const parts = formatterOf(timeZone).formatToParts(nowMs);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return {
    day: DAYS.indexOf(part('weekday')) + 1,
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  };
}

const minuteOf = (clockTime: string): number => {
  const [hours = '0', minutes = '0'] = clockTime.split(':');
  return Number(hours) * 60 + Number(minutes);
};

/**
 * Whether a trunk may be used now. A window whose end is not after its beginning lasts into the next day.
 * @param schedule null: always
 */
export function isInSchedule(schedule: Schedule | null, nowMs: number): boolean {
  if (schedule === null) return true;
  const { day, minute } = wallClock(nowMs, schedule.timeZone);
  const dayBefore = day === 1 ? 7 : day - 1;
  return schedule.windows.some(({ days, from, to }) => {
    const begin = minuteOf(from);
    const end = minuteOf(to) > begin ? minuteOf(to) : minuteOf(to) + MINUTES_PER_DAY;
    const within = (at: number): boolean => at >= begin && at < end;
    return (
      (days.includes(day) && within(minute)) || (days.includes(dayBefore) && within(minute + MINUTES_PER_DAY))
    );
  });
}
