import type { CallRecord } from './call-record.ts';

const COLUMNS = {
  id: ({ id }) => id,
  started: ({ startedAtMs }) => isoTime(startedAtMs),
  ringing: ({ ringingAtMs }) => isoTime(ringingAtMs),
  answered: ({ answeredAtMs }) => isoTime(answeredAtMs),
  ended: ({ endedAtMs }) => isoTime(endedAtMs),
  talked_seconds: ({ answeredAtMs, endedAtMs }) =>
    answeredAtMs === null ? 0 : Math.round((endedAtMs - answeredAtMs) / 1000),
  caller: ({ callerUri }) => callerUri,
  caller_name: ({ callerName }) => callerName,
  callee: ({ calleeUri }) => calleeUri,
  arrived_by_trunk: ({ arrivedByTrunk }) => arrivedByTrunk,
  left_by_trunk: ({ leftByTrunk }) => leftByTrunk,
  outcome: ({ outcome }) => outcome,
  hung_up_by: ({ hungUpBy }) => hungUpBy,
  sip_status: ({ sipStatus }) => sipStatus,
  reason: ({ reason }) => reason,
  caller_codec: ({ callerLeg }) => callerLeg.codec,
  caller_mos: ({ callerLeg }) => callerLeg.mos,
  callee_codec: ({ calleeLeg }) => calleeLeg.codec,
  callee_mos: ({ calleeLeg }) => calleeLeg.mos,
} as const satisfies Record<string, (record: CallRecord) => string | number | null>;

const isoTime = (timeMs: number | null): string => (timeMs === null ? '' : new Date(timeMs).toISOString());

export const csvHeader = (): string => line(Object.keys(COLUMNS));

/** One line of RFC 4180. */
export const csvLine = (record: CallRecord): string =>
  line(Object.values(COLUMNS).map((column) => column(record)));

const line = (values: readonly (string | number | null)[]): string => `${values.map(field).join(',')}\r\n`;

/** Callers choose their names: what a spreadsheet would take for a formula gets an apostrophe in front. */
function field(value: string | number | null): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value ?? '') ? `'${value}` : (value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
