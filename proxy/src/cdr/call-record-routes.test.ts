import { testDatabases } from '@tandem/sql/testing';
import { describe, expect, it } from 'vitest';
import { apiOn } from '../http/test-api.ts';
import { START_MS } from '../http/test-server.ts';
import { type CallRecord, unmeasuredLeg } from './call-record.ts';
import { testRecord } from './test-record.ts';

const callRecord = (changes: Partial<CallRecord>): CallRecord =>
  testRecord({
    callId: 'call-1',
    node: 'test',
    callerName: 'Alice',
    answeredBy: 'sip:bob@192.0.2.9',
    startedAtMs: START_MS,
    ringingAtMs: START_MS + 500,
    answeredAtMs: START_MS + 2000,
    endedAtMs: START_MS + 12_000,
    ...changes,
  });

describe.each(testDatabases())('calls in the HTTP API on $name', ({ open }) => {
  const api = apiOn(open);
  const { call, signIn } = api;

  it('both parties see the same call from their side, and the admin sees the record', async () => {
    await api.accounts.createUser({ username: 'bob', password: 'correct horse', displayName: 'Bob' });
    const record = callRecord({});
    await api.callRecords.insertOnce([record]);
    const common = { id: record.id, outcome: 'answered', durationSeconds: 10 };
    const callsOf = async (username: string) =>
      (await call('GET', '/calls', { token: (await signIn(username)).accessToken })).body.calls;
    expect(await callsOf('alice')).toMatchObject([
      { ...common, direction: 'outgoing', peer: { uri: 'sip:bob@example.com', displayName: 'Bob' } },
    ]);
    expect(await callsOf('bob')).toMatchObject([
      { ...common, direction: 'incoming', peer: { uri: 'sip:alice@example.com', displayName: 'Alice' } },
    ]);
    expect(await callsOf('root')).toEqual([]);
    const admin = await call('GET', '/admin/calls', { token: (await signIn('root')).accessToken });
    expect(admin.body.calls).toEqual([
      {
        id: record.id,
        callId: 'call-1',
        node: 'test',
        caller: 'sip:alice@example.com',
        callerName: 'Alice',
        callee: 'sip:bob@example.com',
        answeredBy: 'sip:bob@192.0.2.9',
        outcome: 'answered',
        hungUpBy: 'caller',
        sipStatus: 200,
        reason: record.reason,
        startedAt: '2026-11-22T12:00:00.000Z',
        ringingAt: '2026-11-22T12:00:00.500Z',
        answeredAt: '2026-11-22T12:00:02.000Z',
        endedAt: '2026-11-22T12:00:12.000Z',
        callerLeg: record.callerLeg,
        calleeLeg: unmeasuredLeg,
        arrivedByTrunk: null,
        leftByTrunk: null,
      },
    ]);
  });

  it('one call is told whole: why it ended, its way, its sound and its messages', async () => {
    const leg = { party: 'caller' as const, callId: 'call-1', uri: 'sip:alice@example.com' };
    const sample = { mos: 4.3, jitterMs: 1, packetsLost: 0, packets: 500 };
    const quality = [{ atMs: START_MS + 5000, caller: sample, callee: sample }];
    const record = callRecord({ details: { legs: [leg], decision: [], quality } });
    await api.callRecords.insertOnce([record]);
    const { accessToken: token } = await signIn('root');
    expect((await call('GET', `/admin/calls/${record.id}`, { token })).body).toEqual({
      call: expect.objectContaining({ id: record.id }),
      live: null,
      ending: 'Alice hung up after 10 seconds.',
      legs: [leg],
      messages: [
        {
          atMs: START_MS,
          leg: 0,
          direction: 'in',
          protocol: 'udp',
          peer: '192.0.2.9:5060',
          summary: 'INVITE',
          text: 'INVITE sip:bob@example.com SIP/2.0\r\n\r\n',
        },
      ],
      messagesKept: true,
      decision: [],
      quality,
    });
    expect((await call('GET', `/admin/calls/${crypto.randomUUID()}`, { token })).status).toBe(404);
    expect((await call('GET', '/admin/calls/1', { token })).body.errors[0].field).toBe('id');
  });

  it('calls are exported as CSV, without formulas that callers made up', async () => {
    const records = Array.from({ length: 1100 }, (_, index) =>
      callRecord({ startedAtMs: START_MS + index, callerName: '=1+1, "Bob"\r\n' }),
    );
    for (let at = 0; at < records.length; at += 100)
      await api.callRecords.insertOnce(records.slice(at, at + 100));
    const { accessToken: token } = await signIn('root');
    const headers = { authorization: `Bearer ${token}` };
    const answer = await api.app.inject({ url: '/api/v1/admin/calls.csv?caller=alice', headers });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = answer.body.split(/\r\n(?=[0-9a-f]{8}-)/);
    expect(lines).toHaveLength(1101);
    expect(lines[0]).toMatch(/^id,started,/);
    expect(lines[1]).toContain(`,"'=1+1, ""Bob""\r\n",`);
    const refused = await api.app.inject({ url: '/api/v1/admin/calls.csv?caller=a*', headers });
    expect(refused.statusCode).toBe(400);
  });

  it('history runs page by page from the newest call back, each call once', async () => {
    const records = Array.from({ length: 7 }, (_, index) =>
      callRecord({ startedAtMs: START_MS - Math.floor(index / 2) * 1000 }),
    );
    await api.callRecords.insertOnce(records);
    const { accessToken: token } = await signIn();
    const seen: string[] = [];
    let cursor: string | null = '';
    let pages = 0;
    while (cursor !== null && pages < 10) {
      const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      const { body } = await call('GET', `/calls?limit=3${query}`, { token });
      seen.push(...body.calls.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(new Set(seen)).toEqual(new Set(records.map(({ id }) => id)));
    expect(seen).toHaveLength(7);
  });
});
