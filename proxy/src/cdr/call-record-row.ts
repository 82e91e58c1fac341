import { parseUri } from '@tandem/sip-engine/uri';
import { z } from 'zod';
import { type CallRecord, callRecord } from './call-record.ts';

/** MySQL in strict mode would refuse a longer text, and the record with it. */
const cut = (text: string, length: number): string =>
  text.length <= length ? text : [...text].slice(0, length).join('');
const cutOrNull = (text: string | null, length: number): string | null =>
  text === null ? null : cut(text, length);

/** A row of the table `call_records`. */
export const rowOf = (record: CallRecord): Record<string, string | number | null> => ({
  id: record.id,
  call_id: cut(record.callId, 255),
  node: cut(record.node, 64),
  caller_username: cutOrNull(record.callerUsername, 64),
  callee_username: cutOrNull(record.calleeUsername, 64),
  caller_uri: cut(record.callerUri, 4000),
  caller_name: cutOrNull(record.callerName, 190),
  callee_uri: cut(record.calleeUri, 4000),
  answered_by: cutOrNull(record.answeredBy, 4000),
  outcome: record.outcome,
  hung_up_by: record.hungUpBy,
  sip_status: record.sipStatus,
  reason: cut(record.reason, 255),
  started_at_ms: record.startedAtMs,
  ringing_at_ms: record.ringingAtMs,
  answered_at_ms: record.answeredAtMs,
  ended_at_ms: record.endedAtMs,
  ...legRow('caller', record.callerLeg),
  ...legRow('callee', record.calleeLeg),
  arrived_by_trunk: record.arrivedByTrunk,
  left_by_trunk: record.leftByTrunk,
  caller_key: partyKey(record.callerUri),
  callee_key: partyKey(record.calleeUri),
  worst_mos: worstMos(record),
});

/** Whom a call is found by: the user name or number in lower case, without what people write into numbers. */
export function partyKey(uri: string): string {
  const user = parseUri(uri)?.user ?? uri;
  const [name = ''] = user.toLowerCase().split(';');
  return cut(/^[+\d\s().-]+$/.test(name) ? name.replace(/[\s().-]/g, '') : name, 64);
}

function worstMos({ callerLeg, calleeLeg }: CallRecord): number | null {
  const measured = [callerLeg.mos, calleeLeg.mos].filter((mos) => mos !== null);
  return measured.length > 0 ? Math.min(...measured) : null;
}

const legRow = (
  party: 'caller' | 'callee',
  leg: CallRecord['callerLeg'],
): Record<string, string | number | null> => ({
  [`${party}_codec`]: cutOrNull(leg.codec, 32),
  [`${party}_packets`]: leg.packets,
  [`${party}_packets_lost`]: leg.packetsLost,
  [`${party}_jitter_ms`]: leg.jitterMs,
  [`${party}_mos`]: leg.mos,
});

const integer = z.coerce.number();
const integerOrNull = z.union([z.null(), integer]);
const textOrNull = z.string().nullable();

const callRecordRow = z.object({
  id: z.string(),
  call_id: z.string(),
  node: z.string(),
  caller_username: textOrNull,
  callee_username: textOrNull,
  caller_uri: z.string(),
  caller_name: textOrNull,
  callee_uri: z.string(),
  answered_by: textOrNull,
  outcome: z.string(),
  hung_up_by: z.string(),
  sip_status: integer,
  reason: z.string(),
  started_at_ms: integer,
  ringing_at_ms: integerOrNull,
  answered_at_ms: integerOrNull,
  ended_at_ms: integer,
  caller_codec: textOrNull,
  caller_packets: integerOrNull,
  caller_packets_lost: integerOrNull,
  caller_jitter_ms: integerOrNull,
  caller_mos: integerOrNull,
  callee_codec: textOrNull,
  callee_packets: integerOrNull,
  callee_packets_lost: integerOrNull,
  callee_jitter_ms: integerOrNull,
  callee_mos: integerOrNull,
  arrived_by_trunk: textOrNull,
  left_by_trunk: textOrNull,
});

/** @returns the record without its details */
export function recordOf(raw: unknown): CallRecord {
  const row = callRecordRow.parse(raw);
  return callRecord.parse({
    id: row.id,
    callId: row.call_id,
    node: row.node,
    callerUsername: row.caller_username,
    calleeUsername: row.callee_username,
    callerUri: row.caller_uri,
    callerName: row.caller_name,
    calleeUri: row.callee_uri,
    answeredBy: row.answered_by,
    outcome: row.outcome,
    hungUpBy: row.hung_up_by,
    sipStatus: row.sip_status,
    reason: row.reason,
    startedAtMs: row.started_at_ms,
    ringingAtMs: row.ringing_at_ms,
    answeredAtMs: row.answered_at_ms,
    endedAtMs: row.ended_at_ms,
    callerLeg: {
      codec: row.caller_codec,
      packets: row.caller_packets,
      packetsLost: row.caller_packets_lost,
      jitterMs: row.caller_jitter_ms,
      mos: row.caller_mos,
    },
    calleeLeg: {
      codec: row.callee_codec,
      packets: row.callee_packets,
      packetsLost: row.callee_packets_lost,
      jitterMs: row.callee_jitter_ms,
      mos: row.callee_mos,
    },
    arrivedByTrunk: row.arrived_by_trunk,
    leftByTrunk: row.left_by_trunk,
  });
}
