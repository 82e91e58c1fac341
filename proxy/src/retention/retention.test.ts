import { type OpenTestDatabase, testDatabases } from '@tandem/sql/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCallRecordStore } from '../cdr/call-record-store.ts';
import { testRecord } from '../cdr/test-record.ts';
import { createChanges } from '../changes/changes.ts';
import { silentLog } from '../observability/log.ts';
import { type KeptDays, keepFor } from './retention.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-11-25T12:00:00Z');

describe.each(testDatabases())('what happened on $name', ({ open }) => {
  let opened: OpenTestDatabase;

  const clean = async (days: KeptDays): Promise<void> => {
    const retention = keepFor({ db: opened.db, days, now: () => NOW_MS, log: silentLog });
    await retention.clean();
    await retention.close();
  };
  const calls = async () => (await createCallRecordStore(opened.db).search({}, { limit: 2000 })).records;
  const acts = async () =>
    (await createChanges({ db: opened.db, now: Date.now }).auditPage({}, { limit: 10 })).entries;

  beforeEach(async () => {
    opened = await open();
    const store = createCallRecordStore(opened.db);
    const old = Array.from({ length: 1200 }, (_, minute) => NOW_MS - 10 * DAY_MS - minute * 60_000);
    await store.insertOnce([NOW_MS - DAY_MS, ...old].map((startedAtMs) => testRecord({ startedAtMs })));
    for (const days of [1, 10]) {
      const changes = createChanges({ db: opened.db, now: () => NOW_MS - days * DAY_MS });
      const actor = { kind: 'user', name: 'anna', sourceAddress: null } as const;
      await changes.note({ action: 'sign-in', kind: 'session', id: String(days), label: '', actor });
    }
  }, 30_000);
  afterEach(() => opened.close());

  it('is forgotten when it is older than it shall be kept', async () => {
    await clean({ callRecords: 9, audit: 9 });
    expect((await calls()).map(({ startedAtMs }) => startedAtMs)).toEqual([NOW_MS - DAY_MS]);
    expect((await acts()).map(({ resourceId }) => resourceId)).toEqual(['1']);
  });

  it('is kept for ever when nobody says how long', async () => {
    await clean({ callRecords: null, audit: null });
    expect(await calls()).toHaveLength(1201);
    expect(await acts()).toHaveLength(2);
  });
});
