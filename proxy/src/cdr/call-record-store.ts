import { type Database, writeRows } from '@tandem/sql';
import { z } from 'zod';
import { decodeCursor } from '../http/cursor.ts';
import { type CallDetails, type CallRecord, callDetails } from './call-record.ts';
import {
  CALL_RECORDS,
  type CallRecordPage,
  type CallRecordPageRequest,
  fromPosition,
  inPageOrder,
  merged,
  pageOf,
  position,
} from './call-record-pages.ts';
import { recordOf, rowOf } from './call-record-row.ts';
import { createCallSearch, type SearchCalls } from './call-search.ts';
import { createMissedCalls, type MissedCalls } from './missed-calls.ts';

/** The tables `call_records` and `call_record_details`. */
export interface CallRecordStore {
  /** Inserts those whose id is not there yet; the others stay as they were first written. */
  insertOnce(records: readonly CallRecord[]): Promise<void>;
  /** Calls that the user made or got. @throws ApiError `bad-input` for a foreign cursor */
  pageForUser(username: string, request: CallRecordPageRequest): Promise<CallRecordPage>;
  /** The record with its details. */
  find(id: string): Promise<CallRecord | null>;
  readonly search: SearchCalls;
  readonly missed: MissedCalls;
}

const DETAILS = 'call_record_details';

export function createCallRecordStore(db: Database): CallRecordStore {
  const newest = async (owner: Record<string, string>, { cursor, limit }: CallRecordPageRequest) => {
    const query = inPageOrder(db(CALL_RECORDS).where(owner)).limit(limit + 1);
    if (cursor !== undefined) fromPosition(query, decodeCursor(cursor, position));
    return z
      .array(z.unknown())
      .parse(await query)
      .map(recordOf);
  };
  return {
    async insertOnce(records) {
      if (records.length === 0) return;
      const details = records.flatMap(detailsRow);
      await db.transaction(async (transaction) => {
        const keep = { key: 'id', onConflict: 'keep' } as const;
        await writeRows(transaction, records.map(rowOf), { table: CALL_RECORDS, ...keep });
        await writeRows(transaction, details, { table: DETAILS, ...keep });
      });
    },
    // Two index ranges merged here: a database would scan for "caller = ? OR callee = ?" in this order.
    async pageForUser(username, request) {
      const [made, got] = await Promise.all([
        newest({ caller_username: username }, request),
        newest({ callee_username: username }, request),
      ]);
      return pageOf(merged([made, got]), request.limit);
    },
    async find(id) {
      const row: unknown = await db(CALL_RECORDS).where({ id }).first();
      if (row === undefined) return null;
      const stored: unknown = await db(DETAILS).where({ id }).first('details_json');
      return { ...recordOf(row), details: stored === undefined ? null : detailsOf(stored) };
    },
    search: createCallSearch(db),
    missed: createMissedCalls(db),
  };
}

const detailsRow = ({ id, startedAtMs, details }: CallRecord) =>
  details === null ? [] : [{ id, started_at_ms: startedAtMs, details_json: JSON.stringify(details) }];

const storedDetails = z.object({ details_json: z.string() });

/** What an older version wrote may be of another shape; the call itself is still told then. */
function detailsOf(row: unknown): CallDetails | null {
  return callDetails.safeParse(JSON.parse(storedDetails.parse(row).details_json)).data ?? null;
}
