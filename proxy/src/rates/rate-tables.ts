import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type Rate,
  type RateDifference,
  type RatePreview,
  type RateTable,
  type RateTableSettings,
  rateTableSettings,
} from '@tandem/api-types/rates';
import type { Database } from '@tandem/sql';
import { z } from 'zod';
import type { Actor, Changes } from '../changes/changes.ts';
import { createVersionedDocuments, type VersionedDocuments } from '../changes/versioned-documents.ts';
import { ApiError } from '../http/api-error.ts';
import { fieldsOf, type References, repeatedErrors, trunkErrors } from '../routing/references.ts';
import { createRateBook, type PricedTable, pricedTable, type RateBook, type RateLine } from './rate-book.ts';

/** Rate tables as they are stored. */
export interface RateTables {
  readonly tables: VersionedDocuments<RateTableSettings>;
  /** Sorted by name. */
  list(): Promise<RateTable[]>;
  withCount(table: Omit<RateTable, 'prefixes'>): Promise<RateTable>;
  /** Puts other lines in place of all. @throws ApiError `not-found` */
  replaceLines(tableId: string, rates: readonly Rate[], actor: Actor): Promise<number>;
  /** What `replaceLines` would do. @throws ApiError `not-found` */
  previewLines(tableId: string, rates: readonly Rate[]): Promise<RatePreview>;
  /** Sorted by prefix, in portions. */
  lines(tableId: string): AsyncIterable<Rate>;
  /** Reads all tables into memory. */
  book(): Promise<RateBook>;
}

const TABLE = 'rates';
const MICROS = 1_000_000;
const INSERT_ROWS = 400;
const PORTION = 2000;
/** More differences nobody reads before an import. */
const DIFFERENCES_MAX = 100;

const rateRow = z.object({
  prefix: z.string(),
  destination: z.string(),
  per_minute_micros: z.coerce.number(),
  set_up_micros: z.coerce.number(),
  first_seconds: z.number(),
  step_seconds: z.number(),
});
const rateRows = z.array(rateRow);
type RateRow = z.output<typeof rateRow>;

export function createRateTables(options: {
  readonly db: Database;
  readonly changes: Changes;
  readonly references: Pick<References, 'trunkExists'>;
  readonly onChanged: () => Promise<void>;
}): RateTables {
  const { db, changes, references, onChanged } = options;
  const tables = createVersionedDocuments<RateTableSettings>({
    db,
    changes,
    kind: {
      kind: 'rate-table',
      scope: 'routing:write',
      settings: rateTableSettings,
      label: ({ name }) => name,
      examine: async ({ trunkIds }) => [
        ...repeatedErrors('trunkIds', trunkIds),
        ...trunkErrors(fieldsOf('trunkIds', trunkIds), trunkIds, references),
      ],
      conflicts: async ({ trunkIds }, others) =>
        trunkIds.flatMap((trunkId, place) => {
          const other = others.find((table) => table.trunkIds.includes(trunkId));
          return other
            ? { field: `trunkIds.${place}`, message: `the trunk has the rate table "${other.name}" already` }
            : [];
        }),
      removing: async (id, transaction) => {
        await transaction(TABLE).where({ table_id: id }).delete();
      },
    },
    onChanged,
  });
  const counts = async (): Promise<Map<string, number>> => {
    const rows: unknown = await db(TABLE).select('table_id').count({ lines: '*' }).groupBy('table_id');
    const counted = z.array(z.object({ table_id: z.string(), lines: z.coerce.number() })).parse(rows);
    return new Map(counted.map((row) => [row.table_id, row.lines]));
  };
  const existing = async (tableId: string) => {
    const table = await tables.find(tableId);
    if (!table) throw new ApiError('not-found', { message: 'There is no such rate table.' });
    return table;
  };
  return {
    tables,
    async list() {
      const lines = await counts();
      const all = await tables.list();
      return all
        .map((table) => ({ ...table, prefixes: lines.get(table.id) ?? 0 }))
        .sort((a, b) => a.name.localeCompare(b.name));
    },
    async withCount(table) {
      return { ...table, prefixes: (await counts()).get(table.id) ?? 0 };
    },
    async replaceLines(tableId, rates, actor) {
      const table = await existing(tableId);
      await db.transaction(async (transaction) => {
        const before = await transaction(TABLE).where({ table_id: tableId }).delete();
        for (let from = 0; from < rates.length; from += INSERT_ROWS) {
          const portion = rates.slice(from, from + INSERT_ROWS);
          await transaction(TABLE).insert(portion.map((rate) => rowOf(tableId, rate)));
        }
        // Whole price lists would fill the history; it tells that there was a new one.
        await changes.record(transaction, {
          kind: 'rate-lines',
          id: tableId,
          label: table.name,
          version: table.version,
          before: { prefixes: before },
          after: { prefixes: rates.length },
          actor,
        });
      });
      await onChanged();
      return rates.length;
    },
    async previewLines(tableId, rates) {
      await existing(tableId);
      return previewOf(portionsOf(db, tableId), rates);
    },
    async *lines(tableId) {
      for await (const rows of portionsOf(db, tableId)) yield* rows.map(rateOf);
    },
    async book() {
      const all: PricedTable[] = [];
      for (const { id, trunkIds } of await tables.list()) {
        const lines: RateLine[] = [];
        for await (const rows of portionsOf(db, id)) for (const row of rows) lines.push(lineOf(row));
        all.push(pricedTable(trunkIds, lines));
      }
      return createRateBook(all);
    },
  };
}

/** SQLite answers at once and never lets the event loop turn, so calls get their turn between the portions. */
async function* portionsOf(db: Database, tableId: string): AsyncGenerator<RateRow[]> {
  let after = '';
  for (;;) {
    const found: unknown = await db(TABLE)
      .where({ table_id: tableId })
      .where('prefix', '>', after)
      .orderBy('prefix')
      .limit(PORTION);
    const rows = rateRows.parse(found);
    yield rows;
    after = rows.at(-1)?.prefix ?? '';
    if (rows.length < PORTION) return;
    await nextTurn();
  }
}

/** Compares the lines of a table, portion by portion, with those that shall take their place. */
async function previewOf(portions: AsyncIterable<RateRow[]>, rates: readonly Rate[]): Promise<RatePreview> {
  const wanted = new Map(rates.map((rate) => [rate.prefix, rate]));
  const [changed, removed, added]: [RateDifference[], RateDifference[], RateDifference[]] = [[], [], []];
  let unchanged = 0;
  for await (const rows of portions) {
    for (const before of rows.map(rateOf)) {
      const after = wanted.get(before.prefix);
      wanted.delete(before.prefix);
      if (after === undefined) removed.push({ before, after: null });
      else if (sameRate(before, after)) unchanged += 1;
      else changed.push({ before, after });
    }
  }
  for (const after of wanted.values()) added.push({ before: null, after });
  return {
    added: added.length,
    changed: changed.length,
    removed: removed.length,
    unchanged,
    differences: [...changed, ...removed, ...added].slice(0, DIFFERENCES_MAX),
  };
}

/** As they are stored: prices in whole millionths. */
const sameRate = (one: Rate, other: Rate): boolean =>
  one.destination === other.destination &&
  one.firstSeconds === other.firstSeconds &&
  one.stepSeconds === other.stepSeconds &&
  microsOf(one.pricePerMinute) === microsOf(other.pricePerMinute) &&
  microsOf(one.setUpPrice) === microsOf(other.setUpPrice);

const microsOf = (amount: number): number => Math.round(amount * MICROS);

const lineOf = (row: RateRow) => ({
  prefix: row.prefix,
  perMinuteMicros: row.per_minute_micros,
  setUpMicros: row.set_up_micros,
  firstSeconds: row.first_seconds,
  stepSeconds: row.step_seconds,
});

const rateOf = (row: RateRow): Rate => ({
  prefix: row.prefix,
  destination: row.destination,
  pricePerMinute: row.per_minute_micros / MICROS,
  setUpPrice: row.set_up_micros / MICROS,
  firstSeconds: row.first_seconds,
  stepSeconds: row.step_seconds,
});

const rowOf = (tableId: string, rate: Rate) => ({
  table_id: tableId,
  prefix: rate.prefix,
  destination: rate.destination,
  per_minute_micros: microsOf(rate.pricePerMinute),
  set_up_micros: microsOf(rate.setUpPrice),
  first_seconds: rate.firstSeconds,
  step_seconds: rate.stepSeconds,
});
