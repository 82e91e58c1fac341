import { once } from 'node:events';
import type Srf from 'drachtio-srf';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { engineClock } from '../testing/engine-clock.ts';
import { type SipPeer, sdpOf } from '../testing/sip-peer.ts';
import { TestEngine } from '../testing/test-engine.ts';

let engine: TestEngine;

afterEach(async () => {
  vi.useRealTimers();
  await engine.stop();
});

const connections = [
  { where: 'in this process', connect: (): Promise<Srf> => engine.inMemory() },
  { where: 'over the admin port', connect: (): Promise<Srf> => engine.overTcp() },
] as const;

function uriOf(peer: SipPeer): string {
  return `sip:bob@${peer.wire.localHostPort}`;
}

function engineUri(user = 'bob'): string {
  return `sip:${user}@127.0.0.1:${engine.port('udp')}`;
}

/** Waits until an application's route has arrived: srf tells it after its `connect` event. */
async function routed(peer: SipPeer, method: string): Promise<void> {
  for (;;) {
    const probe = peer.request('OPTIONS', engineUri('probe'));
    peer.send(probe);
    const answer = await peer.take(
      (message) => message.headers.get('Call-ID') === probe.headers.get('Call-ID'),
      'answer to the probe',
    );
    const takesEverything = answer.kind === 'response' && answer.status === 404;
    if (takesEverything || answer.headers.get('Allow')?.includes(method)) return;
  }
}

async function answeredCall(caller: SipPeer): Promise<{ invite: SipRequest; answer: SipResponse }> {
  const invite = caller.request('INVITE', engineUri(), {}, sdpOf('caller'));
  caller.send(invite);
  const answer = await caller.takeResponse(200, 'INVITE');
  caller.send(caller.inDialog(invite, answer, 'ACK', 1));
  return { invite, answer };
}

describe.each(connections)('an application $where', ({ connect }) => {
  test('answers a REGISTER', async () => {
    engine = await TestEngine.start();
    const srf = await connect();
    srf.use('register', (req, res) => {
      res.send(200, {
        headers: { Contact: `${req.get('Contact')};expires=60`, 'X-From': req.source_address },
      });
    });
    const phone = await engine.udpPeer();
    await routed(phone, 'REGISTER');
    phone.send(phone.request('REGISTER', engineUri()));
    const answer = await phone.takeResponse(200, 'REGISTER');
    expect(answer.headers.get('X-From')).toBe('127.0.0.1');
    expect(answer.headers.get('Contact')).toContain('expires=60');
    expect(answer.headers.get('To')).toMatch(/;tag=/);
  });

  test('answers a call, sees the ACK, and either side hangs up', async () => {
    engine = await TestEngine.start();
    const srf = await connect();
    const dialogs: Srf.Dialog[] = [];
    const acks: string[] = [];
    srf.invite(async (req, res) => {
      res.send(180);
      const dialog = await srf.createUAS(req, res, { localSdp: sdpOf('engine') });
      dialog.on('ack', (ack) => acks.push(ack.get('CSeq')));
      dialogs.push(dialog);
    });
    const caller = await engine.udpPeer();
    await routed(caller, 'INVITE');
    const first = await answeredCall(caller);
    await caller.takeResponse(100);
    await caller.takeResponse(180);
    expect(first.answer.body.toString()).toBe(sdpOf('engine'));
    await expect.poll(() => acks).toContain('1 ACK');
    const ended = once(dialogs[0] ?? srf, 'destroy');
    caller.send(caller.inDialog(first.invite, first.answer, 'BYE', 2));
    await caller.takeResponse(200, 'BYE');
    await ended;

    const second = await answeredCall(caller);
    await expect.poll(() => dialogs.length).toBe(2);
    dialogs[1]?.destroy();
    const bye = await caller.takeRequest('BYE');
    expect(bye.headers.get('Call-ID')).toBe(second.invite.headers.get('Call-ID'));
    expect(bye.headers.get('CSeq')).toBe('2 BYE');
    caller.respond(bye, 200);
  });

  test('calls a phone, changes the call and ends it', async () => {
    engine = await TestEngine.start();
    const srf = await connect();
    const phone = await engine.udpPeer();
    const call = srf.createUAC(uriOf(phone), {
      localSdp: sdpOf('application'),
      headers: { From: 'sip:joe@localhost', 'x-note': 'naïve ☎' },
    });
    const invite = await phone.takeRequest('INVITE');
    expect(invite.headers.get('From')).toMatch(/^<sip:joe@127\.0\.0\.1:\d+>;tag=/);
    expect(Buffer.from(invite.headers.get('x-note') ?? '', 'latin1').toString('utf8')).toBe('naïve ☎');
    phone.respond(invite, 180);
    phone.respond(invite, 200, { body: sdpOf('phone') });
    const ack = await phone.takeRequest('ACK');
    expect(ack.headers.get('CSeq')).toBe('1 ACK');
    const dialog = await call;
    expect(dialog.remote.sdp).toBe(sdpOf('phone'));

    const modified = dialog.modify(sdpOf('application again'));
    const reInvite = await phone.takeRequest('INVITE');
    expect(reInvite.headers.get('Contact')).toBe(invite.headers.get('Contact'));
    phone.respond(reInvite, 200, { body: sdpOf('phone again') });
    expect(await modified).toBe(sdpOf('phone again'));
    expect((await phone.takeRequest('ACK')).headers.get('CSeq')).toBe('2 ACK');

    dialog.destroy();
    phone.respond(await phone.takeRequest('BYE'), 200);
  });

  test('repeats the ACK for a repeated 200', async () => {
    engine = await TestEngine.start();
    const srf = await connect();
    const phone = await engine.udpPeer();
    const call = srf.createUAC(uriOf(phone), { localSdp: sdpOf('application') });
    const invite = await phone.takeRequest('INVITE');
    const answer = phone.respond(invite, 200, { body: sdpOf('phone') });
    const ack = await phone.takeRequest('ACK');
    await call;
    phone.send(answer);
    const again = await phone.takeRequest('ACK');
    expect(again.headers.get('Via')).toBe(ack.headers.get('Via'));
  });

  test('hangs up a second answer of a forked call', async () => {
    engine = await TestEngine.start();
    const srf = await connect();
    const phone = await engine.udpPeer();
    const call = srf.createUAC(uriOf(phone), { localSdp: sdpOf('application') });
    const invite = await phone.takeRequest('INVITE');
    phone.respond(invite, 200, { body: sdpOf('first'), toTag: 'first' });
    await phone.takeRequest('ACK');
    expect((await call).sip.remoteTag).toBe('first');
    phone.respond(invite, 200, { body: sdpOf('second'), toTag: 'second' });
    expect((await phone.takeRequest('ACK')).headers.get('To')).toContain('tag=second');
    const bye = await phone.takeRequest('BYE');
    expect(bye.headers.get('To')).toContain('tag=second');
    phone.respond(bye, 200);
  });

  test('gives its password when a proxy asks for it', async () => {
    engine = await TestEngine.start();
    const srf = await connect();
    const phone = await engine.udpPeer();
    const call = srf.createUAC(uriOf(phone), {
      localSdp: sdpOf('application'),
      auth: { username: 'joe', password: 'secret' },
    });
    const first = await phone.takeRequest('INVITE');
    phone.respond(first, 401, {
      headers: { 'WWW-Authenticate': 'Digest realm="r", nonce="n1", qop="auth"' },
    });
    await phone.takeRequest('ACK');
    const second = await phone.takeRequest('INVITE');
    expect(second.headers.get('Authorization')).toContain('username="joe"');
    expect(second.headers.get('Call-ID')).toBe(first.headers.get('Call-ID'));
    expect(second.headers.get('From')).toBe(first.headers.get('From'));
    expect(second.headers.get('CSeq')).toBe('2 INVITE');
    phone.respond(second, 200, { body: sdpOf('phone') });
    await call;
  });

  test('bridges a call and passes on who hangs up', async () => {
    engine = await TestEngine.start();
    const srf = await connect();
    const caller = await engine.udpPeer();
    const callee = await engine.tcpPeer();
    const target = `sip:bob@${callee.wire.localHostPort};transport=tcp`;
    srf.invite(async (req, res) => {
      const { uas, uac } = await srf.createB2BUA(req, res, target, {});
      uas.on('destroy', () => uac.destroy());
      uac.on('destroy', () => uas.destroy());
    });
    const invite = caller.request('INVITE', engineUri(), {}, sdpOf('caller'));
    await routed(caller, 'INVITE');
    caller.send(invite);
    const leg = await callee.takeRequest('INVITE');
    callee.respond(leg, 180);
    await caller.takeResponse(180);
    const legAnswer = callee.respond(leg, 200, { body: sdpOf('callee') });
    const answer = await caller.takeResponse(200, 'INVITE');
    expect(answer.body.toString()).toBe(sdpOf('callee'));
    caller.send(caller.inDialog(invite, answer, 'ACK', 1));
    await callee.takeRequest('ACK');
    callee.send(callee.backInDialog(leg, legAnswer, 'BYE', 1));
    await callee.takeResponse(200, 'BYE');
    caller.respond(await caller.takeRequest('BYE'), 200);
  });

  test('passes a CANCEL on to the phone that rings', async () => {
    engine = await TestEngine.start();
    const srf = await connect();
    const caller = await engine.udpPeer();
    const callee = await engine.udpPeer();
    srf.invite((req, res) => {
      srf.createB2BUA(req, res, uriOf(callee), {}).catch(() => {});
    });
    const invite = caller.request('INVITE', engineUri(), {}, sdpOf('caller'));
    await routed(caller, 'INVITE');
    caller.send(invite);
    const leg = await callee.takeRequest('INVITE');
    callee.respond(leg, 180);
    await caller.takeResponse(180);
    const cancel = caller.request('CANCEL', invite.uri, {
      Via: invite.headers.get('Via') ?? '',
      From: invite.headers.get('From') ?? '',
      To: invite.headers.get('To') ?? '',
      'Call-ID': invite.headers.get('Call-ID') ?? '',
      Reason: 'SIP;cause=487;text="changed my mind"',
    });
    caller.send(cancel);
    await caller.takeResponse(200, 'CANCEL');
    await caller.takeResponse(487, 'INVITE');
    const legCancel = await callee.takeRequest('CANCEL');
    expect(legCancel.headers.get('Reason')).toContain('changed my mind');
    callee.respond(legCancel, 200);
    callee.respond(leg, 487);
    await callee.takeRequest('ACK');
  });

  test('ends the call when the caller never acknowledges', async () => {
    vi.useFakeTimers(engineClock);
    engine = await TestEngine.start();
    const srf = await connect();
    const dialogs: Srf.Dialog[] = [];
    const reasons: string[] = [];
    srf.invite(async (req, res) => {
      const dialog = await srf.createUAS(req, res, { localSdp: sdpOf('engine') });
      dialog.once('destroy', (_bye: Srf.SrfResponse, ...rest: unknown[]) => reasons.push(String(rest[0])));
      dialogs.push(dialog);
    });
    const caller = await engine.udpPeer();
    const invite = caller.request('INVITE', engineUri(), {}, sdpOf('caller'));
    await routed(caller, 'INVITE');
    caller.send(invite);
    await caller.takeResponse(200);
    await expect.poll(() => dialogs).toHaveLength(1);
    vi.advanceTimersByTime(510);
    await caller.takeResponse(200);
    vi.advanceTimersByTime(32_000);
    const bye = await caller.takeRequest('BYE');
    expect(bye.headers.get('Reason')).toBe('SIP;cause=200;text="ACK timeout"');
    await expect.poll(() => reasons).toEqual(['ACK timeout']);
  });
});
