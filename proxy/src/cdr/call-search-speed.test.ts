import { type OpenTestDatabase, patiently, testDatabases } from '@tandem/sql/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createCallSearch } from './call-search.ts';
import { makeManyCalls, manyCallSearches } from './testing/many-calls.ts';

/** A large installation's history; `npm run bench -- call-search` measures ten times that. */
const RECORDS = 1_000_000;
const FINDS_NOTHING = new Set([
  'calls to nobody',
  'failed calls of a trunk on a day',
  'poor sound of a user through another trunk',
]);

const mariaDb = testDatabases().find(({ name }) => name === 'MariaDB');

describe.skipIf(!mariaDb)('searching a million calls', () => {
  let opened: OpenTestDatabase;

  beforeAll(async () => {
    if (!mariaDb) return;
    opened = await mariaDb.open();
    await patiently(opened.db, () => makeManyCalls(opened.db, RECORDS));
  }, 900_000);
  afterAll(() => opened?.close());

  it.each(manyCallSearches(RECORDS))(
    'for %s reads an index, sorts little, and answers within half a second',
    async (name, filters) => {
      const { db } = opened;
      const asked: { sql: string; bindings: readonly unknown[] }[] = [];
      const listen = (query: { sql: string; bindings: readonly unknown[] }) => asked.push(query);
      db.on('query', listen);
      const search = createCallSearch(db);
      const times: number[] = [];
      for (let attempt = 0; attempt < 3; attempt += 1) {
        const startedMs = performance.now();
        const page = await search(filters, { limit: 25 });
        times.push(performance.now() - startedMs);
        expect(page.records.length === 0 && page.searchedBackToMs === null).toBe(FINDS_NOTHING.has(name));
      }
      db.off('query', listen);
      for (const { sql, bindings } of asked.slice(0, asked.length / 3)) {
        for (const step of await explain(db, sql, bindings)) {
          expect(step.key, sql).toMatch(/^call_records_/);
          expect(step.type, sql).not.toBe('ALL');
          // What has to be sorted was counted before: few rows.
          if (step.Extra?.includes('filesort')) expect(sql).toMatch(/force index \(`call_records_by_/);
        }
      }
      expect(Math.min(...times), `${times.map(Math.round)} ms`).toBeLessThan(500);
    },
  );
});

const planStep = z.object({
  type: z.string().nullable(),
  key: z.string().nullable(),
  Extra: z.string().nullable(),
});

/** The steps of a query's plan that read the table. */
async function explain(db: OpenTestDatabase['db'], sql: string, bindings: readonly unknown[]) {
  const answer: unknown = await db.raw(
    `explain ${sql}`,
    z.array(z.union([z.string(), z.number()])).parse(bindings),
  );
  const [rows] = z
    .tuple([z.array(z.looseObject({ table: z.string().nullable() })), z.unknown()])
    .parse(answer);
  return rows.filter(({ table }) => table === 'call_records').map((row) => planStep.parse(row));
}
