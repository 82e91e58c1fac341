import { type OpenTestDatabase, testDatabases } from '@tandem/sql/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallRecord } from './call-record.ts';
import type { CallRecordPage } from './call-record-pages.ts';
import { type CallRecordStore, createCallRecordStore } from './call-record-store.ts';
import { testRecord } from './test-record.ts';

describe.each(testDatabases())('the calls kept in $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let store: CallRecordStore;
  beforeEach(async () => {
    opened = await open();
    store = createCallRecordStore(opened.db);
  });
  afterEach(() => opened.close());

  it('come back as they were written', async () => {
    const answered = testRecord();
    const missed = testRecord({
      startedAtMs: 1_600_000_000_000,
      callerUsername: null,
      callerName: null,
      answeredBy: null,
      outcome: 'no-answer',
      hungUpBy: 'system',
      sipStatus: 480,
      ringingAtMs: null,
      answeredAtMs: null,
    });
    await store.insertOnce([answered, missed]);
    expect(await store.search({}, { limit: 10 })).toEqual({
      records: [answered, missed],
      nextCursor: null,
      searchedBackToMs: null,
    });
  });

  it('have their details, which a list does not read', async () => {
    const details: CallRecord['details'] = {
      legs: [{ party: 'caller', callId: 'a', uri: 'sip:alice@example.com' }],
      decision: [],
      quality: [
        {
          atMs: 1_700_000_010_000,
          caller: { mos: 4.3, jitterMs: 2, packetsLost: 0, packets: 500 },
          callee: { mos: null, jitterMs: null, packetsLost: null, packets: 499 },
        },
      ],
    };
    const record = testRecord({ details, leftByTrunk: 'carrier' });
    await store.insertOnce([record]);
    await store.insertOnce([record]);
    expect(await store.find(record.id)).toEqual(record);
    expect((await store.search({}, { limit: 1 })).records[0]?.details).toBeNull();
    expect(await store.find('00000000-0000-4000-8000-000000000000')).toBeNull();
  });

  it('are written once, however often they are sent', async () => {
    const record = testRecord();
    await store.insertOnce([record]);
    await store.insertOnce([{ ...record, reason: 'another' }, testRecord()]);
    await store.insertOnce([]);
    const { records } = await store.search({}, { limit: 10 });
    expect(records).toHaveLength(2);
    expect(records.find(({ id }) => id === record.id)).toEqual(record);
  });

  it('lose what does not fit the table, but not the call', async () => {
    const long = 'x🎧'.repeat(3000);
    await store.insertOnce([testRecord({ reason: long, callerName: long, callId: long, calleeUri: long })]);
    const [record] = (await store.search({}, { limit: 1 })).records;
    expect([...(record?.reason ?? '')]).toHaveLength(255);
  });

  it('are shown to a user page by page, newest first, also when several began in the same millisecond', async () => {
    const records = Array.from({ length: 25 }, (_, index) =>
      testRecord({
        startedAtMs: 1_700_000_000_000 + Math.floor(index / 5),
        callerUsername: index % 2 ? 'alice' : 'carol',
        calleeUsername: index % 2 ? 'carol' : 'alice',
      }),
    );
    await store.insertOnce(records);
    await store.insertOnce([testRecord({ callerUsername: 'dave', calleeUsername: 'erin' })]);
    const seen: string[] = [];
    const times: number[] = [];
    let page: CallRecordPage = { records: [], nextCursor: null };
    do {
      page = await store.pageForUser('alice', { cursor: page.nextCursor ?? undefined, limit: 7 });
      seen.push(...page.records.map(({ id }) => id));
      times.push(...page.records.map(({ startedAtMs }) => startedAtMs));
      // A call that comes in while somebody pages back must not shift the pages.
      await store.insertOnce([testRecord({ startedAtMs: 1_800_000_000_000 })]);
    } while (page.nextCursor !== null);
    expect(new Set(seen)).toEqual(new Set(records.map(({ id }) => id)));
    expect(seen).toHaveLength(25);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('show a call to oneself once', async () => {
    await store.insertOnce([testRecord({ callerUsername: 'alice', calleeUsername: 'alice' })]);
    expect((await store.pageForUser('alice', { limit: 10 })).records).toHaveLength(1);
  });

  it.each(['x', '', 'MTIzNDU', Buffer.from('[1,"\u0000"]').toString('base64url')])(
    'refuse the cursor "%s"',
    async (cursor) => {
      await expect(store.search({}, { cursor, limit: 10 })).rejects.toMatchObject({ key: 'bad-input' });
    },
  );
});
