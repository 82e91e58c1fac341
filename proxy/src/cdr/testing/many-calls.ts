import type { Database } from '@tandem/sql';
import { z } from 'zod';
import type { CallRecordFilters } from '../call-search.ts';

const START_MS = 1_700_000_000_000;
const SECONDS_APART = 2;
const DAY_MS = 86_400_000;

/** What the console filters by, alone and together, common and rare. @param records how many there are */
export const manyCallSearches = (records: number): readonly (readonly [string, CallRecordFilters])[] => [
  ['everything', {}],
  ['a day long ago', { fromMs: START_MS + DAY_MS, toMs: START_MS + 2 * DAY_MS }],
  ['calls of a user', { party: 'user42' }],
  ['calls to a number', { callee: '+4930000042' }],
  ['calls to an area', { callee: '+49300001*' }],
  ['calls to a country', { callee: '+49*' }],
  ['calls to nobody', { callee: '+12*' }],
  ['failed calls', { outcome: 'failed' }],
  ['answered calls', { outcome: 'answered' }],
  ['a trunk', { trunk: 'trunk7' }],
  ['failed calls of a trunk', { trunk: 'trunk7', outcome: 'failed' }],
  [
    'failed calls of a trunk on a day',
    { trunk: 'trunk7', outcome: 'failed', fromMs: START_MS + records * SECONDS_APART * 1000 - DAY_MS },
  ],
  ['poor sound', { mosBelow: 2 }],
  ['any sound of a country', { mosBelow: 4.4, callee: '+49*' }],
  ['long calls', { longerThanMs: 3_600_000 }],
  ['poor sound of a user through another trunk', { party: 'user42', trunk: 'trunk7', mosBelow: 3 }],
  ['two things that never come together', { outcome: 'busy', longerThanMs: 1000 }],
];

/**
 * Fills the empty table `call_records` of a MariaDB. The rows are made inside the database, and the indexes are built
 * afterwards, which is faster.
 */
export async function makeManyCalls(db: Database, records: number): Promise<void> {
  const answer: unknown = await db.raw('show create table call_records');
  const [[{ 'Create Table': definition }]] = z
    .tuple([z.tuple([z.object({ 'Create Table': z.string() })]), z.unknown()])
    .parse(answer);
  const keys = [...definition.matchAll(/^\s+(KEY `(\w+)` \(.*\)),?$/gm)];
  await db.raw(`alter table call_records ${keys.map(([, , name]) => `drop key ${name}`).join(', ')}`);
  const BATCH = 1_000_000;
  for (let from = 0; from < records; from += BATCH) {
    await db.raw(rowsSql(from, Math.min(records, from + BATCH) - 1));
  }
  await db.raw(`alter table call_records ${keys.map(([, key]) => `add ${key}`).join(', ')}`);
  await db.raw('analyze table call_records');
}

const rowsSql = (first: number, last: number): string => `
  insert into call_records
    (id, call_id, node, caller_username, callee_username, caller_uri, callee_uri, outcome, hung_up_by, sip_status,
     reason, started_at_ms, answered_at_ms, ended_at_ms, caller_mos, worst_mos, caller_key, callee_key, left_by_trunk)
  select concat(lpad(hex(seq), 8, '0'), '-0000-4000-8000-000000000000'), concat('call-', seq), 'node',
     concat('user', seq % 5000), null, concat('sip:user', seq % 5000, '@example.com'),
     concat('sip:+49', 30000000 + (seq * 7919) % 200000, '@carrier.example'),
     case when seq % 5003 = 0 then 'failed' when seq % 3 = 0 then 'busy' else 'answered' end, 'caller', 200,
     'hang-up: The caller hung up.', ${START_MS} + seq * ${SECONDS_APART * 1000},
     if(seq % 3 = 0, null, ${START_MS} + seq * ${SECONDS_APART * 1000}),
     ${START_MS} + seq * ${SECONDS_APART * 1000} + (seq % 4000) * 1000,
     1 + (seq * 31 % 3500) / 1000, 1 + (seq * 31 % 3500) / 1000,
     concat('user', seq % 5000), concat('+49', 30000000 + (seq * 7919) % 200000), concat('trunk', seq % 20)
  from seq_${first}_to_${last}`;
