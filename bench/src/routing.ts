// `npm run bench -- routing`: what a routing decision costs in a large system, and how long a reload takes.
import { mkdtempSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { createChanges } from '@tandem/proxy/changes/changes';
import { decide } from '@tandem/proxy/routing/decide';
import { openRouting, type Routing, type RoutingOptions } from '@tandem/proxy/routing/routing';
import { type Database, migrate, openDatabase } from '@tandem/sql';

const TRUNKS = 1000;
const NUMBERS = 50_000;
const RATE_PREFIXES = 200_000;
const RATE_TABLES = 20;
const RULES = 200;
const WARM_UP = 2_000;
const DECISIONS = 10_000;
const INSERT_ROWS = 400;

/** A generator with a seed (Park and Miller), so that each run decides the same calls. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const random = numbersFrom(20_261_125);
const digits = (length: number): string => Array.from({ length }, () => String(random(10))).join('');
const trunkIds = Array.from({ length: TRUNKS }, (_, index) => `trunk-${String(index).padStart(4, '0')}`);

async function insertAll(db: Database, table: string, rows: readonly object[]): Promise<void> {
  await db.transaction(async (transaction) => {
    for (let from = 0; from < rows.length; from += INSERT_ROWS) {
      await transaction(table).insert(rows.slice(from, from + INSERT_ROWS));
    }
  });
}

const document = (kind: string, id: string, content: object) => ({
  kind,
  id,
  version: 1,
  document: JSON.stringify(content),
});

/** Numbers, prices by 20 tables, and rules of which the last one has a thousand trunks to choose the cheapest from. */
async function fill(db: Database): Promise<void> {
  const destination = JSON.stringify({ kind: 'user', username: 'bob' });
  const numbers = Array.from({ length: NUMBERS }, (_, index) => `+4930${String(10_000_000 + index)}`);
  await insertAll(
    db,
    'dids',
    numbers.map((number) => ({ number, label: '', destination, trunk_id: null, version: 1 })),
  );
  const perTable = RATE_PREFIXES / RATE_TABLES;
  for (let table = 0; table < RATE_TABLES; table += 1) {
    const prefixes = new Set(['1', '33', '39', '41', '43', '44', '49', '81', '86', '91']);
    while (prefixes.size < perTable) prefixes.add(`${1 + random(9)}${digits(1 + random(8))}`);
    await insertAll(
      db,
      'rates',
      [...prefixes].map((prefix) => ({
        table_id: `table-${table}`,
        prefix,
        destination: '',
        per_minute_micros: 1000 + random(500_000),
        set_up_micros: 0,
        first_seconds: 60,
        step_seconds: 60,
      })),
    );
  }
  const perTrunkTable = TRUNKS / RATE_TABLES;
  const tables = Array.from({ length: RATE_TABLES }, (_, table) =>
    document('rate-table', `table-${table}`, {
      name: `Table ${table}`,
      trunkIds: trunkIds.slice(table * perTrunkTable, (table + 1) * perTrunkTable),
    }),
  );
  const rules = Array.from({ length: RULES }, (_, index) => {
    const last = index === RULES - 1;
    return document('routing-rule', String(index).padStart(4, '0'), {
      name: `Rule ${index}`,
      when: last
        ? {}
        : {
            prefixes: [`+${digits(6)}`],
            ...(index % 10 === 0 ? { pattern: `^\\+${digits(3)}[0-9]+5$` } : {}),
          },
      action: {
        kind: 'trunks',
        trunks: (last ? trunkIds : trunkIds.slice(index, index + 3)).map((trunkId) => ({ trunkId })),
        order: last ? 'cheapest' : 'listed',
        routesMax: 3,
      },
    });
  });
  const settings = document('routing-settings', 'settings', { country: 'DE', timeZone: 'Europe/Berlin' });
  await insertAll(db, 'configuration_documents', [...tables, ...rules, settings]);
}

/** Trunks of one gateway each, all in the same state. */
const trunksThatAre = (state: 'up' | 'down'): RoutingOptions['trunks'] => ({
  get: (id) => ({
    id,
    name: id,
    unusable: () => null,
    isDown: () => state === 'down',
    gateways: () => [{ gateway: `${id}.example:5060;transport=udp`, state }],
  }),
  ids: () => trunkIds,
});

/** Calls abroad and at home, to numbers of ours, and some that are no good number. */
function dialledNumber(call: number): string {
  const kind = call % 10;
  if (kind < 2) return `+4930${String(10_000_000 + random(NUMBERS))}`;
  if (kind < 5) return `0${15 + random(3)}${random(10)}${digits(7)}`;
  if (kind < 8) return `00${[1, 33, 39, 41, 44, 81][random(6)]}${digits(9)}`;
  return kind === 8 ? `030${digits(8)}` : `00${1 + random(9)}${digits(3 + random(10))}`;
}

const percentile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** How long decisions take, in a sentence. */
function decisions(routing: Routing, what: string): string {
  const decideOne = (call: number): void => {
    decide(routing.snapshot(), {
      requestUri: `sip:${dialledNumber(call)}@example.com`,
      caller: { kind: 'user', username: 'alice' },
      reason: 'dialled',
      maxForwards: 70,
      userExists: false,
      nowMs: Date.now(),
    });
  };
  for (let call = 0; call < WARM_UP; call += 1) decideOne(call);
  const tookUs = new Float64Array(DECISIONS);
  for (let call = 0; call < DECISIONS; call += 1) {
    const startedAtMs = performance.now();
    decideOne(call);
    tookUs[call] = (performance.now() - startedAtMs) * 1000;
  }
  tookUs.sort();
  const [p50, p99, p999] = [0.5, 0.99, 0.999].map((share) => percentile(tookUs, share).toFixed(0));
  return `${what}: p50 ${p50} µs, p99 ${p99} µs, p99.9 ${p999} µs, ${DECISIONS} decided`;
}

async function main(): Promise<void> {
  const file = join(mkdtempSync(join(tmpdir(), 'tandem-bench-')), 'routing.db');
  const db = openDatabase(`sqlite:${file}`);
  await migrate(db);
  await fill(db);
  const nothing = (): void => {};
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => log };
  const options = {
    db,
    limits: { callerRefusal: () => null, trunkRefusal: () => null, isFirstTo: () => false },
    userExists: async () => true,
    domains: { primary: 'example.com', isLocal: (host) => host === 'example.com' },
    externalCallsAllowed: true,
    conferenceMembersMax: 50,
    log,
  } satisfies Omit<RoutingOptions, 'trunks' | 'changes'>;
  const changes = () => createChanges({ db, now: Date.now });
  const routing = await openRouting({ ...options, changes: changes(), trunks: trunksThatAre('up') });
  const down = await openRouting({ ...options, changes: changes(), trunks: trunksThatAre('down') });
  const decided = [decisions(routing, 'decision'), decisions(down, 'decision while all trunks are down')];
  const lookUps = 200_000;
  const pricing = Array.from({ length: 1000 }, () => `+${1 + random(9)}${digits(11)}`);
  const pricesFrom = performance.now();
  for (let look = 0; look < lookUps; look += 1) {
    routing.snapshot().plan.rates.pricing(pricing[look % 1000] ?? '')('trunk-0000');
  }
  const lookUpUs = ((performance.now() - pricesFrom) * 1000) / lookUps;
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const reloadFrom = performance.now();
  await routing.reload();
  const reloadMs = performance.now() - reloadFrom;
  loop.disable();
  await db.destroy();
  console.log(
    [
      `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`,
      `${TRUNKS} trunks, ${NUMBERS} numbers, ${RATE_PREFIXES} rate prefixes in ${RATE_TABLES} tables, ${RULES} rules`,
      ...decided,
      `one look-up of a price by the longest prefix: ${lookUpUs.toFixed(2)} µs`,
      `reload: ${reloadMs.toFixed(0)} ms, the event loop waited ${(loop.max / 1e6).toFixed(0)} ms at most`,
    ].join('\n'),
  );
}

await main();
