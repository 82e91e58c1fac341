import type { DayRange } from '../parts/day-range-fields.tsx';
import { startOfDay } from '../parts/days.ts';

/** What the fields above the audit log hold; empty fields do not filter. */
export interface AuditFilterFields extends DayRange {
  readonly author: string;
  readonly action: string | null;
  readonly kind: string | null;
}

export const noAuditFilters: AuditFilterFields = {
  author: '',
  action: null,
  kind: null,
  fromDay: '',
  toDay: '',
};

/** The filters as the API takes them. The last day is searched to its end. */
export function auditQueryOf({ author, action, kind, fromDay, toDay }: AuditFilterFields) {
  return {
    ...(author.trim() === '' ? {} : { author: author.trim() }),
    ...(action === null ? {} : { action }),
    ...(kind === null ? {} : { kind }),
    ...(fromDay === '' ? {} : { from: startOfDay(fromDay) }),
    ...(toDay === '' ? {} : { to: startOfDay(toDay, 1) }),
  };
}
