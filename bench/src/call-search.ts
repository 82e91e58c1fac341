// `npm run bench -- call-search`: how long each search of the console takes among ten million calls.
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { createCallSearch } from '@tandem/proxy/cdr/call-search';
import { makeManyCalls, manyCallSearches } from '@tandem/proxy/cdr/testing/many-calls';
import { type Database, migrate, openDatabase } from '@tandem/sql';
import { patiently, startTestMariaDb } from '@tandem/sql/testing';

const RECORDS = Number(process.env.TANDEM_BENCH_CALL_RECORDS ?? 10_000_000);
/** A small database server's share of its memory; the table with its indexes is ten times as large. */
const BUFFER_BYTES = 1024 ** 3;
const ATTEMPTS = 7;
const PAGE = 25;

async function main(): Promise<void> {
  const server = await startTestMariaDb();
  const root = openDatabase(server.url('mysql'));
  await root.raw('create database bench character set utf8mb4');
  await root.raw(`set global innodb_buffer_pool_size = ${BUFFER_BYTES}`);
  await root.destroy();
  const db = openDatabase(server.url('bench'));
  try {
    await migrate(db);
    const startedMs = performance.now();
    await patiently(db, () => makeManyCalls(db, RECORDS));
    const filledSeconds = (performance.now() - startedMs) / 1000;
    console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, MariaDB`);
    console.log(`${RECORDS} calls, made in ${filledSeconds.toFixed(0)} s, ${await gigabytes(db)} GB on disk`);
    for (const [name, filters] of manyCallSearches(RECORDS)) {
      const times: number[] = [];
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const beganMs = performance.now();
        await createCallSearch(db)(filters, { limit: PAGE });
        times.push(performance.now() - beganMs);
      }
      const sorted = [...times].sort((a, b) => a - b);
      const figures = [times[0], sorted[Math.floor(ATTEMPTS / 2)], sorted.at(-1)];
      const [first, middle, most] = figures.map((ms) => `${(ms ?? Number.NaN).toFixed(0)} ms`);
      console.log(`${name}: first ${first}, median ${middle}, most ${most}`);
    }
  } finally {
    await db.destroy();
    await server.stop();
  }
}

async function gigabytes(db: Database): Promise<string> {
  const [row] = await db('information_schema.tables')
    .select(db.raw('(data_length + index_length) / 1e9 as gigabytes'))
    .where({ table_schema: 'bench', table_name: 'call_records' });
  return Number(row.gigabytes).toFixed(1);
}

await main();
