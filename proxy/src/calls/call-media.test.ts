import { MediaRelayError } from '@tandem/media-relay';
import { describe, expect, it } from 'vitest';
import { header, sdp } from './testing/sip-text.ts';
import { useTestSystem } from './testing/use-test-system.ts';

const used = useTestSystem();

describe('media of a call', () => {
  it.each<[string, 'ws' | 'tls', string]>([
    ['a browser', 'ws', 'webrtc'],
    ['a phone on TLS', 'tls', 'rtp'],
  ])('to %s is offered in its kind', async (_what, transport, kind) => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob', { transport });
    alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    expect(invite.body).toContain(`x-relay:offer by caller rtp>${kind}`);
    bob.reply(invite, 486);
    await alice.take(486);
    await used.record();
  });

  it('is offered encrypted to a phone that refused it plain', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    const plain = await bob.take('INVITE');
    bob.reply(plain, 488);
    const encrypted = await bob.take('INVITE');
    expect(encrypted.body).toContain('x-relay:offer by caller rtp>sdes');
    bob.reply(encrypted, 200, { body: sdp(5000) });
    expect((await a.confirm()).body).toContain('x-relay:answer by callee sdes>rtp');
    a.request('BYE');
    bob.reply(await bob.take('BYE'), 200);
    await used.record();
  });

  it('that nobody can agree on is refused', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    bob.reply(await bob.take('INVITE'), 488);
    bob.reply(await bob.take('INVITE'), 488);
    await alice.take(488);
    expect(await used.record()).toMatchObject({ outcome: 'rejected' });
  });

  it('is offered to the callee also when a carrier wraps it with ISUP, and so is a change during the call', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    const wrapped = (port: number) => ({
      body: `--x\r\nc: application/isup\r\n\r\nIAM\r\n--x\r\nc: application/sdp\r\n\r\n${sdp(port)}\r\n--x--`,
      lines: [['Content-Type', 'multipart/mixed;boundary=x'] as const],
    });
    const a = alice.invite('bob', wrapped(4000));
    const invite = await bob.take('INVITE');
    expect(header(invite, 'Content-Type')).toBe('application/sdp');
    expect(invite.body).toMatch(/^v=0\r\n[\s\S]*m=audio 4000 /);
    bob.reply(invite, 200, { body: sdp(5000) });
    await a.confirm();
    a.request('INVITE', wrapped(4002));
    const change = await bob.take('INVITE');
    expect(change.body).toMatch(/^v=0\r\n[\s\S]*m=audio 4002 /);
    bob.reply(change, 200, { body: sdp(5000) });
    await a.confirm();
    a.request('BYE');
    bob.reply(await bob.take('BYE'), 200);
    await used.record();
  });

  it('is brought to the caller also when a carrier wraps its answers, and its early media', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    const wrapped = (port: number) => ({
      body: `--x\r\nc: application/isup\r\n\r\nACM\r\n--x\r\nc: application/sdp\r\n\r\n${sdp(port)}\r\n--x--`,
      lines: [['Content-Type', 'multipart/mixed;boundary=x'] as const],
    });
    const a = alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 183, wrapped(5000));
    const early = await alice.take(183);
    expect(header(early, 'Content-Type')).toBe('application/sdp');
    expect(early.body).toMatch(/^v=0\r\n[\s\S]*m=audio 5000 /);
    bob.reply(invite, 200, wrapped(5002));
    expect((await a.confirm()).body).toMatch(/^v=0\r\n[\s\S]*m=audio 5002 /);
    a.request('INVITE', { body: sdp(4002) });
    bob.reply(await bob.take('INVITE'), 200, wrapped(5004));
    expect((await a.confirm()).body).toMatch(/^v=0\r\n[\s\S]*m=audio 5004 /);
    a.request('BYE');
    bob.reply(await bob.take('BYE'), 200);
    await used.record();
  });

  it('without a relay refuses the call for now', async () => {
    used.system.relay.down = true;
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    expect(header(await alice.take(503), 'Retry-After')).toBe('5');
    expect(await used.record()).toMatchObject({
      outcome: 'failed',
      reason: expect.stringMatching(/^media-relay-down/),
    });
    expect(bob.rest()).toEqual([]);
    expect(used.system.complaints.splice(0)).toHaveLength(1);
  });

  it('that fails at the answer refuses the caller and hangs up the callee', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    used.system.relay.failNext = new MediaRelayError('no-common-codec', 'nothing in common');
    bob.reply(invite, 200, { body: sdp(5000) });
    await bob.take('ACK');
    const bye = await bob.take('BYE');
    expect(header(bye, 'Reason')).toContain('cause=488');
    bob.reply(bye, 200);
    await alice.take(488);
    expect(await used.record()).toMatchObject({ outcome: 'rejected', sipStatus: 488 });
  });

  it('that is lost ends the call for both', async () => {
    const { alice, bob } = await used.talk();
    used.system.relay.lose('the node died');
    const byes = await Promise.all([alice.take('BYE'), bob.take('BYE')]);
    alice.reply(byes[0], 200);
    bob.reply(byes[1], 200);
    expect(header(byes[0], 'Reason')).toBe('SIP;cause=503;text="Media Relay Unavailable"');
    expect(await used.record()).toMatchObject({
      outcome: 'answered',
      hungUpBy: 'system',
      reason: expect.stringMatching(/^media-relay-down: .*the node died/),
    });
  });

  it('lost while it rings refuses the call', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    await alice.take(180);
    used.system.relay.lose('the node died');
    bob.reply(await bob.take('CANCEL'), 200);
    bob.reply(invite, 487);
    await alice.take(503);
    await used.record();
  });
});

describe('a call without an offer', () => {
  it('takes the offer of the callee to the caller and his answer back', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
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
    expect(await used.record()).toMatchObject({ outcome: 'answered', hungUpBy: 'callee' });
  });

  it('whose caller never answers the offer is hung up', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    const a = alice.invite('bob');
    bob.reply(await bob.take('INVITE'), 200, { body: sdp(5000) });
    await a.confirm();
    await bob.take('ACK');
    bob.reply(await bob.take('BYE'), 200);
    alice.reply(await alice.take('BYE'), 200);
    expect(await used.record()).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringMatching(/^bad-sdp/),
    });
  });

  it('cancelled in the moment of the answer hangs up the callee', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    const desk = await used.system.phone('bob');
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
    expect(await used.record()).toMatchObject({ outcome: 'cancelled' });
  });
});
