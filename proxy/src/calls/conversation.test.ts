import { describe, expect, it } from 'vitest';
import { header, sdp } from './testing/sip-text.ts';
import { useTestSystem } from './testing/use-test-system.ts';

const used = useTestSystem();

describe('during a call', () => {
  it('the caller can hold and resume', async () => {
    const call = await used.talk();
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
    await used.end(call);
  });

  it('the callee can hold', async () => {
    const call = await used.talk();
    const { alice, bob, b } = call;
    b.request('INVITE', { body: sdp(5000, 'a=sendonly') });
    const invite = await alice.take('INVITE');
    expect(invite.body).toContain('x-relay:offer by callee rtp>rtp');
    alice.reply(invite, 200, { body: sdp(4000, 'a=recvonly') });
    await alice.take('ACK');
    const ok = await bob.take(200);
    expect(ok.body).toContain('a=recvonly');
    b.ack();
    await used.end(call);
  });

  it('a change that the other refuses is refused, and can be tried again', async () => {
    const call = await used.talk();
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
    await used.end(call);
  });

  it('changes of both at once are told to wait', async () => {
    const call = await used.talk();
    const { alice, bob, a, b } = call;
    a.request('INVITE', { body: sdp(4000, 'a=sendonly') });
    const invite = await bob.take('INVITE');
    b.request('INVITE', { body: sdp(5000, 'a=sendonly') });
    await bob.take(491);
    b.ack();
    bob.reply(invite, 491);
    await alice.take(491);
    a.ack();
    await used.end(call);
  });

  it('a broken offer is refused and the call goes on', async () => {
    const call = await used.talk();
    call.a.request('INVITE', { body: 'v=0\r\nhello\r\n' });
    await call.alice.take(488);
    call.a.ack();
    await used.end(call);
  });

  it('the same offer again is answered with the same answer', async () => {
    const call = await used.talk();
    const { alice, a, ok } = call;
    a.request('INVITE', { body: sdp(4000) });
    expect((await alice.take(200)).body).toBe(ok.body);
    a.ack();
    await used.end(call);
  });

  it('a request for an offer is passed to the other', async () => {
    const call = await used.talk();
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
    await used.end(call);
  });

  it('UPDATE without a description is answered, and with one becomes a re-INVITE', async () => {
    const call = await used.talk();
    const { alice, bob, a } = call;
    a.request('UPDATE');
    expect((await alice.take(200)).body).toBe('');
    a.request('UPDATE', { body: sdp(4000, 'a=inactive') });
    const invite = await bob.take('INVITE');
    expect(invite.body).toContain('a=inactive');
    bob.reply(invite, 200, { body: sdp(5000, 'a=inactive') });
    await bob.take('ACK');
    expect((await alice.take(200)).body).toContain('x-relay:answer by callee');
    await used.end(call);
  });

  it.each(['INFO', 'MESSAGE', 'OPTIONS'])(
    '%s reaches the other, and his response comes back',
    async (method) => {
      const call = await used.talk();
      const { alice, bob, a } = call;
      a.request(method, { body: 'Signal=5\r\n', type: 'application/dtmf-relay' });
      const request = await bob.take(method);
      expect(request.body).toBe('Signal=5\r\n');
      expect(header(request, 'Content-Type')).toBe('application/dtmf-relay');
      bob.reply(request, 415);
      await alice.take(415);
      await used.end(call);
    },
  );

  it.each(['INVITE', 'UPDATE', 'INFO'])(
    '%s that requires what nobody has is refused, and the call goes on',
    async (method) => {
      const call = await used.talk();
      const { alice, a } = call;
      a.request(method, { body: sdp(4000, 'a=sendonly'), lines: [['Require', 'timer, foo']] });
      expect(header(await alice.take(420), 'Unsupported')).toBe('foo');
      if (method === 'INVITE') a.ack();
      await used.end(call);
    },
  );

  it('a key by INFO that the relay plays goes no further, and one that it cannot play passes on', async () => {
    const call = await used.talk();
    const { alice, bob, b } = call;
    used.system.relay.playsKeys = true;
    b.request('INFO', { body: 'Signal=#\r\nDuration=200\r\n', type: 'application/dtmf-relay' });
    await bob.take(200);
    expect(used.system.relay.played).toEqual([{ by: 'callee', key: '#', durationMs: 200 }]);
    b.request('INFO', { body: 'Signal=hf\r\n', type: 'application/dtmf-relay' });
    const flash = await alice.take('INFO');
    expect(flash.body).toBe('Signal=hf\r\n');
    alice.reply(flash, 200);
    await bob.take(200);
    used.system.relay.playsKeys = false;
    b.request('INFO', { body: '7', type: 'application/dtmf' });
    const passed = await alice.take('INFO');
    expect([header(passed, 'Content-Type'), passed.body]).toEqual(['application/dtmf', '7']);
    alice.reply(passed, 200);
    await bob.take(200);
    await used.end(call);
  });

  it('keys that the relay sees are told by INFO, each after the one before', async () => {
    const call = await used.talk();
    const { bob } = call;
    for (const key of '5#')
      for (const listener of used.system.relay.keyListeners) listener({ by: 'caller', key, durationMs: 120 });
    const first = await bob.take('INFO');
    expect(header(first, 'Content-Type')).toBe('application/dtmf-relay');
    expect(first.body).toBe('Signal=5\r\nDuration=120\r\n');
    bob.reply(first, 200);
    const second = await bob.take('INFO');
    expect(second.body).toBe('Signal=#\r\nDuration=120\r\n');
    bob.reply(second, 415);
    await used.end(call);
  });

  it('a transfer is declined', async () => {
    const call = await used.talk();
    call.a.request('REFER', { lines: [['Refer-To', '<sip:carol@example.com>']] });
    await call.alice.take(603);
    await used.end(call);
  });

  it.each([408, 481])('a phone that answers %i is gone, and the call with it', async (status) => {
    const { alice, bob, a } = await used.talk();
    a.request('INFO');
    bob.reply(await bob.take('INFO'), status);
    alice.reply(await alice.take('BYE'), 200);
    bob.reply(await bob.take('BYE'), 481);
    expect(await used.record()).toMatchObject({
      outcome: 'answered',
      hungUpBy: 'system',
      reason: expect.stringMatching(/^leg-lost: .*callee/),
    });
  });

  it('a phone on UDP that is gone is noticed before long', async () => {
    await used.restart({ livenessMs: 200 });
    const { alice, bob } = await used.talk();
    alice.always('OPTIONS', (options) => alice.reply(options, 501));
    bob.silent = true;
    alice.reply(await alice.take('BYE'), 200);
    expect(await used.record()).toMatchObject({ reason: expect.stringMatching(/^leg-lost: .*callee/) });
  });

  it('a phone on TCP that is gone is noticed at once', async () => {
    await used.restart({ probeAfterMs: [50, 50] });
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob', { transport: 'tcp' });
    const a = alice.invite('bob', { body: sdp(4000) });
    bob.reply(await bob.take('INVITE'), 200, { body: sdp(5000) });
    await a.confirm();
    await bob.take('ACK');
    bob.close();
    alice.reply(await alice.take('BYE'), 200);
    expect(await used.record()).toMatchObject({
      outcome: 'answered',
      hungUpBy: 'system',
      reason: expect.stringMatching(/^leg-lost: .*callee/),
    });
  });

  it('both phones are asked now and then whether they are still there', async () => {
    await used.restart({ sessionExpiresSeconds: 0.6 });
    const call = await used.talk();
    const { alice, bob, ok, invite } = call;
    const [toAlice, toBob] = await Promise.all([alice.take('INVITE'), bob.take('INVITE')]);
    expect(toAlice.body).toBe(ok.body);
    expect(toBob.body).toBe(invite.body);
    alice.reply(toAlice, 200, { body: sdp(4000) });
    await alice.take('ACK');
    bob.reply(toBob, 491);
    alice.reply(await alice.take('INVITE'), 200, { body: sdp(4000) });
    bob.reply(await bob.take('INVITE'), 200, { body: sdp(5000) });
    await used.end(call);
  });

  it('a phone that does not answer that any more ends the call', async () => {
    await used.restart({ sessionExpiresSeconds: 0.6 });
    const { alice, bob } = await used.talk();
    bob.silent = true;
    alice.always('INVITE', (invite) => alice.reply(invite, 200, { body: sdp(4000) }));
    alice.reply(await alice.take('BYE'), 200);
    expect(await used.record()).toMatchObject({
      outcome: 'answered',
      reason: expect.stringMatching(/^session-expired: .*callee/),
    });
  });

  it('the shutdown of the server refuses a caller that hears it ring', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    await alice.take(180);
    const down = used.system.calls.shutdown();
    bob.reply(await bob.take('CANCEL'), 200);
    bob.reply(invite, 487);
    await alice.take(503);
    await down;
    expect(await used.record()).toMatchObject({ outcome: 'failed' });
  });

  it('the shutdown of the server hangs up both and keeps the record', async () => {
    const { alice, bob } = await used.talk();
    const down = used.system.calls.shutdown();
    alice.reply(await alice.take('BYE'), 200);
    bob.reply(await bob.take('BYE'), 200);
    await down;
    expect(await used.record()).toMatchObject({ reason: expect.stringMatching(/^shutting-down/) });
    alice.invite('bob', { body: sdp(4000) });
    await alice.take(503);
  });
});
