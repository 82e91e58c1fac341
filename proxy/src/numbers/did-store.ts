import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  callDestination,
  type Did,
  type DidDifference,
  type DidSettings,
  type LocalDestination,
} from '@tandem/api-types/numbers';
import { type Database, isDuplicate } from '@tandem/sql';
import { z } from 'zod';
import type { Actor, Changes } from '../changes/changes.ts';
import { ApiError } from '../http/api-error.ts';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';

/** A number of ours as it is stored: its id is the number. */
export type StoredDid = DidSettings & { readonly version: number };

/** What an import did. */
export interface ImportCounts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** What an import would do. */
interface ImportPreview extends ImportCounts {
  /** Of the first hundred numbers that are new or change. */
  readonly differences: DidDifference[];
}

/** What there is, and what an import makes of it. */
interface Comparison {
  readonly existing: ReadonlyMap<string, StoredDid>;
  readonly written: readonly StoredDid[];
  readonly counts: ImportCounts;
}

/** The table `dids`. */
export interface DidStore {
  /** @throws ApiError `bad-input` for a foreign cursor */
  page(query: { search?: string | undefined; cursor?: string | undefined; limit: number }): Promise<{
    numbers: Did[];
    nextCursor: string | null;
    total: number;
  }>;
  find(number: string): Promise<Did | null>;
  /** Sorted by number, in portions, so that many do not fill the memory. */
  all(): AsyncIterable<StoredDid>;
  /** @throws ApiError `bad-input` for a number that there is already */
  create(settings: DidSettings, actor: Actor): Promise<Did>;
  /** @throws ApiError `not-found`, `changed-meanwhile` */
  replace(settings: DidSettings, editedVersion: number, actor: Actor): Promise<Did>;
  /** @throws ApiError `not-found`, `changed-meanwhile` */
  remove(number: string, editedVersion: number, actor: Actor): Promise<void>;
  /** Adds numbers and changes those that there are, all or none of them. */
  importAll(rows: readonly DidSettings[], actor: Actor): Promise<ImportCounts>;
  /** What `importAll` would do. */
  previewImport(rows: readonly DidSettings[]): Promise<ImportPreview>;
  /** A number that leads there; null when none does. */
  numberLeadingTo(destination: LocalDestination, db: Database): Promise<string | null>;
}

const TABLE = 'dids';
const PORTION = 1000;
/** Below SQLite's limit of variables in one statement. */
const INSERT_ROWS = 500;
/** The history holds the states of so many numbers of one import, which can then be undone. */
const RECORDED_MAX = 2000;
/** More differences nobody reads before an import. */
const DIFFERENCES_MAX = 100;
const cursorSchema = z.tuple([z.string()]);

const didRow = z.object({
  number: z.string(),
  label: z.string(),
  destination: z.string().transform((text) => callDestination.parse(JSON.parse(text))),
  trunk_id: z.string().nullable(),
  version: z.number(),
});

export interface DidStoreOptions {
  readonly db: Database;
  readonly changes: Changes;
  /** Throws ApiError when a state that shall be restored is not acceptable any more. */
  readonly check: (settings: DidSettings) => Promise<void>;
  readonly onChanged: () => Promise<void>;
}

export function createDidStore(options: DidStoreOptions): DidStore {
  const { changes } = options;
  const store = new SqlDidStore(options);
  changes.registerUndo('number', { scope: 'routing:write', reapply: (undo) => store.reapply(undo) });
  return store;
}

class SqlDidStore implements DidStore {
  readonly #options: DidStoreOptions;

  constructor(options: DidStoreOptions) {
    this.#options = options;
  }

  async page({ search = '', cursor, limit }: Parameters<DidStore['page']>[0]) {
    const { db } = this.#options;
    const query = db(TABLE);
    if (search !== '') {
      const digits = search.replace(/[^0-9]/g, '');
      query.where((either) => {
        either.whereRaw(`lower(label) like ? escape '!'`, [`%${likeText(search.toLowerCase())}%`]);
        if (digits !== '' && /^[-+()./ 0-9]+$/.test(search)) either.orWhere('number', 'like', `%${digits}%`);
      });
    }
    const counted: unknown = await query.clone().count({ total: '*' }).first();
    const { total } = z.object({ total: z.coerce.number() }).parse(counted);
    if (cursor !== undefined) query.where('number', '>', decodeCursor(cursor, cursorSchema)[0]);
    const rows: unknown[] = await query.orderBy('number').limit(limit + 1);
    const numbers = rows.slice(0, limit).map((row) => withId(storedDid(row)));
    const last = numbers.at(-1);
    return { numbers, total, nextCursor: last && rows.length > limit ? encodeCursor([last.number]) : null };
  }

  async find(number: string): Promise<Did | null> {
    const found = await this.#find(this.#options.db, number);
    return found && withId(found);
  }

  async *all(): AsyncGenerator<StoredDid> {
    let after = '';
    for (;;) {
      const rows: unknown[] = await this.#options
        .db(TABLE)
        .where('number', '>', after)
        .orderBy('number')
        .limit(PORTION);
      const numbers = rows.map(storedDid);
      yield* numbers;
      after = numbers.at(-1)?.number ?? '';
      if (rows.length < PORTION) return;
      // SQLite answers at once and never lets the event loop turn: calls get their turn here.
      await nextTurn();
    }
  }

  async create(settings: DidSettings, actor: Actor, version = 1): Promise<Did> {
    const after = { ...settings, version };
    try {
      await this.#write(async (transaction) => {
        await transaction(TABLE).insert(rowOf(after));
        await this.#record(transaction, null, after, version, actor);
      });
    } catch (error) {
      if (isDuplicate(error)) throw ApiError.ofField('number', `${settings.number} is there already`);
      throw error;
    }
    return withId(after);
  }

  async replace(settings: DidSettings, editedVersion: number, actor: Actor): Promise<Did> {
    const after = { ...settings, version: editedVersion + 1 };
    await this.#edit(settings.number, editedVersion, async (transaction, before) => {
      await transaction(TABLE).where({ number: settings.number }).update(rowOf(after));
      await this.#record(transaction, before, after, after.version, actor);
    });
    return withId(after);
  }

  async remove(number: string, editedVersion: number, actor: Actor): Promise<void> {
    await this.#edit(number, editedVersion, async (transaction, before) => {
      await transaction(TABLE).where({ number }).delete();
      await this.#record(transaction, before, null, editedVersion + 1, actor);
    });
  }

  async importAll(rows: readonly DidSettings[], actor: Actor): Promise<ImportCounts> {
    return this.#write(async (transaction) => {
      const { existing, written, counts } = await this.#compare(transaction, rows);
      for (let from = 0; from < written.length; from += INSERT_ROWS) {
        const portion = written.slice(from, from + INSERT_ROWS).map(rowOf);
        await transaction(TABLE).insert(portion).onConflict('number').merge();
      }
      await this.#recordImport(transaction, written, existing, actor);
      return counts;
    });
  }

  async previewImport(rows: readonly DidSettings[]): Promise<ImportPreview> {
    const { existing, written, counts } = await this.#compare(this.#options.db, rows);
    const differences = written.slice(0, DIFFERENCES_MAX).map((after) => {
      const before = existing.get(after.number);
      return { before: before ? settingsOf(before) : null, after: settingsOf(after) };
    });
    return { ...counts, differences };
  }

  async #compare(db: Database, rows: readonly DidSettings[]): Promise<Comparison> {
    const existing = await this.#existing(db, rows);
    const added = rows.filter(({ number }) => !existing.has(number));
    const changed = rows.filter((row) => {
      const before = existing.get(row.number);
      return before !== undefined && !sameDid(before, row);
    });
    const written = [...added, ...changed].map((row) => ({
      ...row,
      version: (existing.get(row.number)?.version ?? 0) + 1,
    }));
    const unchanged = rows.length - written.length;
    return {
      existing,
      written,
      counts: { added: added.length, changed: changed.length, unchanged },
    };
  }

  async numberLeadingTo(destination: LocalDestination, db: Database): Promise<string | null> {
    const row: unknown = await db(TABLE)
      .where({ destination: JSON.stringify(destination) })
      .first('number');
    return row === undefined ? null : z.object({ number: z.string() }).parse(row).number;
  }

  async reapply(undo: { id: string; state: unknown; afterVersion: number; actor: Actor }): Promise<void> {
    const { id, state, afterVersion, actor } = undo;
    if (state === null) return this.remove(id, afterVersion, actor);
    const { number, label, destination, trunkId } = didState.parse(state);
    const settings = { number, label, destination, trunkId };
    await this.#options.check(settings);
    if (await this.find(id)) await this.replace(settings, afterVersion, actor);
    else await this.create(settings, actor, afterVersion + 1);
  }

  async #existing(transaction: Database, rows: readonly DidSettings[]): Promise<Map<string, StoredDid>> {
    const existing = new Map<string, StoredDid>();
    for (let from = 0; from < rows.length; from += INSERT_ROWS) {
      const portion = rows.slice(from, from + INSERT_ROWS).map(({ number }) => number);
      const found: unknown[] = await transaction(TABLE).whereIn('number', portion);
      for (const did of found.map(storedDid)) existing.set(did.number, did);
    }
    return existing;
  }

  /** A small import is a change of each number; of a large one the history says how many there were. */
  async #recordImport(
    transaction: Database,
    written: readonly StoredDid[],
    existing: ReadonlyMap<string, StoredDid>,
    actor: Actor,
  ): Promise<void> {
    if (written.length <= RECORDED_MAX) {
      for (const after of written) {
        await this.#record(transaction, existing.get(after.number) ?? null, after, after.version, actor);
      }
      return;
    }
    const added = written.filter(({ number }) => !existing.has(number)).length;
    await this.#options.changes.record(transaction, {
      kind: 'numbers-import',
      id: crypto.randomUUID(),
      label: 'Import of numbers',
      version: 1,
      before: null,
      after: { added, changed: written.length - added },
      actor,
    });
  }

  async #find(db: Database, number: string): Promise<StoredDid | null> {
    const query = db(TABLE).where({ number });
    const row: unknown = await (db.isTransaction ? query.forUpdate() : query).first();
    return row === undefined ? null : storedDid(row);
  }

  async #edit(
    number: string,
    editedVersion: number,
    work: (transaction: Database, before: StoredDid) => Promise<void>,
  ): Promise<void> {
    const lost = await this.#write(async (transaction) => {
      const before = await this.#find(transaction, number);
      if (before?.version !== editedVersion) return { before };
      await work(transaction, before);
      return null;
    });
    if (!lost) return;
    if (!lost.before) throw new ApiError('not-found', { message: `${number} is not one of our numbers.` });
    const current = withId(lost.before);
    throw await this.#options.changes.lostUpdate({ kind: 'number', id: number, editedVersion, current });
  }

  async #write<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result> {
    const result = await this.#options.db.transaction(work);
    await this.#options.onChanged();
    return result;
  }

  #record(
    transaction: Database,
    before: StoredDid | null,
    after: StoredDid | null,
    version: number,
    actor: Actor,
  ): Promise<void> {
    const { number = '', label = '' } = after ?? before ?? {};
    return this.#options.changes.record(transaction, {
      kind: 'number',
      id: number,
      label: label === '' ? number : `${number} (${label})`,
      version,
      before,
      after,
      actor,
    });
  }
}

const didState = z.object({
  number: z.string(),
  label: z.string(),
  destination: callDestination,
  trunkId: z.string().nullable(),
});

const settingsOf = ({ number, label, destination, trunkId }: StoredDid): DidSettings => ({
  number,
  label,
  destination,
  trunkId,
});

const withId = (did: StoredDid): Did => ({ ...did, id: did.number });

function storedDid(row: unknown): StoredDid {
  const { number, label, destination, trunk_id: trunkId, version } = didRow.parse(row);
  return { number, label, destination, trunkId, version };
}

const rowOf = ({ number, label, destination, trunkId, version }: StoredDid) => ({
  number,
  label,
  destination: JSON.stringify(destination),
  trunk_id: trunkId,
  version,
});

const sameDid = (a: DidSettings, b: DidSettings): boolean =>
  a.label === b.label &&
  a.trunkId === b.trunkId &&
  JSON.stringify(a.destination) === JSON.stringify(b.destination);

const likeText = (text: string): string => text.replace(/[!%_]/g, '!$&');
