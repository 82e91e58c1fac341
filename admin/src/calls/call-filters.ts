/** What the fields above the call history hold; empty fields do not filter. */
export interface CallFilters {
  readonly party: string;
  /** `2026-01-31`, by the reader's own clock. */
  readonly fromDay: string;
  readonly toDay: string;
  readonly outcome: string | null;
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
export function queryOf(filters: CallFilters): URLSearchParams {
  const query = new URLSearchParams();
  const { party, fromDay, toDay, outcome, trunk, mosBelow, longerThanSeconds } = filters;
  if (party.trim() !== '') query.set('party', party.trim());
  if (fromDay !== '') query.set('from', startOf(fromDay, 0));
  if (toDay !== '') query.set('to', startOf(toDay, 1));
  if (outcome !== null) query.set('outcome', outcome);
  if (trunk.trim() !== '') query.set('trunk', trunk.trim());
  if (mosBelow !== '') query.set('mosBelow', String(mosBelow));
  if (longerThanSeconds !== '') query.set('longerThanSeconds', String(longerThanSeconds));
  return query;
}

function startOf(day: string, daysLater: number): string {
  const start = new Date(`${day}T00:00:00`);
  start.setDate(start.getDate() + daysLater);
  return start.toISOString();
}
