import type { CallOutcome } from '@tandem/api-types';
import type { DayRange } from '../parts/day-range-fields.tsx';
import { startOfDay } from '../parts/days.ts';

/** What the fields above the call history hold; empty fields do not filter. */
export interface CallFilters extends DayRange {
  readonly party: string;
  readonly outcome: CallOutcome | null;
  readonly trunk: string;
  readonly mosBelow: number | string;
  readonly longerThanSeconds: number | string;
}

export const noFilters: CallFilters = {
  party: '',
  fromDay: '',
  toDay: '',
  outcome: null,
  trunk: '',
  mosBelow: '',
  longerThanSeconds: '',
};

/** The filters as the API takes them. The last day is searched to its end. */
export function queryOf(filters: CallFilters) {
  const { party, fromDay, toDay, outcome, trunk, mosBelow, longerThanSeconds } = filters;
  return {
    ...(party.trim() === '' ? {} : { party: party.trim() }),
    ...(fromDay === '' ? {} : { from: startOfDay(fromDay) }),
    ...(toDay === '' ? {} : { to: startOfDay(toDay, 1) }),
    ...(outcome === null ? {} : { outcome }),
    ...(trunk.trim() === '' ? {} : { trunk: trunk.trim() }),
    ...(mosBelow === '' ? {} : { mosBelow: Number(mosBelow) }),
    ...(longerThanSeconds === '' ? {} : { longerThanSeconds: Number(longerThanSeconds) }),
  };
}
