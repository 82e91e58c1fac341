import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { CallPhase, CallView } from '../core/call/call-engine.ts';
import { SipCallEngine } from '../core/sip/sip-call-engine.ts';
import { MemoryExchange } from './memory-exchange.ts';
import { MemoryMedia } from './memory-media.ts';

const microphoneStream: MediaStream = Object.assign(Object.create(null), { getTracks: () => [] });

export interface TestPhone {
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

/** Lets messages cross and short timers run. */
export const settle = (milliseconds = 50) => vi.advanceTimersByTimeAsync(milliseconds);

export function phasesOf(...people: TestPhone[]): (CallPhase | undefined)[] {
  return people.map((phone) => phone.latest()?.phase);
}

/** For each test a new exchange, and phones on it that stop when the test is over; the clock stands still. */
export function phonesOnAnExchange() {
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

  async function registered(username: string): Promise<TestPhone> {
    const phone = phoneOf(username);
    phone.engine.start();
    await settle();
    expect(phone.engine.registration()).toEqual({ kind: 'registered' });
    return phone;
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

  return {
    get exchange() {
      return exchange;
    },
    phoneOf,
    registered,
    talking,
  };
}
