import type { Database } from '@tandem/sql';
import { z } from 'zod';
import type { Log } from '../observability/log.ts';

/** Takes over what other processes changed: another node, or a command. */
export interface ChangesElsewhere {
  /** Looks once more, and reads again what was changed. Never rejects. */
  look(): Promise<void>;
  close(): void;
}

export interface ChangesElsewhereOptions {
  readonly db: Database;
  /** What this process writes into the history as its own. */
  readonly processId: string;
  /** What to read again when resources of a kind were changed. The same reader may stand at several kinds. */
  readonly readers: ReadonlyMap<string, () => Promise<void>>;
  /** Milliseconds; default 5,000. */
  readonly everyMs?: number;
  readonly log: Log;
}

const EVERY_MS = 5_000;
/** Transactions that got their number earlier may become visible later: so many numbers are looked at again. */
const LOOKED_BACK = 200;
const entries = z.array(
  z.object({ id: z.coerce.number(), kind: z.string(), process_id: z.string().nullable() }),
);

/** Follows the history of the configuration, from now on. @throws when the database is down */
export async function followChangesElsewhere(options: ChangesElsewhereOptions): Promise<ChangesElsewhere> {
  const { db, processId, readers, everyMs = EVERY_MS, log } = options;
  const recent = async (fromId: number) =>
    entries.parse(
      await db('audit_entries').select('id', 'kind', 'process_id').where('id', '>', fromId).orderBy('id'),
    );
  const newest = z
    .object({ id: z.coerce.number() })
    .parse(await db('audit_entries').max({ id: 'id' }).first());
  let fromId = Math.max(0, newest.id - LOOKED_BACK);
  let seen = new Set((await recent(fromId)).map(({ id }) => id));

  const look = async (): Promise<void> => {
    const found = await recent(fromId);
    const fresh = found.filter(({ id, process_id }) => !seen.has(id) && process_id !== processId);
    const wanted = new Set(fresh.flatMap(({ kind }) => readers.get(kind) ?? []));
    for (const read of wanted) await read();
    if (wanted.size > 0)
      log.info('another process changed the configuration', {
        kinds: [...new Set(fresh.map(({ kind }) => kind))].join(', '),
      });
    fromId = Math.max(fromId, (found.at(-1)?.id ?? 0) - LOOKED_BACK);
    seen = new Set(found.map(({ id }) => id));
  };

  let looking: Promise<void> | null = null;
  const guarded = (): Promise<void> => {
    looking ??= look()
      .catch((error: unknown) => {
        log.warn('changes of other processes are taken over later', { reason: String(error) });
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
