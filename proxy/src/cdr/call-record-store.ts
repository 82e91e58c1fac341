import type { Database } from '@tandem/sql';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { type CallRecord, callRecord } from './call-record.ts';

/** Newest first. `nextCursor` is null on the last page. */
export interface CallRecordPage {
  readonly records: readonly CallRecord[];
  readonly nextCursor: string | null;
}

export interface CallRecordPageRequest {
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
  /** Records on the page; 1 or more. */
  readonly limit: number;
}

/** The table `call_records`. */
export interface CallRecordStore {
  /** Inserts those whose id is not there yet; the others stay as they were first written. */
  insertOnce(records: readonly CallRecord[]): Promise<void>;
  /** Calls that the user made or got. @throws ApiError `bad-input` for a foreign cursor */
  pageForUser(username: string, request: CallRecordPageRequest): Promise<CallRecordPage>;
  /** All calls. @throws ApiError `bad-input` for a foreign cursor */
  page(request: CallRecordPageRequest): Promise<CallRecordPage>;
}

const TABLE = 'call_records';

/** The sort key of a page's last record. */
const position = z.tuple([z.number().int().nonnegative(), z.string().regex(/^[\w-]{1,36}$/)]);

export function createCallRecordStore(db: Database): CallRecordStore {
  const newest = async ({ cursor, limit }: CallRecordPageRequest, owner?: Record<string, string>) => {
    const query = db(TABLE)
      .orderBy([
        { column: 'started_at_ms', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit + 1);
    if (owner) query.where(owner);
    if (cursor !== undefined) {
      const [startedAtMs, id] = decodeCursor(cursor, position);
      // The first condition says nothing new, but gives the index its range.
      query
        .where('started_at_ms', '<=', startedAtMs)
        .where((older) => older.where('started_at_ms', '<', startedAtMs).orWhere('id', '<', id));
    }
    return z
      .array(z.unknown())
      .parse(await query)
      .map(recordOf);
  };
  return {
    async insertOnce(records) {
      if (records.length > 0) await db(TABLE).insert(records.map(rowOf)).onConflict('id').ignore();
    },
    page: async (request) => pageOf(await newest(request), request.limit),
    // Two index ranges merged here: a database would scan for "caller = ? OR callee = ?" in this order.
    async pageForUser(username, request) {
      const [made, got] = await Promise.all([
        newest(request, { caller_username: username }),
        newest(request, { callee_username: username }),
      ]);
      const merged = new Map([...made, ...got].map((record) => [record.id, record]));
      const sorted = [...merged.values()].sort(
        (a, b) => b.startedAtMs - a.startedAtMs || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0),
      );
      return pageOf(sorted, request.limit);
    },
  };
}

function pageOf(records: readonly CallRecord[], limit: number): CallRecordPage {
  const page = records.slice(0, limit);
  const last = page.at(-1);
  return {
    records: page,
    nextCursor: last && records.length > limit ? encodeCursor([last.startedAtMs, last.id]) : null,
  };
}

/** MySQL in strict mode would refuse a longer text, and the record with it. */
const cut = (text: string, length: number): string => [...text].slice(0, length).join('');
const cutOrNull = (text: string | null, length: number): string | null =>
  text === null ? null : cut(text, length);

const rowOf = (record: CallRecord): Record<string, string | number | null> => ({
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
});

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
});

function recordOf(raw: unknown): CallRecord {
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
  });
}
