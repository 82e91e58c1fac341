import { testDatabases } from '@tandem/sql/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../observability/log.ts';
import type { Binding } from './binding.ts';
import { createBindingStore } from './binding-store.ts';
import { createLocation, type Location } from './location.ts';
import type { RegisterContact } from './register-request.ts';
import { createRegistrar, type Registrar } from './registrar.ts';
import { binding } from './test-bindings.ts';

const policy = {
  minExpiresSeconds: 60,
  defaultExpiresSeconds: 600,
  maxExpiresSeconds: 3600,
  maxBindingsPerUser: 3,
};
let cseq = 0;

function registerContact(
  registrar: Registrar,
  contactUri: string,
  more: Partial<RegisterContact> & { protocol?: 'udp' | 'tcp' | 'ws'; port?: number; username?: string } = {},
) {
  const { protocol = 'udp', port = 5062, username = 'alice', ...contact } = more;
  cseq += 1;
  return registrar.register({
    username,
    deviceId: null,
    callId: 'c1',
    cseq,
    contacts: [
      { contactUri, expiresSeconds: null, instanceId: null, regId: null, qThousandths: 1000, ...contact },
    ],
    path: [],
    supportsPath: false,
    supportsOutbound: true,
    userAgent: 'phone',
    source: { protocol, address: '192.0.2.1', port },
  });
}

function setUp(stored: readonly Binding[] = []) {
  const clock = { nowMs: 1_790_000_000_000 };
  const rows = new Map(stored.map((one) => [one.id, one]));
  const state = { down: false };
  const answer = async () => {
    if (state.down) throw new Error('connection refused');
  };
  const location = createLocation({
    store: {
      async *load(nowMs) {
        await answer();
        yield [...rows.values()].filter(({ expiresAtMs }) => expiresAtMs > nowMs);
      },
      async save(written, removedIds) {
        await answer();
        for (const id of removedIds) rows.delete(id);
        for (const one of written) rows.set(one.id, one);
      },
      ping: answer,
    },
    now: () => clock.nowMs,
    log: silentLog,
  });
  const registrar = createRegistrar({
    location,
    policy,
    answersStun: true,
    now: () => clock.nowMs,
    log: silentLog,
  });
  return { clock, rows, state, location, registrar };
}

const uris = (location: Location, username = 'alice') =>
  location.bindingsOf(username).map(({ contactUri }) => contactUri);

describe('location', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('gives the preferred phone first, then the one that registered last', () => {
    const { clock, location, registrar } = setUp();
    registerContact(registrar, 'sip:a@old');
    clock.nowMs += 1_000;
    registerContact(registrar, 'sip:a@new');
    registerContact(registrar, 'sip:a@unloved', { qThousandths: 100 });
    expect(uris(location)).toEqual(['sip:a@new', 'sip:a@old', 'sip:a@unloved']);
    expect(uris(location, 'bob')).toEqual([]);
    expect(location.count()).toBe(3);
  });

  it('does not give a phone whose registration has run out, and forgets it within a minute', async () => {
    const { clock, location, registrar, rows } = setUp();
    registerContact(registrar, 'sip:a@1', { expiresSeconds: 60 });
    registerContact(registrar, 'sip:a@2');
    await vi.advanceTimersByTimeAsync(100);
    expect(rows.size).toBe(2);
    clock.nowMs += 60_000;
    expect(uris(location)).toEqual(['sip:a@2']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([location.count(), rows.size]).toEqual([1, 1]);
  });

  it('deletes what has run out also when the phone comes back before the sweep', async () => {
    const { clock, registrar, rows } = setUp();
    registerContact(registrar, 'sip:a@1', { expiresSeconds: 60 });
    await vi.advanceTimersByTimeAsync(100);
    clock.nowMs += 60_000;
    registerContact(registrar, 'sip:a@2');
    await vi.advanceTimersByTimeAsync(100);
    expect([...rows.values()].map(({ contactUri }) => contactUri)).toEqual(['sip:a@2']);
  });

  it('forgets a browser at once when its connection closes', async () => {
    const { location, registrar, rows } = setUp();
    registerContact(registrar, 'sip:x@a.invalid;transport=ws', { protocol: 'ws', port: 40_001 });
    registerContact(registrar, 'sip:y@a.invalid;transport=ws', { protocol: 'ws', port: 40_002 });
    await vi.advanceTimersByTimeAsync(100);
    location.flowClosed({ protocol: 'ws', remoteAddress: '192.0.2.1', remotePort: 40_001 });
    expect(uris(location)).toEqual(['sip:y@a.invalid;transport=ws']);
    location.flowClosed({ protocol: 'ws', remoteAddress: '192.0.2.9', remotePort: 40_002 });
    location.flowClosed({ protocol: 'nonsense', remoteAddress: '192.0.2.1', remotePort: 40_002 });
    expect(location.count()).toBe(1);
    await vi.advanceTimersByTimeAsync(100);
    expect(rows.size).toBe(1);
  });

  it('does not forget a browser that has moved to a new connection when the old one closes', () => {
    const { location, registrar } = setUp();
    const device = { protocol: 'ws', instanceId: '<urn:uuid:1>', regId: 1 } as const;
    registerContact(registrar, 'sip:x@a.invalid;transport=ws', { ...device, port: 40_001 });
    registerContact(registrar, 'sip:x@a.invalid;transport=ws', { ...device, port: 40_002 });
    location.flowClosed({ protocol: 'ws', remoteAddress: '192.0.2.1', remotePort: 40_001 });
    expect(location.bindingsOf('alice')).toMatchObject([{ receivedUri: 'sip:192.0.2.1:40002;transport=ws' }]);
  });

  it('forgets a removed user, in memory and in the database', async () => {
    const { location, registrar, rows } = setUp();
    registerContact(registrar, 'sip:x@192.0.2.1', { port: 40_001 });
    await vi.advanceTimersByTimeAsync(100);
    location.forget('alice', 'another device');
    expect(location.count()).toBe(1);
    location.forget('alice');
    expect(location.bindingsOf('alice')).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(rows.size).toBe(0);
  });

  it('forgets every user behind one connection', () => {
    const { location, registrar } = setUp();
    for (const username of ['alice', 'bob']) {
      registerContact(registrar, `sip:${username}@pbx`, { username, protocol: 'tcp', port: 40_001 });
    }
    location.flowClosed({ protocol: 'tcp', remoteAddress: '192.0.2.1', remotePort: 40_001 });
    expect(location.count()).toBe(0);
  });

  it('keeps a TCP phone that listens where it came from, to be reached by a new connection', () => {
    const { location, registrar } = setUp();
    registerContact(registrar, 'sip:a@192.0.2.1:5060;transport=tcp', { protocol: 'tcp', port: 40_001 });
    registerContact(registrar, 'sip:b@10.0.0.5:5060;transport=tcp', { protocol: 'tcp', port: 40_002 });
    registerContact(registrar, 'sip:c@192.0.2.1:40003;transport=tcp', { protocol: 'tcp', port: 40_003 });
    for (const remotePort of [40_001, 40_002, 40_003]) {
      location.flowClosed({ protocol: 'tcp', remoteAddress: '192.0.2.1', remotePort });
    }
    expect(location.bindingsOf('alice')).toMatchObject([
      { contactUri: 'sip:a@192.0.2.1:5060;transport=tcp', receivedUri: null },
    ]);
  });

  it('after a restart has the phones that can still be reached, and no browser whose connection died', async () => {
    const ws = binding({
      id: 'ws',
      contactUri: 'sip:x@a.invalid;transport=ws',
      receivedUri: 'sip:192.0.2.1:40001;transport=ws',
      transport: 'ws',
    });
    const tcp = binding({
      id: 'tcp',
      contactUri: 'sip:alice@192.0.2.1;transport=tcp',
      receivedUri: 'sip:192.0.2.1:40002;transport=tcp',
      transport: 'tcp',
    });
    const behindEdge = binding({
      id: 'edge',
      contactUri: 'sip:y@a.invalid;transport=ws',
      receivedUri: null,
      transport: 'ws',
      path: ['<sip:edge.example;lr>'],
    });
    const expired = binding({ id: 'expired', expiresAtMs: 1_790_000_000_000 });
    const { location, rows } = setUp([binding({ id: 'udp' }), ws, tcp, behindEdge, expired]);
    await location.load();
    expect(
      location
        .bindingsOf('alice')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['edge', 'tcp', 'udp']);
    expect(location.bindingsOf('alice').find(({ id }) => id === 'tcp')?.receivedUri).toBeNull();
    await vi.advanceTimersByTimeAsync(100);
    expect(rows.has('ws')).toBe(false);
  });

  it('goes on without the database: known phones refresh and leave, new ones are told to come back', async () => {
    const { location, registrar, rows, state } = setUp();
    registerContact(registrar, 'sip:a@1');
    registerContact(registrar, 'sip:a@2');
    await vi.advanceTimersByTimeAsync(100);
    state.down = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(location.available).toBe(false);
    expect(registerContact(registrar, 'sip:a@1', { expiresSeconds: 900 }).status).toBe(200);
    expect(registerContact(registrar, 'sip:a@2', { expiresSeconds: 0 }).status).toBe(200);
    expect(registerContact(registrar, 'sip:a@3')).toEqual({
      status: 503,
      reason: 'Service Unavailable',
      headers: [['Retry-After', '10']],
    });
    expect(uris(location)).toEqual(['sip:a@1']);
    expect(location.unwritten()).toBe(2);
    state.down = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(registerContact(registrar, 'sip:a@3').status).toBe(200);
    expect([...rows.values()].map(({ contactUri, expiresAtMs }) => [contactUri, expiresAtMs])).toEqual([
      ['sip:a@1', 1_790_000_900_000],
    ]);
  });

  it('answers with every phone of the user, what it said of itself and the time it has left', () => {
    const { clock, registrar } = setUp();
    registerContact(registrar, 'sip:a@1', { expiresSeconds: 120 });
    clock.nowMs += 20_400;
    const answer = registerContact(registrar, 'sip:x@b.invalid;transport=ws', {
      protocol: 'ws',
      instanceId: '<urn:uuid:1>',
      regId: 1,
      qThousandths: 250,
    });
    expect(answer).toEqual({
      status: 200,
      reason: 'OK',
      headers: [
        [
          'Contact',
          '<sip:a@1>;expires=100, <sip:x@b.invalid;transport=ws>;expires=600;q=0.250;+sip.instance="<urn:uuid:1>";reg-id=1',
        ],
        ['Require', 'outbound'],
      ],
    });
  });
});

describe.each(testDatabases())('location on $name', ({ open }) => {
  it('survives a restart of the process', async () => {
    const { db, close } = await open();
    const start = async () => {
      const store = createBindingStore(db, 'node-1');
      const location = createLocation({ store, now: Date.now, log: silentLog });
      await location.load();
      return {
        location,
        registrar: createRegistrar({ location, policy, answersStun: true, now: Date.now, log: silentLog }),
      };
    };
    try {
      const first = await start();
      registerContact(first.registrar, 'sip:alice@192.0.2.1:5062');
      registerContact(first.registrar, 'sip:gone@192.0.2.1:5063');
      registerContact(first.registrar, 'sip:gone@192.0.2.1:5063', { expiresSeconds: 0 });
      const before = first.location.bindingsOf('alice');
      await first.location.close();

      const second = await start();
      expect(second.location.bindingsOf('alice')).toEqual(before);
      await second.location.close();
    } finally {
      await close();
    }
  });
});
