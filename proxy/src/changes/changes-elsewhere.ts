import type { Database } from '@tandem/sql';
import { z } from 'zod';
import type { Log } from '../observability/log.ts';
import { followRowsElsewhere, type RowsElsewhere } from './rows-elsewhere.ts';

/** Reads again what was changed. @param resourceIds which resources were, each once */
export type ChangeReader = (resourceIds: ReadonlySet<string>) => Promise<void>;

export interface ChangesElsewhereOptions {
  readonly db: Database;
  /** What this process writes into the history as its own. */
  readonly processId: string;
  /** What to read again when resources of a kind were changed. The same reader may stand at several kinds. */
  readonly readers: ReadonlyMap<string, ChangeReader>;
  /** Milliseconds; default 5,000. */
  readonly everyMs?: number;
  readonly log: Log;
}

const entry = z.object({
  id: z.coerce.number(),
  kind: z.string(),
  resource_id: z.string(),
  process_id: z.string().nullable(),
});

/**
 * Takes over what other processes, another node or a command, wrote into the history of the configuration, from now on.
 * @throws when the database is down
 */
export function followChangesElsewhere({
  db,
  processId,
  readers,
  everyMs,
  log,
}: ChangesElsewhereOptions): Promise<RowsElsewhere> {
  return followRowsElsewhere({
    db,
    table: 'audit_entries',
    row: entry,
    processId,
    everyMs,
    log,
    async take(fresh) {
      const wanted = new Map<ChangeReader, Set<string>>();
      for (const { kind, resource_id: id } of fresh) {
        const reader = readers.get(kind);
        if (!reader) continue;
        const ids = wanted.get(reader);
        if (ids) ids.add(id);
        else wanted.set(reader, new Set([id]));
      }
      for (const [read, ids] of wanted) await read(ids);
      if (wanted.size > 0)
        log.info('another process changed the configuration', {
          kinds: [...new Set(fresh.map(({ kind }) => kind))].join(', '),
        });
    },
  });
}
