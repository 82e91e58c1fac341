import { MediaRelayError } from '@tandem/media-relay';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { header, type Sip, sdp } from './testing/sip-text.ts';
import type { TestDialog, TestPhone } from './testing/test-phone.ts';
import { startTestSystem, type TestSystem } from './testing/test-system.ts';

let system: TestSystem;
const start = async (...options: Parameters<typeof startTestSystem>): Promise<void> => {
  system = await startTestSystem(...options);
};
const restart = async (...options: Parameters<typeof startTestSystem>): Promise<void> => {
  await system.close();
  await start(...options);
};

/** Waits for the record of the only call, and for everything of it to be gone. */
async function record() {
  await vi.waitFor(() => expect([system.records.length, system.calls.count()]).toEqual([1, 0]));
  const [only] = system.records;
  return only;
}

interface Talk {
  readonly alice: TestPhone;
  readonly bob: TestPhone;
  /** The dialogs of the two with us. */
  readonly a: TestDialog;
  readonly b: TestDialog;
  readonly invite: Sip;
  readonly ok: Sip;
}

/** Alice calls bob, and he answers. */
async function talk(): Promise<Talk> {
  const alice = await system.phone('alice');
  const bob = await system.phone('bob');
  const a = alice.invite('bob', { body: sdp(4000) });
  const invite = await bob.take('INVITE');
  bob.reply(invite, 200, { body: sdp(5000) });
  const ok = await a.confirm();
  await bob.take('ACK');
  return { alice, bob, a, b: bob.dialogOf(invite), invite, ok };
}

beforeEach(() => start());
afterEach(async () => {
  await system.close();
  // Whatever happened: no call, no ports on the relay, nothing odd in the log.
  expect(system.calls.count()).toBe(0);
  expect([...system.relay.open]).toEqual([]);
  expect(system.complaints).toEqual([]);
});

describe('a call', () => {
  it('is answered, and hung up by the caller', async () => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    const a = alice.invite('bob', {
      body: sdp(4000),
      lines: [
        ['Subject', 'lunch'],
        ['X-Internal', '10.0.0.1'],
      ],
    });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    await alice.take(180);
    bob.reply(invite, 200, { body: sdp(5000) });
    const ok = await a.confirm();
    await bob.take('ACK');
    expect(system.calls.active()).toMatchObject([{ state: 'answered', caller: 'sip:alice@example.com' }]);

    expect(invite.startLine).toBe(`INVITE ${bob.contact} SIP/2.0`);
    expect(header(invite, 'From')).toMatch(/^"Alice \\"A\\" Adams" <sip:alice@example.com>;tag=/);
    expect(header(invite, 'To')).toBe('<sip:bob@example.com>');
    expect(header(invite, 'Subject')).toBe('lunch');
    expect(header(invite, 'Max-Forwards')).toBe('69');
    expect(invite.headers.flat().join(' ')).not.toMatch(
      new RegExp(`10\\.0\\.0\\.1|${alice.port}|${a.callId}`),
    );
    expect(invite.body).toContain('x-relay:offer by caller rtp>rtp');
    expect(ok.headers.flat().join(' ')).not.toContain(String(bob.port));
    expect(ok.body).toContain('x-relay:answer by callee rtp>rtp');

    a.request('BYE', { lines: [['Reason', 'Q.850;cause=16']] });
    await alice.take(200);
    const bye = await bob.take('BYE');
    expect(header(bye, 'Reason')).toBe('Q.850;cause=16');
    bob.reply(bye, 200);
    expect(await record()).toMatchObject({
      callId: a.callId,
      node: 'test',
      callerUsername: 'alice',
      calleeUsername: 'bob',
      callerUri: 'sip:alice@example.com',
      callerName: 'Alice "A" Adams',
      calleeUri: 'sip:bob@example.com',
      answeredBy: bob.contact,
      outcome: 'answered',
      hungUpBy: 'caller',
      sipStatus: 200,
      ringingAtMs: expect.any(Number),
      answeredAtMs: expect.any(Number),
      callerLeg: { codec: 'PCMU', packets: 100, packetsLost: 1, jitterMs: 0.5, mos: 4.2 },
      calleeLeg: { codec: 'opus' },
    });
  });

  it('is hung up by the callee', async () => {
    const { alice, bob, b } = await talk();
    b.request('BYE');
    await bob.take(200);
    alice.reply(await alice.take('BYE'), 200);
    expect(await record()).toMatchObject({ outcome: 'answered', hungUpBy: 'callee', sipStatus: 200 });
  });

  it('hung up by both at once ends once', async () => {
    const { alice, bob, a, b } = await talk();
    a.request('BYE');
    b.request('BYE');
    await Promise.all([alice.take(200), bob.take(200)]);
    await record();
  });

  it('passes early media of the only phone, and uses it for the answer', async () => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 183, { body: sdp(5000) });
    const progress = await alice.take(183);
    expect(progress.body).toContain('x-relay:answer by callee');
    bob.reply(invite, 200, { body: sdp(5000) });
    expect((await a.confirm()).body).toBe(progress.body);
    a.request('BYE');
    bob.reply(await bob.take('BYE'), 200);
    await record();
  });

  it('is told reliably that it rings when the caller requires it', async () => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000), lines: [['Require', '100rel']] });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    const ringing = await alice.take(180);
    a.accept(ringing);
    a.request('PRACK', { lines: [['RAck', `${header(ringing, 'RSeq')} 1 INVITE`]] });
    await alice.take(200);
    bob.reply(invite, 486);
    await alice.take(486);
    await record();
  });

  it.each<[string, number, number, string]>([
    ['busy', 486, 486, 'busy'],
    ['busy everywhere', 600, 486, 'busy'],
    ['declining', 603, 603, 'declined'],
    ['not answering', 480, 480, 'no-answer'],
    ['broken', 500, 403, 'rejected'],
    ['out of service', 503, 480, 'unreachable'],
    ['unknown to itself', 404, 480, 'unreachable'],
    ['asking for a password', 401, 403, 'rejected'],
    ['sending the caller elsewhere', 302, 403, 'rejected'],
  ])('to somebody %s (%i) is refused with %i', async (_what, theirs, ours, outcome) => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    bob.reply(invite, theirs);
    await bob.take('ACK');
    await alice.take(ours);
    expect(await record()).toMatchObject({ outcome, sipStatus: ours, answeredAtMs: null });
  });

  it.each<[string, string, string | undefined, number, string]>([
    ['nobody', 'dave', sdp(4000), 404, 'not-found'],
    ['somebody without a phone', 'carol', sdp(4000), 480, 'unreachable'],
    ['somebody with a broken description', 'bob', 'v=0\r\nhello\r\n', 400, 'rejected'],
  ])('to %s is refused', async (_what, callee, body, status, outcome) => {
    const alice = await system.phone('alice');
    await system.phone('bob');
    alice.invite(callee, body === undefined ? {} : { body });
    await alice.take(status);
    expect(await record()).toMatchObject({ outcome, sipStatus: status, hungUpBy: 'system' });
  });

  it.each<[string, [string, string], number, string, RegExp]>([
    ['requires what nobody has', ['Require', 'foo, 100rel'], 420, 'Unsupported', /^foo$/],
    ['brings another body', ['Content-Type', 'text/plain'], 415, 'Accept', /^application\/sdp$/],
    ['went round too often', ['Max-Forwards', '0'], 482, 'Server', /^$/],
  ])('that %s is refused', async (_what, line, status, name, value) => {
    const alice = await system.phone('alice');
    await system.phone('bob');
    alice.invite('bob', { body: sdp(4000), lines: [line] });
    expect(header(await alice.take(status), name)).toMatch(value);
    await record();
  });

  it('gets no answer in time', async () => {
    await restart({ ringTimeoutMs: 300 });
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    const cancel = await bob.take('CANCEL');
    expect(header(cancel, 'Reason')).toContain('cause=480');
    bob.reply(cancel, 200);
    bob.reply(invite, 487);
    await alice.take(480);
    expect(await record()).toMatchObject({ outcome: 'no-answer', sipStatus: 480, hungUpBy: 'system' });
  });

  it('to a phone that is switched off is told to be unreachable', async () => {
    const alice = await system.phone('alice');
    (await system.phone('bob')).silent = true;
    alice.invite('bob', { body: sdp(4000) });
    await alice.take(480);
    expect(await record()).toMatchObject({ outcome: 'unreachable' });
  });

  it('is cancelled while it rings', async () => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    await alice.take(180);
    a.cancel([['Reason', 'SIP;cause=200;text="x"']]);
    await alice.take(487);
    const cancel = await bob.take('CANCEL');
    expect(header(cancel, 'Reason')).toBe('SIP;cause=200;text="x"');
    bob.reply(cancel, 200);
    bob.reply(invite, 487);
    expect(await record()).toMatchObject({ outcome: 'cancelled', hungUpBy: 'caller', sipStatus: 487 });
  });

  it('cancelled before the phone says anything is cancelled as soon as it does', async () => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    a.cancel();
    await alice.take(487);
    bob.reply(invite, 180);
    bob.reply(await bob.take('CANCEL'), 200);
    bob.reply(invite, 487);
    await record();
  });

  it('answered in the moment of its cancelling is hung up', async () => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    await alice.take(180);
    a.cancel();
    await bob.take('CANCEL');
    bob.reply(invite, 200, { body: sdp(5000) });
    await bob.take('ACK');
    bob.reply(await bob.take('BYE'), 200);
    expect(await record()).toMatchObject({ outcome: 'cancelled' });
  });

  it('cancelled before it is known who calls rings nowhere', async () => {
    let settle: () => void = () => undefined;
    system.authentication = new Promise((resolve) => {
      settle = resolve;
    });
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    await alice.take(100);
    a.cancel();
    await alice.take(487);
    settle();
    expect(await record()).toMatchObject({ outcome: 'cancelled' });
    expect(bob.rest()).toEqual([]);
  });

  it('whose caller never acknowledges the answer is hung up', async () => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    bob.reply(await bob.take('INVITE'), 200, { body: sdp(5000) });
    alice.reply(await alice.take('BYE'), 481);
    bob.reply(await bob.take('BYE'), 200);
    expect(await record()).toMatchObject({ reason: expect.stringMatching(/^leg-lost: .*caller/) });
  });

  it('hung up by the callee before the caller acknowledged is hung up after that', async () => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 200, { body: sdp(5000) });
    await bob.take('ACK');
    const ok = await alice.take(200);
    bob.dialogOf(invite).request('BYE');
    await bob.take(200);
    expect(alice.rest()).not.toContainEqual(expect.stringMatching(/^BYE/));
    a.accept(ok);
    a.ack();
    alice.reply(await alice.take('BYE'), 200);
    expect(await record()).toMatchObject({ outcome: 'answered', hungUpBy: 'callee' });
  });

  it('to a domain elsewhere goes there', async () => {
    const alice = await system.phone('alice');
    const carol = await system.phone('carol', null);
    alice.invite('x', { body: sdp(4000), uri: `sip:carol@localhost:${carol.port}` });
    const invite = await carol.take('INVITE');
    carol.reply(invite, 404);
    await alice.take(404);
    expect(await record()).toMatchObject({ outcome: 'not-found', calleeUsername: null });
  });

  it('is refused with a time to try again when there are too many', async () => {
    await restart({ maxCalls: 0 });
    const alice = await system.phone('alice');
    alice.invite('bob', { body: sdp(4000) });
    expect(header(await alice.take(503), 'Retry-After')).toBe('5');
    expect(await record()).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringMatching(/^overloaded/),
    });
  });

  it('to a registered user goes on while the database is down, to others it is refused for now', async () => {
    system.directory.down = true;
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    bob.reply(await bob.take('INVITE'), 486);
    await alice.take(486);
    alice.invite('carol', { body: sdp(4000) });
    await alice.take(503);
    await vi.waitFor(() => expect(system.records.map(({ outcome }) => outcome)).toEqual(['busy', 'failed']));
    system.complaints.length = 0;
  });
});

describe('a call to somebody with two phones', () => {
  it('rings on both, is answered on one and stops ringing on the other', async () => {
    const alice = await system.phone('alice');
    const desk = await system.phone('bob');
    const mobile = await system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    const [first, second] = await Promise.all([desk.take('INVITE'), mobile.take('INVITE')]);
    expect(system.relay.began()).toBe(2);
    desk.reply(first, 183, { body: sdp(5000) });
    expect((await alice.take(180)).body).toBe('');
    mobile.reply(second, 180);
    mobile.reply(second, 200, { body: sdp(6000) });
    const ok = await a.confirm();
    expect(ok.body).toContain('m=audio 6000');
    const cancel = await desk.take('CANCEL');
    expect(header(cancel, 'Reason')).toBe('SIP;cause=200;text="Call completed elsewhere"');
    desk.reply(cancel, 200);
    desk.reply(first, 487);
    expect(system.relay.open.size).toBe(1);
    a.request('BYE');
    mobile.reply(await mobile.take('BYE'), 200);
    expect(await record()).toMatchObject({ answeredBy: mobile.contact });
    expect(alice.rest()).toEqual(['SIP/2.0 100 Trying', 'SIP/2.0 200 OK']);
  });

  it('answered on both hangs up the later one', async () => {
    const alice = await system.phone('alice');
    const desk = await system.phone('bob');
    const mobile = await system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    const [first, second] = await Promise.all([desk.take('INVITE'), mobile.take('INVITE')]);
    desk.reply(first, 200, { body: sdp(5000) });
    mobile.reply(second, 200, { body: sdp(6000) });
    await a.confirm();
    await Promise.all([desk.take('ACK'), mobile.take('ACK')]);
    const bye = await Promise.race([desk.take('BYE'), mobile.take('BYE')]);
    const loser = bye.startLine.includes(String(desk.port)) ? desk : mobile;
    loser.reply(bye, 200);
    expect(system.relay.open.size).toBe(1);
    a.request('BYE');
    const winner = loser === desk ? mobile : desk;
    winner.reply(await winner.take('BYE'), 200);
    await record();
  });

  it('declined on one stops ringing on the other', async () => {
    const alice = await system.phone('alice');
    const desk = await system.phone('bob');
    const mobile = await system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    const [first, second] = await Promise.all([desk.take('INVITE'), mobile.take('INVITE')]);
    desk.reply(first, 180);
    mobile.reply(second, 603);
    desk.reply(await desk.take('CANCEL'), 200);
    desk.reply(first, 487);
    await alice.take(603);
    expect(await record()).toMatchObject({ outcome: 'declined', hungUpBy: 'callee' });
  });

  it('that is busy on one and off on the other is busy', async () => {
    const alice = await system.phone('alice');
    const desk = await system.phone('bob');
    (await system.phone('bob')).silent = true;
    alice.invite('bob', { body: sdp(4000) });
    desk.reply(await desk.take('INVITE'), 486);
    await alice.take(486);
    expect(await record()).toMatchObject({ outcome: 'busy' });
  });

  it('does not ring on the phone that calls', async () => {
    const desk = await system.phone('bob');
    const mobile = await system.phone('bob');
    mobile.invite('bob', { body: sdp(4000) });
    desk.reply(await desk.take('INVITE'), 486);
    await mobile.take(486);
    expect(mobile.rest()).toEqual(['SIP/2.0 100 Trying']);
    await record();
  });
});

describe('media of a call', () => {
  it.each<[string, 'ws' | 'tls', string]>([
    ['a browser', 'ws', 'webrtc'],
    ['a phone on TLS', 'tls', 'rtp'],
  ])('to %s is offered in its kind', async (_what, transport, kind) => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob', { transport });
    alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    expect(invite.body).toContain(`x-relay:offer by caller rtp>${kind}`);
    bob.reply(invite, 486);
    await alice.take(486);
    await record();
  });

  it('is offered encrypted to a phone that refused it plain', async () => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    const plain = await bob.take('INVITE');
    bob.reply(plain, 488);
    const encrypted = await bob.take('INVITE');
    expect(encrypted.body).toContain('x-relay:offer by caller rtp>sdes');
    bob.reply(encrypted, 200, { body: sdp(5000) });
    expect((await a.confirm()).body).toContain('x-relay:answer by callee sdes>rtp');
    a.request('BYE');
    bob.reply(await bob.take('BYE'), 200);
    await record();
  });

  it('that nobody can agree on is refused', async () => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    bob.reply(await bob.take('INVITE'), 488);
    bob.reply(await bob.take('INVITE'), 488);
    await alice.take(488);
    expect(await record()).toMatchObject({ outcome: 'rejected' });
  });

  it('without a relay refuses the call for now', async () => {
    system.relay.down = true;
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    expect(header(await alice.take(503), 'Retry-After')).toBe('5');
    expect(await record()).toMatchObject({
      outcome: 'failed',
      reason: expect.stringMatching(/^media-relay-down/),
    });
    expect(bob.rest()).toEqual([]);
    expect(system.complaints.splice(0)).toHaveLength(1);
  });

  it('that fails at the answer refuses the caller and hangs up the callee', async () => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    system.relay.failNext = new MediaRelayError('no-common-codec', 'nothing in common');
    bob.reply(invite, 200, { body: sdp(5000) });
    await bob.take('ACK');
    const bye = await bob.take('BYE');
    expect(header(bye, 'Reason')).toContain('cause=488');
    bob.reply(bye, 200);
    await alice.take(488);
    expect(await record()).toMatchObject({ outcome: 'rejected', sipStatus: 488 });
  });

  it('that is lost ends the call for both', async () => {
    const { alice, bob } = await talk();
    system.relay.lose('the node died');
    const byes = await Promise.all([alice.take('BYE'), bob.take('BYE')]);
    alice.reply(byes[0], 200);
    bob.reply(byes[1], 200);
    expect(header(byes[0], 'Reason')).toBe('SIP;cause=503;text="Media Relay Unavailable"');
    expect(await record()).toMatchObject({
      outcome: 'answered',
      hungUpBy: 'system',
      reason: expect.stringMatching(/^media-relay-down: .*the node died/),
    });
  });

  it('lost while it rings refuses the call', async () => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    await alice.take(180);
    system.relay.lose('the node died');
    bob.reply(await bob.take('CANCEL'), 200);
    bob.reply(invite, 487);
    await alice.take(503);
    await record();
  });
});

describe('a call without an offer', () => {
  it('takes the offer of the callee to the caller and his answer back', async () => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    const a = alice.invite('bob');
    const invite = await bob.take('INVITE');
    expect(invite.body).toBe('');
    bob.reply(invite, 200, { body: sdp(5000) });
    const ok = await a.confirm(sdp(4000));
    expect(ok.body).toContain('m=audio 5000');
    expect(ok.body).toContain('x-relay:offer by callee rtp>rtp');
    const ack = await bob.take('ACK');
    expect(ack.body).toContain('m=audio 4000');
    expect(ack.body).toContain('x-relay:answer by caller rtp>rtp');
    const b = bob.dialogOf(invite);
    b.request('BYE');
    await bob.take(200);
    alice.reply(await alice.take('BYE'), 200);
    expect(await record()).toMatchObject({ outcome: 'answered', hungUpBy: 'callee' });
  });

  it('whose caller never answers the offer is hung up', async () => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    const a = alice.invite('bob');
    bob.reply(await bob.take('INVITE'), 200, { body: sdp(5000) });
    await a.confirm();
    await bob.take('ACK');
    bob.reply(await bob.take('BYE'), 200);
    alice.reply(await alice.take('BYE'), 200);
    expect(await record()).toMatchObject({ outcome: 'rejected', reason: expect.stringMatching(/^bad-sdp/) });
  });

  it('cancelled in the moment of the answer hangs up the callee', async () => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    const desk = await system.phone('bob');
    const a = alice.invite('bob');
    const [first, second] = await Promise.all([bob.take('INVITE'), desk.take('INVITE')]);
    desk.reply(second, 180);
    a.cancel();
    await alice.take(487);
    bob.reply(first, 200, { body: sdp(5000) });
    await bob.take('ACK');
    bob.reply(await bob.take('BYE'), 200);
    desk.reply(await desk.take('CANCEL'), 200);
    desk.reply(second, 487);
    expect(await record()).toMatchObject({ outcome: 'cancelled' });
  });
});

describe('a browser', () => {
  it('calls and is called over its WebSocket', async () => {
    const alice = await system.browser('alice');
    const bob = await system.browser('bob');
    const a = alice.invite('bob', { body: sdp(4000).replace('RTP/AVP', 'UDP/TLS/RTP/SAVPF') });
    const invite = await bob.take('INVITE');
    expect(invite.body).toContain('x-relay:offer by caller webrtc>webrtc');
    bob.reply(invite, 200, { body: sdp(5000) });
    await a.confirm();
    await bob.take('ACK');
    const b = bob.dialogOf(invite);
    b.request('BYE');
    alice.reply(await alice.take('BYE'), 200);
    await record();
  });

  it('that closes while it calls stops the ringing', async () => {
    const alice = await system.browser('alice');
    const bob = await system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    await alice.take(180);
    alice.close();
    bob.reply(await bob.take('CANCEL'), 200);
    bob.reply(invite, 487);
    expect(await record()).toMatchObject({ reason: expect.stringMatching(/^leg-lost/), answeredAtMs: null });
  });

  it('that closes while it is called is unreachable', async () => {
    const alice = await system.phone('alice');
    const bob = await system.browser('bob');
    alice.invite('bob', { body: sdp(4000) });
    await bob.take('INVITE');
    bob.close();
    await alice.take(480);
    expect(await record()).toMatchObject({ outcome: 'unreachable' });
  });

  it('that is closed already is unreachable', async () => {
    const alice = await system.phone('alice');
    const bob = await system.browser('bob');
    const closed = new Promise((resolve) => system.onFlowClosed(resolve));
    bob.close();
    await closed;
    alice.invite('bob', { body: sdp(4000) });
    await alice.take(480);
    expect(await record()).toMatchObject({ outcome: 'unreachable' });
  });

  it('that closes during a call ends it after a while', async () => {
    await restart({ flowGraceMs: 200 });
    const alice = await system.phone('alice');
    const bob = await system.browser('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    bob.reply(await bob.take('INVITE'), 200, { body: sdp(5000) });
    await a.confirm();
    await bob.take('ACK');
    bob.close();
    alice.reply(await alice.take('BYE'), 200);
    expect(await record()).toMatchObject({
      outcome: 'answered',
      hungUpBy: 'system',
      reason: expect.stringMatching(/^leg-lost: .*callee/),
    });
  });

  it('that comes back over another connection goes on with its call', async () => {
    await restart({ flowGraceMs: 300 });
    const alice = await system.phone('alice');
    const bob = await system.browser('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 200, { body: sdp(5000) });
    await a.confirm();
    await bob.take('ACK');
    bob.close();
    await bob.connect();
    const b = bob.dialogOf(invite);
    b.request('INVITE', { body: sdp(5002) });
    alice.reply(await alice.take('INVITE'), 200, { body: sdp(4000) });
    await bob.take(200);
    b.ack();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(system.calls.active()).toMatchObject([{ state: 'answered' }]);
    a.request('BYE');
    bob.reply(await bob.take('BYE'), 200);
    expect(await record()).toMatchObject({ outcome: 'answered', hungUpBy: 'caller' });
  });
});

describe('during a call', () => {
  const end = async ({ bob, a }: Talk): Promise<void> => {
    a.request('BYE');
    bob.reply(await bob.take('BYE'), 200);
    await record();
  };

  it('the caller can hold and resume', async () => {
    const call = await talk();
    const { alice, bob, a } = call;
    for (const direction of ['sendonly', 'sendrecv']) {
      a.request('INVITE', { body: sdp(4000, `a=${direction}\r\na=x:1`) });
      const invite = await bob.take('INVITE');
      expect(invite.body).toContain(`a=${direction}`);
      expect(invite.body).toContain('x-relay:offer by caller rtp>rtp');
      bob.reply(invite, 200, { body: sdp(5000, `a=x:${direction}`) });
      const ok = await alice.take(200);
      expect(ok.body).toContain(`a=x:${direction}`);
      expect(ok.body).toContain('x-relay:answer by callee');
      a.ack();
      await bob.take('ACK');
    }
    await end(call);
  });

  it('the callee can hold', async () => {
    const call = await talk();
    const { alice, bob, b } = call;
    b.request('INVITE', { body: sdp(5000, 'a=sendonly') });
    const invite = await alice.take('INVITE');
    expect(invite.body).toContain('x-relay:offer by callee rtp>rtp');
    alice.reply(invite, 200, { body: sdp(4000, 'a=recvonly') });
    await alice.take('ACK');
    const ok = await bob.take(200);
    expect(ok.body).toContain('a=recvonly');
    b.ack();
    await end(call);
  });

  it('a change that the other refuses is refused, and can be tried again', async () => {
    const call = await talk();
    const { alice, bob, a } = call;
    for (const status of [488, 491, 500]) {
      a.request('INVITE', { body: sdp(4000, 'a=sendonly') });
      bob.reply(await bob.take('INVITE'), status);
      await alice.take(status);
      a.ack();
    }
    a.request('INVITE', { body: sdp(4000, 'a=sendonly') });
    bob.reply(await bob.take('INVITE'), 200, { body: sdp(5000) });
    await alice.take(200);
    a.ack();
    await end(call);
  });

  it('changes of both at once are told to wait', async () => {
    const call = await talk();
    const { alice, bob, a, b } = call;
    a.request('INVITE', { body: sdp(4000, 'a=sendonly') });
    const invite = await bob.take('INVITE');
    b.request('INVITE', { body: sdp(5000, 'a=sendonly') });
    await bob.take(491);
    b.ack();
    bob.reply(invite, 491);
    await alice.take(491);
    a.ack();
    await end(call);
  });

  it('a broken offer is refused and the call goes on', async () => {
    const call = await talk();
    call.a.request('INVITE', { body: 'v=0\r\nhello\r\n' });
    await call.alice.take(488);
    call.a.ack();
    await end(call);
  });

  it('the same offer again is answered with the same answer', async () => {
    const call = await talk();
    const { alice, a, ok } = call;
    a.request('INVITE', { body: sdp(4000) });
    expect((await alice.take(200)).body).toBe(ok.body);
    a.ack();
    await end(call);
  });

  it('a request for an offer is passed to the other', async () => {
    const call = await talk();
    const { alice, bob, a } = call;
    a.request('INVITE');
    const invite = await bob.take('INVITE');
    expect(invite.body).toBe('');
    bob.reply(invite, 200, { body: sdp(5002) });
    const ok = await alice.take(200);
    expect(ok.body).toContain('m=audio 5002');
    a.ack(sdp(4002));
    const ack = await bob.take('ACK');
    expect(ack.body).toContain('m=audio 4002');
    expect(ack.body).toContain('x-relay:answer by caller');
    await end(call);
  });

  it('UPDATE without a description is answered, and with one becomes a re-INVITE', async () => {
    const call = await talk();
    const { alice, bob, a } = call;
    a.request('UPDATE');
    expect((await alice.take(200)).body).toBe('');
    a.request('UPDATE', { body: sdp(4000, 'a=inactive') });
    const invite = await bob.take('INVITE');
    expect(invite.body).toContain('a=inactive');
    bob.reply(invite, 200, { body: sdp(5000, 'a=inactive') });
    await bob.take('ACK');
    expect((await alice.take(200)).body).toContain('x-relay:answer by callee');
    await end(call);
  });

  it.each(['INFO', 'MESSAGE', 'OPTIONS'])(
    '%s reaches the other, and his response comes back',
    async (method) => {
      const call = await talk();
      const { alice, bob, a } = call;
      a.request(method, { body: 'Signal=5\r\n', type: 'application/dtmf-relay' });
      const request = await bob.take(method);
      expect(request.body).toBe('Signal=5\r\n');
      expect(header(request, 'Content-Type')).toBe('application/dtmf-relay');
      bob.reply(request, 415);
      await alice.take(415);
      await end(call);
    },
  );

  it('a transfer is declined', async () => {
    const call = await talk();
    call.a.request('REFER', { lines: [['Refer-To', '<sip:carol@example.com>']] });
    await call.alice.take(603);
    await end(call);
  });

  it.each([408, 481])('a phone that answers %i is gone, and the call with it', async (status) => {
    const { alice, bob, a } = await talk();
    a.request('INFO');
    bob.reply(await bob.take('INFO'), status);
    alice.reply(await alice.take('BYE'), 200);
    bob.reply(await bob.take('BYE'), 481);
    expect(await record()).toMatchObject({
      outcome: 'answered',
      hungUpBy: 'system',
      reason: expect.stringMatching(/^leg-lost: .*callee/),
    });
  });

  it('a phone on UDP that is gone is noticed before long', async () => {
    await restart({ livenessMs: 200 });
    const { alice, bob } = await talk();
    alice.always('OPTIONS', (options) => alice.reply(options, 501));
    bob.silent = true;
    alice.reply(await alice.take('BYE'), 200);
    expect(await record()).toMatchObject({ reason: expect.stringMatching(/^leg-lost: .*callee/) });
  });

  it('a phone on TCP that is gone is noticed at once', async () => {
    await restart({ probeAfterMs: [50, 50] });
    const alice = await system.phone('alice');
    const bob = await system.phone('bob', { transport: 'tcp' });
    const a = alice.invite('bob', { body: sdp(4000) });
    bob.reply(await bob.take('INVITE'), 200, { body: sdp(5000) });
    await a.confirm();
    await bob.take('ACK');
    bob.close();
    alice.reply(await alice.take('BYE'), 200);
    expect(await record()).toMatchObject({
      outcome: 'answered',
      hungUpBy: 'system',
      reason: expect.stringMatching(/^leg-lost: .*callee/),
    });
  });

  it('both phones are asked now and then whether they are still there', async () => {
    await restart({ sessionExpiresSeconds: 0.6 });
    const call = await talk();
    const { alice, bob, ok, invite } = call;
    const [toAlice, toBob] = await Promise.all([alice.take('INVITE'), bob.take('INVITE')]);
    expect(toAlice.body).toBe(ok.body);
    expect(toBob.body).toBe(invite.body);
    alice.reply(toAlice, 200, { body: sdp(4000) });
    await alice.take('ACK');
    bob.reply(toBob, 491);
    alice.reply(await alice.take('INVITE'), 200, { body: sdp(4000) });
    bob.reply(await bob.take('INVITE'), 200, { body: sdp(5000) });
    await end(call);
  });

  it('a phone that does not answer that any more ends the call', async () => {
    await restart({ sessionExpiresSeconds: 0.6 });
    const { alice, bob } = await talk();
    bob.silent = true;
    alice.always('INVITE', (invite) => alice.reply(invite, 200, { body: sdp(4000) }));
    alice.reply(await alice.take('BYE'), 200);
    expect(await record()).toMatchObject({
      outcome: 'answered',
      reason: expect.stringMatching(/^session-expired: .*callee/),
    });
  });

  it('the shutdown of the server refuses a caller that hears it ring', async () => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    await alice.take(180);
    const down = system.calls.shutdown();
    bob.reply(await bob.take('CANCEL'), 200);
    bob.reply(invite, 487);
    await alice.take(503);
    await down;
    expect(await record()).toMatchObject({ outcome: 'failed' });
  });

  it('the shutdown of the server hangs up both and keeps the record', async () => {
    const { alice, bob } = await talk();
    const down = system.calls.shutdown();
    alice.reply(await alice.take('BYE'), 200);
    bob.reply(await bob.take('BYE'), 200);
    await down;
    expect(await record()).toMatchObject({ reason: expect.stringMatching(/^shutting-down/) });
    alice.invite('bob', { body: sdp(4000) });
    await alice.take(503);
  });
});
