import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Baresip, type BaresipOptions } from '../peers/baresip.ts';
import { RawSip, statusOf } from '../peers/raw-sip.ts';
import { Tandem, type TandemUser } from '../peers/tandem.ts';
import { HIGH, steady } from './hearing.ts';

let tandem: Tandem;

beforeAll(async () => {
  tandem = await Tandem.start({ TANDEM_CALLS_RING_TIMEOUT_SECONDS: '4' });
});

afterAll(() => tandem?.stop());

type Cleanup = (stop: () => Promise<void>) => void;

/** A new user with a baresip. */
async function phone(
  onTestFinished: Cleanup,
  username: string,
  options: Partial<BaresipOptions> = {},
): Promise<{ user: TandemUser; baresip: Baresip }> {
  const user = await tandem.addUser(username);
  const baresip = await Baresip.start({
    username,
    says: steady(HIGH),
    account: { domain: tandem.sipAddress, password: user.password },
    ...options,
  });
  onTestFinished(() => baresip.stop());
  return { user, baresip };
}

const uri = (username: string) => `sip:${username}@${tandem.sipAddress}`;

describe.concurrent('a call', () => {
  test('to somebody unknown is answered 404', async ({ onTestFinished }) => {
    const { baresip } = await phone(onTestFinished, 'a1');
    await baresip.dial(uri('nobody'));
    expect(await baresip.event('CALL_CLOSED')).toMatch(/404/);
    expect(await tandem.callRecord('a1', 'nobody')).toMatchObject({ outcome: 'not-found', sipStatus: 404 });
  });

  test('to somebody without a registered phone is answered 480', async ({ onTestFinished }) => {
    const { baresip } = await phone(onTestFinished, 'a2');
    await tandem.addUser('b2');
    await baresip.dial(uri('b2'));
    expect(await baresip.event('CALL_CLOSED')).toMatch(/480/);
    expect(await tandem.callRecord('a2', 'b2')).toMatchObject({ outcome: 'unreachable', sipStatus: 480 });
  });

  test('to somebody who talks already is answered 486', async ({ onTestFinished }) => {
    const [caller, callee, other] = await Promise.all([
      phone(onTestFinished, 'a3'),
      phone(onTestFinished, 'b3', { callsAtOnce: 1 }),
      phone(onTestFinished, 'c3'),
    ]);
    await callee.baresip.dial(uri('c3'));
    await Promise.all([callee.baresip.event('CALL_ESTABLISHED'), other.baresip.event('CALL_ESTABLISHED')]);
    await caller.baresip.dial(uri('b3'));
    expect(await caller.baresip.event('CALL_CLOSED')).toMatch(/486/);
    expect(await tandem.callRecord('a3', 'b3')).toMatchObject({ outcome: 'busy', sipStatus: 486 });
  });

  test('that nobody answers ends after the ring time on both sides', async ({ onTestFinished }) => {
    const [caller, callee] = await Promise.all([
      phone(onTestFinished, 'a4'),
      phone(onTestFinished, 'b4', { answers: 'by command' }),
    ]);
    await caller.baresip.dial(uri('b4'));
    await callee.baresip.event('CALL_INCOMING');
    await caller.baresip.event('CALL_RINGING');
    expect(await caller.baresip.event('CALL_CLOSED')).toMatch(/480/);
    await callee.baresip.event('CALL_CLOSED');
    const record = await tandem.callRecord('a4', 'b4');
    expect(record).toMatchObject({
      outcome: 'no-answer',
      sipStatus: 480,
      hungUpBy: 'system',
      answeredAt: null,
    });
    expect(record.ringingAt).not.toBeNull();
  });

  test('that is cancelled while it rings stops ringing', async ({ onTestFinished }) => {
    const [caller, callee] = await Promise.all([
      phone(onTestFinished, 'a5'),
      phone(onTestFinished, 'b5', { answers: 'by command' }),
    ]);
    await caller.baresip.dial(uri('b5'));
    await caller.baresip.event('CALL_RINGING');
    await caller.baresip.hangUp();
    await callee.baresip.event('CALL_CLOSED');
    expect(await tandem.callRecord('a5', 'b5')).toMatchObject({
      outcome: 'cancelled',
      sipStatus: 487,
      hungUpBy: 'caller',
    });
  });

  test('rings every phone of the callee, and those that lose stop when one answers', async ({
    onTestFinished,
  }) => {
    const caller = await phone(onTestFinished, 'a6');
    const first = await phone(onTestFinished, 'b6', { answers: 'by command' });
    const second = await Baresip.start({
      username: 'b6',
      says: steady(HIGH),
      answers: 'by command',
      transport: 'tcp',
      account: { domain: tandem.sipAddress, password: first.user.password },
    });
    onTestFinished(() => second.stop());
    await caller.baresip.dial(uri('b6'));
    await Promise.all([first.baresip.event('CALL_INCOMING'), second.event('CALL_INCOMING')]);
    await second.answer();
    await Promise.all([caller.baresip.event('CALL_ESTABLISHED'), first.baresip.event('CALL_CLOSED')]);
    await second.hangUp();
    await caller.baresip.event('CALL_CLOSED');
    expect(await tandem.callRecord('a6', 'b6')).toMatchObject({ outcome: 'answered', hungUpBy: 'callee' });
  });

  test('without credentials is challenged, and without a readable session description is refused', async ({
    onTestFinished,
  }) => {
    const [{ user }] = await Promise.all([phone(onTestFinished, 'a7'), phone(onTestFinished, 'b7')]);
    const peer = await RawSip.start(tandem.sipAddress);
    onTestFinished(async () => peer.stop());
    const invite = {
      method: 'INVITE',
      uri: uri('b7'),
      from: 'sip:a7@127.0.0.1',
      body: { type: 'application/sdp', text: 'v=0\r\nthis is no session description\r\n' },
    };
    expect(statusOf(await peer.request(invite))).toBe(401);
    expect([400, 488]).toContain(statusOf(await peer.requestAs(user, invite)));
    const noCodec = {
      ...invite,
      body: {
        type: 'application/sdp',
        text: 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9000 RTP/AVP 77\r\na=rtpmap:77 no-such-codec/8000\r\n',
      },
    };
    expect(statusOf(await peer.requestAs(user, noCodec))).toBe(488);
  });

  test('that claims to come from somebody else shows who really calls', async ({ onTestFinished }) => {
    const [{ user }, callee] = await Promise.all([phone(onTestFinished, 'a8'), phone(onTestFinished, 'b8')]);
    const peer = await RawSip.start(tandem.sipAddress);
    onTestFinished(async () => peer.stop());
    const claimed = { method: 'INVITE', uri: uri('b8'), from: 'sip:boss@127.0.0.1', body: OFFER };
    expect(statusOf(await peer.requestAs(user, claimed))).toBe(200);
    await callee.baresip.event('CALL_ESTABLISHED');
    expect(callee.baresip.events.at(-1)?.peer).toMatch(/^sip:a8@/);
  });

  test('of a stranger reaches what an admin opened to anyone, and nothing else', async ({
    onTestFinished,
  }) => {
    const [, callee] = await Promise.all([phone(onTestFinished, 'a9'), phone(onTestFinished, 'b9')]);
    await tandem.write('PUT', '/routing/settings', { openToAnyone: { usernames: ['b9'] } }, 0);
    const peer = await RawSip.start(tandem.sipAddress, '127.0.0.9');
    onTestFinished(async () => peer.stop());
    const call = (to: string, from = 'sip:visitor@elsewhere.example') =>
      peer.request({ method: 'INVITE', uri: to, from, body: OFFER });
    expect(statusOf(await call(uri('a9')))).toBe(401);
    expect(statusOf(await call(uri('+14155552671')))).toBe(401);
    expect(statusOf(await call('sip:somebody@third.example'))).toBe(401);
    expect(statusOf(await call(uri('b9'), 'sip:a9@127.0.0.1'))).toBe(401);
    expect(statusOf(await call(uri('b9')))).toBe(200);
    await callee.baresip.event('CALL_ESTABLISHED');
    expect(callee.baresip.events.at(-1)?.peer).toBe('sip:visitor@elsewhere.example');
    await callee.baresip.hangUp();
  });
});

const OFFER = {
  type: 'application/sdp',
  text: 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9000 RTP/AVP 0\r\n',
};
