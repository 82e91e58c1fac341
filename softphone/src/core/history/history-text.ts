import type { CallOutcome, HistoryCall } from '@tandem/api-types';

const outgoing: Record<CallOutcome, string> = {
  answered: 'Outgoing',
  busy: 'Was busy',
  'no-answer': 'No answer',
  declined: 'Declined',
  cancelled: 'Cancelled',
  unreachable: 'Not reachable',
  'not-found': 'Does not exist',
  rejected: 'Refused',
  failed: 'Failed',
};

/** One or two words for a call of the history, seen from this end. */
export function outcomeText({ direction, outcome }: Pick<HistoryCall, 'direction' | 'outcome'>): string {
  if (direction === 'outgoing') return outgoing[outcome];
  if (outcome === 'answered') return 'Incoming';
  return outcome === 'declined' ? 'You declined' : 'Missed';
}

/** True for a call that its receiver should notice. */
export function isMissed({ direction, outcome }: Pick<HistoryCall, 'direction' | 'outcome'>): boolean {
  return direction === 'incoming' && outcome !== 'answered' && outcome !== 'declined';
}

/** `0:07`, `12:34`, `1:02:03`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${String(rest).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** The day of a call as a heading: "Today", "Yesterday", or the date. */
export function dayText(iso: string, now: Date): string {
  const day = new Date(iso);
  const days = Math.round((startOfDay(now) - startOfDay(day)) / 86_400_000);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  const sameYear = day.getFullYear() === now.getFullYear();
  return day.toLocaleDateString(undefined, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
