import { type OpenTestDatabase, testDatabases } from '@tandem/sql/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallRecord } from './call-record.ts';
import { createCallRecordStore } from './call-record-store.ts';
import { type CallRecordFilters, createCallSearch } from './call-search.ts';
import { testRecord } from './test-record.ts';

const START_MS = 1_700_000_000_000;
const NUMBERS = ['+49301000', '+49301001', '+4420', '+1212'];
const OUTCOMES = ['answered', 'busy', 'no-answer'] as const;

/** 300 calls a second apart, of all combinations. */
const records: CallRecord[] = Array.from({ length: 300 }, (_, index) => {
  const answeredAtMs = index % 3 === 0 ? START_MS + index * 1000 : null;
  const mos = index % 5 === 0 ? 2 + (index % 20) / 10 : null;
  return testRecord({
    startedAtMs: START_MS + index * 1000,
    callerUri: index % 7 === 0 ? 'sip:Alice@example.com' : `sip:user${index % 11}@example.com`,
    calleeUri: `sip:${NUMBERS[index % NUMBERS.length]}@carrier.example;user=phone`,
    outcome: OUTCOMES[index % 3] ?? 'failed',
    answeredAtMs,
    endedAtMs: START_MS + index * 1000 + (index % 90) * 1000,
    leftByTrunk: index % 2 ? 'carrier' : null,
    arrivedByTrunk: index % 10 === 0 ? 'pbx' : index % 10 === 1 ? 'carrier' : null,
    callerLeg: { codec: 'opus', packets: 1, packetsLost: 0, jitterMs: 1, mos },
  });
});

const callerKey = ({ callerUri }: CallRecord): string =>
  callerUri.slice(4, callerUri.indexOf('@')).toLowerCase();
const calleeKey = ({ calleeUri }: CallRecord): string => calleeUri.slice(4, calleeUri.indexOf('@'));

/** What each filter means, looked up one by one. */
function expectedIds(filters: CallRecordFilters): string[] {
  const isParty = (key: string, sought: string) =>
    sought.endsWith('*') ? key.startsWith(sought.slice(0, -1)) : key === sought;
  return records
    .filter((record) => {
      const { startedAtMs, answeredAtMs, endedAtMs, arrivedByTrunk, leftByTrunk, callerLeg } = record;
      return [
        filters.fromMs === undefined || startedAtMs >= filters.fromMs,
        filters.toMs === undefined || startedAtMs < filters.toMs,
        filters.caller === undefined || isParty(callerKey(record), filters.caller),
        filters.callee === undefined || isParty(calleeKey(record), filters.callee),
        filters.party === undefined ||
          isParty(callerKey(record), filters.party) ||
          isParty(calleeKey(record), filters.party),
        filters.outcome === undefined || record.outcome === filters.outcome,
        filters.trunk === undefined || [arrivedByTrunk, leftByTrunk].includes(filters.trunk),
        filters.mosBelow === undefined || (callerLeg.mos !== null && callerLeg.mos < filters.mosBelow),
        filters.longerThanMs === undefined ||
          (answeredAtMs !== null && endedAtMs - answeredAtMs >= filters.longerThanMs),
      ].every(Boolean);
    })
    .map(({ id }) => id)
    .reverse();
}

describe.each(testDatabases())('searching calls in $name', ({ open }) => {
  let opened: OpenTestDatabase;
  beforeEach(async () => {
    opened = await open();
    await createCallRecordStore(opened.db).insertOnce(records);
  });
  afterEach(() => opened.close());

  it('finds what the filters say, page by page, whether matches are rare or common', async () => {
    const cases: CallRecordFilters[] = [
      {},
      { fromMs: START_MS + 50_000, toMs: START_MS + 100_000 },
      { caller: 'alice' },
      { callee: '+4930*' },
      { party: 'user3' },
      { party: '+49*', outcome: 'busy' },
      { outcome: 'busy', trunk: 'carrier' },
      { trunk: 'carrier', party: 'alice', fromMs: START_MS + 20_000 },
      { mosBelow: 3 },
      { mosBelow: 3.5, outcome: 'answered', longerThanMs: 30_000 },
      { longerThanMs: 60_000 },
      { caller: 'nobody' },
    ];
    // With few rare ones every condition counts as common, and pages are looked for 20 records at a time.
    for (const limits of [
      { rareMax: 5000, scanMax: 40_000 },
      { rareMax: 5, scanMax: 20 },
    ]) {
      const search = createCallSearch(opened.db, limits);
      for (const filters of cases) {
        const found: string[] = [];
        let cursor: string | undefined;
        let pages = 0;
        do {
          const page = await search(filters, { cursor, limit: 7 });
          expect(page.records.length).toBeLessThanOrEqual(7);
          found.push(...page.records.map(({ id }) => id));
          cursor = page.nextCursor ?? undefined;
          pages += 1;
        } while (cursor !== undefined && pages < 100);
        expect(found, JSON.stringify({ filters, limits })).toEqual(expectedIds(filters));
      }
    }
  });

  it('says how far back it looked when it stopped to answer in time', async () => {
    const search = createCallSearch(opened.db, { rareMax: 5, scanMax: 20 });
    const page = await search({ outcome: 'busy', mosBelow: 2.2 }, { limit: 50 });
    expect(page.searchedBackToMs).toBeGreaterThan(START_MS);
    expect(page.nextCursor).not.toBeNull();
  });

  it.each(['a*', '*', '+4*'])('refuses the beginning %s, which would fit too much', async (caller) => {
    const refusal = createCallSearch(opened.db)({ caller }, { limit: 1 });
    await expect(refusal).rejects.toMatchObject({ key: 'bad-input', errors: [{ field: 'caller' }] });
  });

  it('takes wildcards of SQL for what they are', async () => {
    const search = createCallSearch(opened.db);
    expect((await search({ caller: 'use_*' }, { limit: 1 })).records).toEqual([]);
    expect((await search({ caller: '%%%*' }, { limit: 1 })).records).toEqual([]);
  });
});
