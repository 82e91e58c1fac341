import { trunkSettings } from '@tandem/api-types/trunk-settings';
import { type Database, isDuplicate } from '@tandem/sql';
import { z } from 'zod';
import type { StoredTrunk } from './trunk.ts';

/** One row to write. */
export interface TrunkWrite {
  readonly trunk: StoredTrunk;
  /** The version that is there now; null when there is no row. */
  readonly over: number | null;
  readonly removed: boolean;
}

/** The table `trunks`. */
export interface TrunkStore {
  /** Those that are not removed, by id. */
  list(): Promise<StoredTrunk[]>;
  /** Also one that was removed. */
  find(id: string): Promise<(StoredTrunk & { readonly removed: boolean }) | null>;
  /** Changes whenever any trunk does. */
  fingerprint(): Promise<string>;
  /**
   * All or nothing.
   * @param inSameTransaction is given the transaction when every row is written
   * @returns the id of the first trunk that somebody else wrote meanwhile; null when all is written
   */
  write(
    writes: readonly TrunkWrite[],
    inSameTransaction: (transaction: Database) => Promise<void>,
  ): Promise<string | null>;
}

const TABLE = 'trunks';

const trunkRow = z.object({
  id: z.string(),
  settings: z.string().transform((text) => trunkSettings.parse(JSON.parse(text))),
  sealed_secret: z.string().nullable(),
  version: z.number(),
  managed_by: z.string().nullable(),
  updated_at_ms: z.coerce.number(),
  removed_at_ms: z.union([z.null(), z.coerce.number()]),
});

const fingerprintRow = z.object({
  trunks: z.coerce.number(),
  versions: z.union([z.null(), z.coerce.number()]),
});

export function createTrunkStore(db: Database): TrunkStore {
  return {
    async list() {
      const rows: unknown[] = await db(TABLE).whereNull('removed_at_ms').orderBy('id');
      return rows.map((row) => trunkOf(trunkRow.parse(row)));
    },
    async find(id) {
      const found: unknown = await db(TABLE).where({ id }).first();
      if (found === undefined) return null;
      const row = trunkRow.parse(found);
      return { ...trunkOf(row), removed: row.removed_at_ms !== null };
    },
    async fingerprint() {
      const row: unknown = await db(TABLE).count({ trunks: '*' }).sum({ versions: 'version' }).first();
      const { trunks, versions } = fingerprintRow.parse(row);
      return `${trunks}/${versions ?? 0}`;
    },
    async write(writes, inSameTransaction) {
      try {
        await db.transaction(async (transaction) => {
          for (const write of writes) {
            if (!(await writeRow(transaction, write))) throw new WrittenMeanwhile(write.trunk.id);
          }
          await inSameTransaction(transaction);
        });
        return null;
      } catch (error) {
        if (error instanceof WrittenMeanwhile) return error.trunkId;
        throw error;
      }
    },
  };
}

/** Rolls the transaction back. */
class WrittenMeanwhile extends Error {
  readonly trunkId: string;

  constructor(trunkId: string) {
    super(`the trunk ${trunkId} was written meanwhile`);
    this.trunkId = trunkId;
  }
}

async function writeRow(db: Database, { trunk, over, removed }: TrunkWrite): Promise<boolean> {
  const columns = {
    settings: JSON.stringify(trunk.settings),
    sealed_secret: trunk.sealedSecret,
    version: trunk.version,
    managed_by: trunk.managedBy,
    updated_at_ms: trunk.updatedAtMs,
    removed_at_ms: removed ? trunk.updatedAtMs : null,
  };
  if (over !== null) return (await db(TABLE).where({ id: trunk.id, version: over }).update(columns)) === 1;
  try {
    await db(TABLE).insert({ id: trunk.id, ...columns });
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

const trunkOf = (row: z.output<typeof trunkRow>): StoredTrunk => ({
  id: row.id,
  settings: row.settings,
  version: row.version,
  sealedSecret: row.sealed_secret,
  managedBy: row.managed_by,
  updatedAtMs: row.updated_at_ms,
});
