import type { Database } from '@tandem/sql';
import { z } from 'zod';
import type { Log } from '../observability/log.ts';

/** How long what happened is kept; null: for ever. */
export interface KeptDays {
  readonly callRecords: number | null;
  readonly audit: number | null;
}

export interface RetentionOptions {
  readonly db: Database;
  readonly days: KeptDays;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
  /** What else is removed at the same times: things that are more than rows. */
  readonly also?: readonly (() => Promise<void>)[];
  /** Milliseconds; default one hour. */
  readonly everyMs?: number;
}

export interface Retention {
  /** Removes what is too old. Never rejects: what the database did not do is done the next time. */
  clean(): Promise<void>;
  /** Stops after the portion that goes on. */
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Few enough that calls do not wait for the lock. */
const PORTION = 1000;
/** Enough for 2 million rows an hour; more are removed the next time. */
const PORTIONS_MAX = 2000;

const TABLES = [
  { table: 'call_record_details', at: 'started_at_ms', kept: 'callRecords' },
  { table: 'call_records', at: 'started_at_ms', kept: 'callRecords' },
  { table: 'audit_entries', at: 'at_ms', kept: 'audit' },
] as const;

/** Removes call records and lines of the audit log when they are older than they shall be. */
export function keepFor({ db, days, now, log, also = [], everyMs = HOUR_MS }: RetentionOptions): Retention {
  let closed = false;
  const removeBefore = async (table: string, at: string, beforeMs: number): Promise<number> => {
    let removed = 0;
    for (let portion = 0; portion < PORTIONS_MAX && !closed; portion += 1) {
      const rows: unknown = await db(table).select('id').where(at, '<', beforeMs).orderBy(at).limit(PORTION);
      const ids = z.array(z.object({ id: z.union([z.string(), z.number()]) })).parse(rows);
      if (ids.length === 0) break;
      await db(table)
        .whereIn(
          'id',
          ids.map(({ id }) => id),
        )
        .delete();
      removed += ids.length;
    }
    return removed;
  };
  const clean = async (): Promise<void> => {
    for (const { table, at, kept } of TABLES) {
      const keptDays = days[kept];
      if (keptDays === null) continue;
      const removed = await removeBefore(table, at, now() - keptDays * DAY_MS);
      if (removed > 0) log.info('old rows removed', { table, removed, keptDays });
    }
    for (const remove of also) await remove();
  };
  let cleaning: Promise<void> | null = null;
  const guarded = (): Promise<void> => {
    cleaning ??= clean()
      .catch((error: unknown) => {
        log.warn('old rows are removed later', { reason: String(error) });
      })
      .finally(() => {
        cleaning = null;
      });
    return cleaning;
  };
  const timer = setInterval(() => void guarded(), everyMs);
  timer.unref();
  return {
    clean: guarded,
    async close() {
      closed = true;
      clearInterval(timer);
      await cleaning;
    },
  };
}
