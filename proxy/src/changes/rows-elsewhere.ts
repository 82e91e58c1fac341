import type { Database } from '@tandem/sql';
import { z } from 'zod';
import type { Log } from '../observability/log.ts';

/** Reads what other processes wrote into a table. */
export interface RowsElsewhere {
  /** Looks once more. Never rejects. */
  look(): Promise<void>;
  close(): void;
}

export interface RowsElsewhereOptions<Row extends NumberedRow> {
  readonly db: Database;
  /** Rows are only ever added, with numbers that grow (`id`); the oldest may be removed. */
  readonly table: string;
  /** The columns that are read, `id` and `process_id` among them. */
  readonly row: z.ZodObject & z.ZodType<Row>;
  /** What this process writes into the table as its own. */
  readonly processId: string;
  /** Takes the rows of others, in their order; when it rejects they come again. */
  readonly take: (rows: readonly Row[]) => Promise<void>;
  /** Milliseconds; default 5,000. */
  readonly everyMs?: number | undefined;
  readonly log: Log;
}

export interface NumberedRow {
  readonly id: number;
  /** Null: nobody said. */
  readonly process_id: string | null;
}

const EVERY_MS = 5_000;
/** Transactions that got their number earlier may become visible later: so many numbers are looked at again. */
const LOOKED_BACK = 200;

/** Follows a table from now on. @throws when the database is down */
export async function followRowsElsewhere<Row extends NumberedRow>(
  options: RowsElsewhereOptions<Row>,
): Promise<RowsElsewhere> {
  const { db, table, row, processId, take, everyMs = EVERY_MS, log } = options;
  const columns = Object.keys(row.shape);
  const recent = async (fromId: number): Promise<Row[]> =>
    z.array(row).parse(
      await db(table)
        .select(...columns)
        .where('id', '>', fromId)
        .orderBy('id'),
    );
  const newest = z.object({ id: z.coerce.number() }).parse(await db(table).max({ id: 'id' }).first());
  let fromId = Math.max(0, newest.id - LOOKED_BACK);
  let seen = new Set((await recent(fromId)).map(({ id }) => id));

  const look = async (): Promise<void> => {
    const found = await recent(fromId);
    const fresh = found.filter(({ id, process_id }) => !seen.has(id) && process_id !== processId);
    if (fresh.length > 0) await take(fresh);
    fromId = Math.max(fromId, (found.at(-1)?.id ?? 0) - LOOKED_BACK);
    seen = new Set(found.map(({ id }) => id));
  };

  let looking: Promise<void> | null = null;
  const guarded = (): Promise<void> => {
    looking ??= look()
      .catch((error: unknown) => {
        log.warn('what other processes wrote is taken over later', { table, reason: String(error) });
      })
      .finally(() => {
        looking = null;
      });
    return looking;
  };
  const timer = setInterval(() => void guarded(), everyMs);
  timer.unref();
  return { look: guarded, close: () => clearInterval(timer) };
}
