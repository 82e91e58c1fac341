import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MemoryExchange } from '../../testing/memory-exchange.ts';
import { MemoryMedia } from '../../testing/memory-media.ts';
import type { CallPhase, CallView } from '../call/call-engine.ts';
import { SipCallEngine } from './sip-call-engine.ts';

const microphoneStream: MediaStream = Object.assign(Object.create(null), { getTracks: () => [] });

interface TestPhone {
  readonly engine: SipCallEngine;
  readonly media: MemoryMedia[];
  /** The page's own events. */
  readonly page: { wake: () => void; sleep: () => void };
  online: boolean;
  microphoneAllowed: boolean;
  /** The first call that is not over. */
  call(): CallView | undefined;
  latest(): CallView | undefined;
}

let exchange: MemoryExchange;
let phones: TestPhone[];
let ids = 0;

beforeEach(() => {
  vi.useFakeTimers();
  exchange = new MemoryExchange();
  phones = [];
});

afterEach(async () => {
  const stopped = Promise.all(phones.map(({ engine }) => engine.stop()));
  await vi.advanceTimersByTimeAsync(3_000);
  await stopped;
  vi.useRealTimers();
});

function phoneOf(username: string): TestPhone {
  const media: MemoryMedia[] = [];
  const page = { wake: () => undefined, sleep: () => undefined };
  const phone: TestPhone = {
    engine: new SipCallEngine({
      sip: {
        uri: `sip:${username}@example.com`,
        displayName: username.toUpperCase(),
        authorizationUsername: username,
        password: 'secret',
        realm: 'tandem',
        webSocketPath: '/sip',
        registerExpiresSeconds: 600,
        iceServers: [],
      },
      instanceId: '11111111-2222-4333-8444-555555555555',
      environment: {
        webSocketUrl: 'ws://example.com/sip',
        mediaDevices: {
          getUserMedia: async () => {
            if (!phone.microphoneAllowed) throw new DOMException('no', 'NotAllowedError');
            return microphoneStream;
          },
        },
        secureContext: true,
        online: () => phone.online,
        now: Date.now,
        random: () => 0.5,
        newId: () => `call-${++ids}`,
        watchPage: (handlers) => {
          Object.assign(page, handlers);
          return () => undefined;
        },
        onError: () => undefined,
        transportConstructor: exchange.transportConstructor(),
        sessionDescriptionHandlerFactory: () => {
          const handler = new MemoryMedia();
          media.push(handler);
          return handler;
        },
        mediaOf: (handler) => (handler instanceof MemoryMedia ? handler : null),
      },
    }),
    media,
    page,
    online: true,
    microphoneAllowed: true,
    call: () => phone.engine.calls().find(({ phase }) => phase !== 'ended'),
    latest: () => phone.engine.calls().at(-1),
  };
  phones.push(phone);
  return phone;
}

/** Lets messages cross and short timers run. */
const settle = (milliseconds = 50) => vi.advanceTimersByTimeAsync(milliseconds);

async function registered(username: string): Promise<TestPhone> {
  const phone = phoneOf(username);
  phone.engine.start();
  await settle();
  expect(phone.engine.registration()).toEqual({ kind: 'registered' });
  return phone;
}

function phasesOf(...people: TestPhone[]): (CallPhase | undefined)[] {
  return people.map((phone) => phone.latest()?.phase);
}

async function talking(): Promise<{ alice: TestPhone; bob: TestPhone; aliceId: string; bobId: string }> {
  const alice = await registered('alice');
  const bob = await registered('bob');
  const aliceId = alice.engine.dial('sip:bob@example.com', 'Bob');
  await settle();
  const bobId = bob.call()?.id ?? '';
  bob.engine.answer(bobId);
  await settle();
  expect(phasesOf(alice, bob)).toEqual(['established', 'established']);
  return { alice, bob, aliceId, bobId };
}

describe('a call', () => {
  test('rings at the other phone, is answered and ends for both when one hangs up', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    alice.engine.dial('sip:bob@example.com', 'Bob');
    await settle();
    expect(phasesOf(alice, bob)).toEqual(['ringing', 'incoming']);
    expect(bob.latest()?.peer).toEqual({ uri: 'sip:alice@example.com', displayName: 'ALICE' });

    bob.engine.answer(bob.call()?.id ?? '');
    await settle();
    expect(phasesOf(alice, bob)).toEqual(['established', 'established']);

    bob.engine.hangUp(bob.call()?.id ?? '');
    await settle();
    expect(alice.latest()?.end?.cause).toBe('peer-hung-up');
    expect(bob.latest()?.end?.cause).toBe('hung-up');
    await settle(3_000);
    expect(alice.engine.calls()).toEqual([]);
  });

  test('that the caller gives up stops ringing at the other phone', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    const id = alice.engine.dial('sip:bob@example.com', null);
    await settle();
    alice.engine.hangUp(id);
    await settle();
    expect(alice.latest()?.end?.cause).toBe('cancelled');
    expect(bob.latest()?.end?.cause).toBe('missed');
  });

  test('that is declined says so to the caller', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    alice.engine.dial('sip:bob@example.com', null);
    await settle();
    bob.engine.decline(bob.call()?.id ?? '');
    await settle();
    expect(alice.latest()?.end?.cause).toBe('declined');
    expect(bob.latest()?.end?.sentence).toBe('You declined the call.');
  });

  test('to nobody says that nobody has this name', async () => {
    const alice = await registered('alice');
    alice.engine.dial('sip:nobody@example.com', null);
    await settle();
    expect(alice.latest()?.end?.cause).toBe('not-found');
  });

  test('keeps ringing while the microphone is refused, and says what to do', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    bob.microphoneAllowed = false;
    alice.engine.dial('sip:bob@example.com', null);
    await settle();
    bob.engine.answer(bob.call()?.id ?? '');
    await settle();
    expect(bob.latest()).toMatchObject({ phase: 'incoming', notice: expect.stringContaining('Allow it') });
    bob.microphoneAllowed = true;
    bob.engine.answer(bob.call()?.id ?? '');
    await settle();
    expect(phasesOf(alice, bob)).toEqual(['established', 'established']);
  });

  test('is not made while the microphone is refused, and says what to do', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    alice.microphoneAllowed = false;
    alice.engine.dial('sip:bob@example.com', null);
    await settle();
    expect(alice.latest()?.end).toMatchObject({
      cause: 'no-microphone',
      sentence: expect.stringContaining('Allow it'),
    });
    expect(bob.engine.calls()).toEqual([]);
  });

  test('that is given up while the browser asks for the microphone never rings', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    alice.engine.hangUp(alice.engine.dial('sip:bob@example.com', null));
    await settle();
    expect(alice.latest()?.end?.cause).toBe('cancelled');
    expect(bob.engine.calls()).toEqual([]);
  });

  test('without a connection to the server fails at once with the reason', () => {
    const alice = phoneOf('alice');
    alice.engine.dial('sip:bob@example.com', null);
    expect(alice.latest()?.end?.cause).toBe('connection-lost');
  });
});

describe('within a call', () => {
  test('mute silences the microphone only', async () => {
    const { alice, aliceId } = await talking();
    alice.engine.setMuted(aliceId, true);
    expect(alice.media[0]).toMatchObject({ microphoneOn: false, soundOn: true });
    alice.engine.setMuted(aliceId, false);
    expect(alice.media[0]?.microphoneOn).toBe(true);
  });

  test('hold silences both ways, tells the other side, and ends again', async () => {
    const { alice, bob, aliceId } = await talking();
    alice.engine.setHeld(aliceId, true);
    await settle();
    expect(alice.latest()?.held).toBe(true);
    expect(alice.media[0]).toMatchObject({ microphoneOn: false, soundOn: false, direction: 'sendonly' });
    expect(bob.latest()?.heldByPeer).toBe(true);
    alice.engine.setHeld(aliceId, false);
    await settle();
    expect(bob.latest()?.heldByPeer).toBe(false);
    expect(alice.media[0]).toMatchObject({ microphoneOn: true, soundOn: true, direction: 'sendrecv' });
  });

  test('the other side’s re-INVITE does not take a held call back', async () => {
    const { alice, bob, aliceId, bobId } = await talking();
    alice.engine.setHeld(aliceId, true);
    await settle();
    bob.engine.setHeld(bobId, true);
    await settle();
    expect(alice.media[0]?.direction).toBe('sendonly');
    expect(alice.latest()?.held).toBe(true);
  });

  test('the other side’s re-INVITE does not repeat our ICE restart', async () => {
    const { alice, bob, bobId } = await talking();
    alice.media[0]?.become('failed');
    await settle();
    bob.engine.setHeld(bobId, true);
    await settle();
    expect(alice.latest()?.heldByPeer).toBe(true);
    expect(alice.media[0]?.iceRestarts).toBe(1);
  });

  test('muting survives hold', async () => {
    const { alice, aliceId } = await talking();
    alice.engine.setMuted(aliceId, true);
    alice.engine.setHeld(aliceId, true);
    await settle();
    alice.engine.setHeld(aliceId, false);
    await settle();
    expect(alice.media[0]).toMatchObject({ microphoneOn: false, soundOn: true });
  });

  test('digits go to the other side', async () => {
    const { alice, aliceId } = await talking();
    alice.engine.sendDtmf(aliceId, '5');
    alice.engine.sendDtmf(aliceId, '#');
    expect(alice.media[0]?.digits).toEqual(['5', '#']);
  });
});

describe('a second call', () => {
  test('waits beside the first, and answering it puts the first on hold', async () => {
    const { alice, bob, bobId } = await talking();
    const carol = await registered('carol');
    carol.engine.dial('sip:bob@example.com', null);
    await settle();
    expect(bob.engine.calls().map(({ phase }) => phase)).toEqual(['established', 'incoming']);
    bob.engine.answer(bob.engine.calls()[1]?.id ?? '');
    await settle();
    expect(bob.engine.calls().map(({ held }) => held)).toEqual([true, false]);
    expect(alice.latest()?.heldByPeer).toBe(true);
    bob.engine.setHeld(bobId, false);
    await settle();
    expect(bob.engine.calls().map(({ held }) => held)).toEqual([false, true]);
  });

  test('is possible, a third caller hears busy', async () => {
    const { bob } = await talking();
    const carol = await registered('carol');
    const dave = await registered('dave');
    carol.engine.dial('sip:bob@example.com', null);
    await settle();
    dave.engine.dial('sip:bob@example.com', null);
    await settle();
    expect(dave.latest()?.end?.cause).toBe('busy');
    expect(bob.engine.calls()).toHaveLength(2);
  });
});

describe('when the connection breaks', () => {
  test('the phone says so, comes back by itself and can be called again', async () => {
    const alice = await registered('alice');
    exchange.breakConnections();
    expect(alice.engine.registration()).toMatchObject({
      kind: 'reconnecting',
      reason: 'The connection was lost.',
    });
    expect(exchange.isRegistered('alice')).toBe(false);
    await settle(1_000);
    expect(alice.engine.registration()).toEqual({ kind: 'registered' });
    expect(exchange.isRegistered('alice')).toBe(true);
  });

  test('a running call goes on, and its sound looks for a new path after the return', async () => {
    const { alice, bob } = await talking();
    exchange.breakConnections();
    expect(phasesOf(alice, bob)).toEqual(['established', 'established']);
    await settle(8_000);
    expect(phasesOf(alice, bob)).toEqual(['established', 'established']);
    expect((alice.media[0]?.iceRestarts ?? 0) + (bob.media[0]?.iceRestarts ?? 0)).toBeGreaterThan(0);
  });

  test('a re-INVITE that was under way does not keep the sound from coming back', async () => {
    const { alice, bob } = await talking();
    // Changing networks: the sound breaks first, the dead connection is noticed later.
    exchange.deaf = true;
    alice.media[0]?.become('failed');
    await settle(2_000);
    exchange.deaf = false;
    exchange.breakConnections();
    await settle(8_000);
    expect(alice.media[0]?.iceRestarts).toBe(2);
    alice.media[0]?.become('connected');
    await settle(60_000);
    expect(phasesOf(alice, bob)).toEqual(['established', 'established']);
    expect(alice.latest()).toMatchObject({ recovering: false, notice: null });
  });

  test('a hold that could not be told is taken back, and works again after the return', async () => {
    const { alice, bob, aliceId } = await talking();
    exchange.deaf = true;
    alice.engine.setHeld(aliceId, true);
    await settle();
    exchange.deaf = false;
    exchange.breakConnections();
    await settle();
    expect(alice.latest()).toMatchObject({ held: false, notice: 'Hold did not work.' });
    await settle(8_000);
    alice.engine.setHeld(aliceId, true);
    await settle();
    expect(alice.latest()).toMatchObject({ held: true, notice: null });
    expect(bob.latest()?.heldByPeer).toBe(true);
  });

  test('a call that was still ringing is over, and says why', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    alice.engine.dial('sip:bob@example.com', null);
    await settle();
    exchange.breakConnections();
    expect([alice.latest()?.end?.cause, bob.latest()?.end?.cause]).toEqual([
      'connection-lost',
      'connection-lost',
    ]);
  });

  test('a call whose sound does not come back ends after half a minute', async () => {
    const { alice } = await talking();
    alice.media[0]?.become('failed');
    expect(alice.latest()?.recovering).toBe(true);
    await settle(20_000);
    expect(alice.latest()?.phase).toBe('established');
    await settle(10_000);
    expect(alice.latest()?.end?.cause).toBe('connection-lost');
  });

  test('a short gap in the sound is waited for', async () => {
    const { alice } = await talking();
    alice.media[0]?.become('disconnected');
    await settle(1_000);
    alice.media[0]?.become('connected');
    await settle(60_000);
    expect(alice.latest()).toMatchObject({ phase: 'established', recovering: false });
    expect(alice.media[0]?.iceRestarts).toBe(0);
  });

  test('a server that stays silent is left and tried again', async () => {
    const alice = await registered('alice');
    exchange.registrar = 'silent';
    alice.page.wake();
    await settle(8_000);
    expect(alice.engine.registration()).toMatchObject({
      kind: 'reconnecting',
      reason: 'The server does not answer.',
    });
    exchange.registrar = 'accepts';
    await settle(1_000);
    expect(alice.engine.registration()).toEqual({ kind: 'registered' });
  });
});

test('a wrong password is told and not tried again and again', async () => {
  exchange.registrar = { status: 403, headers: [] };
  const alice = phoneOf('alice');
  alice.engine.start();
  await settle();
  expect(alice.engine.registration()).toMatchObject({ kind: 'failed', credentialsRefused: true });
  const requests = exchange.seen.length;
  await settle(120_000);
  expect(exchange.seen).toHaveLength(requests);
});

test('signing out ends the call and takes the registration back', async () => {
  const { alice, bob } = await talking();
  const stopped = alice.engine.stop();
  await settle();
  await stopped;
  expect(exchange.isRegistered('alice')).toBe(false);
  expect(bob.latest()?.end?.cause).toBe('peer-hung-up');
});
