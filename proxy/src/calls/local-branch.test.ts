import { MediaRelayError } from '@tandem/media-relay';
import { beforeEach, describe, expect, it } from 'vitest';
import { type RefusalKey, TandemError } from '../errors.ts';
import type { LocalCall } from './local-branch.ts';
import type { LocalConversation } from './local-dialog.ts';
import { sdp } from './testing/sip-text.ts';
import { useTestSystem } from './testing/use-test-system.ts';

const used = useTestSystem();

/** A room that remembers what happens to its only call. */
class TestRoom implements LocalConversation {
  readonly happened: string[] = [];
  readonly offers: string[] = [];
  call: LocalCall | null = null;
  refusal: RefusalKey | null = null;
  taken: Promise<void> = Promise.resolve();
  hangUp: (why?: RefusalKey) => void = () => undefined;

  answer(offer: string): string {
    if (offer.includes('m=audio 4666')) throw new MediaRelayError('no-common-codec', 'nothing in common');
    this.offers.push(offer);
    return sdp(7000, `a=x-answer:${this.offers.length}`);
  }
  key(key: string): void {
    this.happened.push(key);
  }
  begin(): void {
    this.happened.push('begin');
  }
  ended(): void {
    this.happened.push('ended');
  }
  onHangUp(listener: (why?: RefusalKey) => void): void {
    this.hangUp = listener;
  }
}

let room: TestRoom;
const numbers = {
  '+493012345': { destination: { kind: 'conference', conference: 'monday' } as const, trunkId: null },
};
const conferences = [{ name: 'monday', displayName: 'Monday' }];

beforeEach(async () => {
  await used.restart({}, { numbers, conferences });
  room = new TestRoom();
  used.system.local.answerer = {
    async answer(call) {
      room.call = call;
      await room.taken;
      if (room.refusal) throw new TandemError(room.refusal);
      return room;
    },
  };
});

const dial = async (body: string | undefined = sdp(4000)) => {
  const alice = await used.system.phone('alice');
  return { alice, a: alice.invite('+493012345', body === '' ? {} : { body }) };
};

const enter = async () => {
  const { alice, a } = await dial();
  const ok = await a.confirm();
  await expect.poll(() => room.happened).toContain('begin');
  return { alice, a, ok };
};

const hangUp = async ({ alice, a }: Awaited<ReturnType<typeof dial>>): Promise<void> => {
  a.request('BYE');
  await alice.take(200);
};

describe('a call to something in this process', () => {
  it('is answered through the relay, and its record says what took it', async () => {
    const talk = await enter();
    expect(room.offers[0]).toContain('x-relay:offer by caller rtp>rtp');
    expect(talk.ok.body).toContain('x-answer:1');
    expect(talk.ok.body).toContain('x-relay:answer by callee');
    expect(room.call).toMatchObject({ callerUri: 'sip:alice@example.com', callerUsername: 'alice' });
    await hangUp(talk);
    expect(await used.record()).toMatchObject({
      outcome: 'answered',
      hungUpBy: 'caller',
      answeredBy: 'sip:monday@example.com',
      calleeUri: 'sip:monday@example.com',
      calleeUsername: null,
      calleeLeg: { codec: 'opus' },
      // No message goes to the room, so that a ladder of the call has nothing to draw there.
      details: { legs: [{ party: 'caller' }] },
    });
    expect(room.happened).toEqual(['begin', 'ended']);
  });

  it('is held and resumed by the caller', async () => {
    const talk = await enter();
    for (const [place, direction] of ['sendonly', 'sendrecv'].entries()) {
      talk.a.request('INVITE', { body: sdp(4000, `a=${direction}\r\na=x:1`) });
      const ok = await talk.alice.take(200);
      expect(room.offers.at(-1)).toContain(`a=${direction}`);
      expect(ok.body).toContain(`x-answer:${place + 2}`);
      talk.a.ack();
    }
    await hangUp(talk);
    await used.record();
  });

  it('goes on as it was after an offer that has nothing in common', async () => {
    const talk = await enter();
    talk.a.request('INVITE', { body: sdp(4666) });
    await talk.alice.take(488);
    talk.a.ack();
    talk.a.request('UPDATE', { body: sdp(4002) });
    expect((await talk.alice.take(200)).body).toContain('x-answer');
    await hangUp(talk);
    await used.record();
  });

  it('gives the caller an offer when he asks for one in the call', async () => {
    const talk = await enter();
    talk.a.request('INVITE');
    expect((await talk.alice.take(200)).body).toContain('x-answer:1');
    talk.a.ack(sdp(4004));
    await expect.poll(() => room.offers.at(-1)).toContain('m=audio 4004');
    await hangUp(talk);
    await used.record();
  });

  it('offers G.711 to a caller who leaves the offer to us', async () => {
    const { alice, a } = await dial('');
    const ok = await a.confirm(sdp(4000));
    expect(room.offers[0]).toContain('PCMA/8000');
    expect(ok.body).toContain('x-relay:offer by callee');
    await expect.poll(() => room.happened).toEqual(['begin']);
    expect(room.offers[1]).toContain('x-relay:answer by caller');
    await hangUp({ alice, a });
    expect(await used.record()).toMatchObject({ outcome: 'answered' });
    expect(room.happened).toEqual(['begin', 'ended']);
  });

  it('gets keys by INFO; an INFO that is no key, MESSAGE and OPTIONS have their answer', async () => {
    const talk = await enter();
    talk.a.request('INFO', { body: 'Signal=5\r\nDuration=160\r\n', type: 'application/dtmf-relay' });
    await talk.alice.take(200);
    expect(room.happened).toEqual(['begin', '5']);
    talk.a.request('INFO', { body: 'Signal=hf\r\n', type: 'application/dtmf-relay' });
    await talk.alice.take(415);
    talk.a.request('MESSAGE', { body: 'hello', type: 'text/plain' });
    await talk.alice.take(405);
    talk.a.request('OPTIONS');
    await talk.alice.take(200);
    await hangUp(talk);
    await used.record();
  });

  it('is hung up by it', async () => {
    const { alice } = await enter();
    room.hangUp();
    alice.reply(await alice.take('BYE'), 200);
    expect(await used.record()).toMatchObject({ outcome: 'answered', hungUpBy: 'callee' });
    expect(room.happened).toEqual(['begin', 'ended']);
  });

  it('is hung up by it for a reason that the record tells', async () => {
    const { alice } = await enter();
    room.hangUp('limit-reached');
    alice.reply(await alice.take('BYE'), 200);
    expect(await used.record()).toMatchObject({ reason: expect.stringMatching(/^limit-reached: /) });
  });

  it('is refused by it with the status of the reason', async () => {
    room.refusal = 'busy';
    const { alice } = await dial();
    await alice.take(486);
    expect(await used.record()).toMatchObject({ outcome: 'busy', answeredBy: null });
    expect([room.happened, used.system.relay.began()]).toEqual([[], 0]);
  });

  it('is not found when there is no such thing any more', async () => {
    used.system.local.answerer = null;
    const { alice } = await dial();
    await alice.take(404);
    expect(await used.record()).toMatchObject({ outcome: 'not-found' });
  });

  it('is left alone when the caller gives up before the answer', async () => {
    let take: () => void = () => undefined;
    room.taken = new Promise((resolve) => {
      take = resolve;
    });
    const { alice, a } = await dial();
    await expect.poll(() => room.call).not.toBeNull();
    a.cancel();
    await alice.take(487);
    take();
    await expect.poll(() => room.happened).toEqual(['ended']);
    expect(await used.record()).toMatchObject({ outcome: 'cancelled' });
  });

  it('ends when the relay is lost', async () => {
    const { alice } = await enter();
    used.system.relay.lose('it died');
    alice.reply(await alice.take('BYE'), 200);
    expect(await used.record()).toMatchObject({ reason: expect.stringMatching(/^media-relay-down/) });
    expect(room.happened).toEqual(['begin', 'ended']);
  });

  it('is refused while there is no relay, with its reason', async () => {
    used.system.relay.failNext = new MediaRelayError('unavailable', 'no healthy node');
    const { alice } = await dial();
    await alice.take(503);
    expect(await used.record()).toMatchObject({ reason: expect.stringMatching(/^media-relay-down/) });
    expect(room.happened).toEqual(['ended']);
  });

  it('is refused where media goes without a relay', async () => {
    used.system.relay.mode = 'direct';
    const { alice } = await dial();
    await alice.take(488);
    expect(await used.record()).toMatchObject({ reason: expect.stringMatching(/^needs-media-relay/) });
  });

  it('asks the caller now and then whether he is still there, and the process not', async () => {
    await used.restart({ sessionExpiresSeconds: 0.6 }, { numbers, conferences });
    used.system.local.answerer = { answer: () => room };
    const talk = await enter();
    for (let refresh = 0; refresh < 2; refresh += 1) {
      const again = await talk.alice.take('INVITE');
      expect(again.body).toBe(talk.ok.body);
      talk.alice.reply(again, 200, { body: sdp(4000) });
      await talk.alice.take('ACK');
    }
    expect(room.offers).toHaveLength(1);
    await hangUp(talk);
    await used.record();
  });
});
