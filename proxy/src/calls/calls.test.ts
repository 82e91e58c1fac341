import { describe, expect, it } from 'vitest';
import { header, sdp } from './testing/sip-text.ts';
import { useTestSystem } from './testing/use-test-system.ts';

const used = useTestSystem();

describe('a call', () => {
  it('is answered, and hung up by the caller', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
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
    expect(used.system.calls.active()).toMatchObject([
      { state: 'answered', facts: { callerUri: 'sip:alice@example.com' } },
    ]);

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
    expect(await used.record()).toMatchObject({
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
    const { alice, bob, b } = await used.talk();
    b.request('BYE');
    await bob.take(200);
    alice.reply(await alice.take('BYE'), 200);
    expect(await used.record()).toMatchObject({ outcome: 'answered', hungUpBy: 'callee', sipStatus: 200 });
  });

  it('hung up by both at once ends once', async () => {
    const { alice, bob, a, b } = await used.talk();
    a.request('BYE');
    b.request('BYE');
    await Promise.all([alice.take(200), bob.take(200)]);
    await used.record();
  });

  it('passes early media of the only phone, and uses it for the answer', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 183, { body: sdp(5000) });
    const progress = await alice.take(183);
    expect(progress.body).toContain('x-relay:answer by callee');
    bob.reply(invite, 200, { body: sdp(5000) });
    expect((await a.confirm()).body).toBe(progress.body);
    a.request('BYE');
    bob.reply(await bob.take('BYE'), 200);
    await used.record();
  });

  it('is told reliably that it rings when the caller requires it', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000), lines: [['Require', '100rel']] });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    const ringing = await alice.take(180);
    a.accept(ringing);
    a.request('PRACK', { lines: [['RAck', `${header(ringing, 'RSeq')} 1 INVITE`]] });
    await alice.take(200);
    bob.reply(invite, 486);
    await alice.take(486);
    await used.record();
  });

  it('gets no answer in time', async () => {
    await used.restart({ ringTimeoutMs: 300 });
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    const cancel = await bob.take('CANCEL');
    expect(header(cancel, 'Reason')).toContain('cause=480');
    bob.reply(cancel, 200);
    bob.reply(invite, 487);
    await alice.take(480);
    expect(await used.record()).toMatchObject({ outcome: 'no-answer', sipStatus: 480, hungUpBy: 'system' });
  });

  it('to a phone that is switched off is told to be unreachable', async () => {
    const alice = await used.system.phone('alice');
    (await used.system.phone('bob')).silent = true;
    alice.invite('bob', { body: sdp(4000) });
    await alice.take(480);
    expect(await used.record()).toMatchObject({ outcome: 'unreachable' });
  });

  it('is cancelled while it rings', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
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
    expect(await used.record()).toMatchObject({ outcome: 'cancelled', hungUpBy: 'caller', sipStatus: 487 });
  });

  it('cancelled before the phone says anything is cancelled as soon as it does', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    a.cancel();
    await alice.take(487);
    bob.reply(invite, 180);
    bob.reply(await bob.take('CANCEL'), 200);
    bob.reply(invite, 487);
    await used.record();
  });

  it('answered in the moment of its cancelling is hung up', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    await alice.take(180);
    a.cancel();
    await bob.take('CANCEL');
    bob.reply(invite, 200, { body: sdp(5000) });
    await bob.take('ACK');
    bob.reply(await bob.take('BYE'), 200);
    expect(await used.record()).toMatchObject({ outcome: 'cancelled' });
  });

  it('cancelled before it is known who calls rings nowhere', async () => {
    let settle: () => void = () => undefined;
    used.system.authentication = new Promise((resolve) => {
      settle = resolve;
    });
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    await alice.take(100);
    a.cancel();
    await alice.take(487);
    settle();
    expect(await used.record()).toMatchObject({ outcome: 'cancelled' });
    expect(bob.rest()).toEqual([]);
  });

  it('whose caller never acknowledges the answer is hung up', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    bob.reply(await bob.take('INVITE'), 200, { body: sdp(5000) });
    alice.reply(await alice.take('BYE'), 481);
    bob.reply(await bob.take('BYE'), 200);
    expect(await used.record()).toMatchObject({ reason: expect.stringMatching(/^leg-lost: .*caller/) });
  });

  it('hung up by the callee before the caller acknowledged is hung up after that', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
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
    expect(await used.record()).toMatchObject({ outcome: 'answered', hungUpBy: 'callee' });
  });

  it('to a domain elsewhere goes there', async () => {
    const alice = await used.system.phone('alice');
    const carol = await used.system.phone('carol', null);
    alice.invite('x', { body: sdp(4000), uri: `sip:carol@localhost:${carol.port}` });
    const invite = await carol.take('INVITE');
    carol.reply(invite, 404);
    await alice.take(404);
    expect(await used.record()).toMatchObject({ outcome: 'not-found', calleeUsername: null });
  });
});
