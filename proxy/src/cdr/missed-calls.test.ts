import { type OpenTestDatabase, testDatabases } from '@tandem/sql/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallRecord } from './call-record.ts';
import { createCallRecordStore } from './call-record-store.ts';
import { testRecord } from './test-record.ts';

const START_MS = 1_700_000_000_000;

describe.each(testDatabases())('the missed calls in $name', ({ open }) => {
  let opened: OpenTestDatabase;
  beforeEach(async () => {
    opened = await open();
    for (const [index, username] of ['alice', 'bob'].entries()) {
      await opened.db('users').insert({
        id: `00000000-0000-4000-8000-00000000000${index}`,
        username,
        display_name: username,
        role: 'user',
        password_hash: 'none',
        created_at_ms: START_MS,
      });
    }
  });
  afterEach(() => opened.close());

  /** Calls from Alice to Bob, the next one a minute after the last; each ends 20 seconds after it began. */
  async function given(...calls: Partial<CallRecord>[]) {
    const store = createCallRecordStore(opened.db);
    const missed = { outcome: 'no-answer', answeredBy: null, answeredAtMs: null } as const;
    await store.insertOnce(
      calls.map((call, index) => {
        const startedAtMs = START_MS + index * 60_000;
        return testRecord({ ...missed, startedAtMs, endedAtMs: startedAtMs + 20_000, ...call });
      }),
    );
    return store.missed;
  }

  it('are those that the user did not take, nor refuse, nor make', async () => {
    const missed = await given(
      {},
      { outcome: 'cancelled' },
      { outcome: 'answered', answeredBy: 'sip:bob@example.com;voicemail' },
      { callerUsername: null },
      { outcome: 'answered', answeredBy: 'sip:bob@192.0.2.4:5062' },
      { outcome: 'declined' },
      { callerUsername: 'bob' },
    );
    expect(await missed.count('bob')).toBe(4);
    expect(await missed.count('alice')).toBe(0);
    expect(await missed.count('nobody')).toBe(0);
  });

  it('are new until they were seen, and an older look does not bring them back', async () => {
    const missed = await given({}, {}, {});
    await missed.seen('bob', START_MS + 60_000 + 20_000);
    expect(await missed.count('bob')).toBe(1);
    await missed.seen('bob', START_MS);
    expect(await missed.count('bob')).toBe(1);
  });

  it('that rang on while the user looked are new, though they began before', async () => {
    const missed = await given({ endedAtMs: START_MS + 50_000 });
    await missed.seen('bob', START_MS + 40_000);
    expect(await missed.count('bob')).toBe(1);
  });

  it('are told as 100 when there are more', async () => {
    const missed = await given(...Array.from({ length: 101 }, () => ({})));
    expect(await missed.count('bob')).toBe(100);
  });
});
