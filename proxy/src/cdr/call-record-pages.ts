import type { Database, Query, RawQuery } from '@tandem/sql';
import { z } from 'zod';
import { encodeCursor } from '../http/cursor.ts';
import type { CallRecord } from './call-record.ts';

export const CALL_RECORDS = 'call_records';

/** The sort key of a page's last record: when it started in ms since 1970, and its id. */
export const position = z.tuple([z.number().int().nonnegative(), z.string().regex(/^[\w-]{1,36}$/)]);

export type Position = z.infer<typeof position>;

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

export const inPageOrder = (query: Query): Query =>
  query.orderBy([
    { column: 'started_at_ms', order: 'desc' },
    { column: 'id', order: 'desc' },
  ]);

/** Leaves out the records of the pages before. */
export function fromPosition(query: Query, [startedAtMs, id]: Position): void {
  // The first condition says nothing new, but gives the index its range.
  query
    .where('started_at_ms', '<=', startedAtMs)
    .where((older: Query) => older.where('started_at_ms', '<', startedAtMs).orWhere('id', '<', id));
}

/** @param records in page order, one more than `limit` when there are further ones */
export function pageOf(records: readonly CallRecord[], limit: number): CallRecordPage {
  const page = records.slice(0, limit);
  const last = page.at(-1);
  const more = last !== undefined && records.length > limit;
  return { records: page, nextCursor: more ? encodeCursor([last.startedAtMs, last.id]) : null };
}

/** All lists in one, newest first, each record once. */
export function merged(lists: readonly (readonly CallRecord[])[]): CallRecord[] {
  const byId = new Map(lists.flat().map((record) => [record.id, record]));
  return [...byId.values()].sort(
    (a, b) => b.startedAtMs - a.startedAtMs || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0),
  );
}

/** The table with the index that has to be read; SQLite finds it by itself. */
export function tableBy(db: Database, index: string): RawQuery | string {
  return db.client.config.client === 'mysql2'
    ? db.raw('?? force index (??)', [CALL_RECORDS, index])
    : CALL_RECORDS;
}
