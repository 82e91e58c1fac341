import { afterEach, expect, test } from 'vitest';
import { type SipPeer, sdpOf } from '../testing/sip-peer.ts';
import { TestEngine } from '../testing/test-engine.ts';
import type { NativeDialog } from './native-dialog.ts';
import type { NativeInvite } from './native-invite.ts';

let engine: TestEngine;

afterEach(async () => {
  await engine.stop();
});

const ourUri = (): string => `sip:bob@127.0.0.1:${engine.port('udp')}`;
const uriOf = (peer: SipPeer): string => `sip:bob@${peer.wire.localHostPort}`;

/** Answers each INVITE at once. @returns what is told of the dialogs, in order */
function answering(): string[] {
  const told: string[] = [];
  const { calls } = engine.engine;
  calls.use('invite', (request, response) => {
    calls.createUAS(request, response, { localSdp: sdpOf('us') }, (error, dialog) => {
      told.push(error?.message ?? 'answered');
      dialog?.on('ack', () => told.push('ack'));
      dialog?.on('info', (info, answer) => {
        told.push(info.body);
        answer.send(200, 'Zoë agrees');
      });
      dialog?.on('destroy', (_bye, reason) => told.push(reason));
    });
  });
  return told;
}

test('a call is answered, acknowledged, spoken in and hung up without an application connection', async () => {
  engine = await TestEngine.start();
  const told = answering();
  const phone = await engine.udpPeer();
  const invite = phone.request('INVITE', ourUri(), {}, sdpOf('caller'));
  phone.send(invite);
  const answer = await phone.takeResponse(200, 'INVITE');
  expect(answer.body.toString()).toBe(sdpOf('us'));
  phone.send(phone.inDialog(invite, answer, 'ACK', 1));
  phone.send(phone.inDialog(invite, answer, 'INFO', 2, 'Grüße'));
  expect(Buffer.from((await phone.takeResponse(200, 'INFO')).reason, 'latin1').toString()).toBe('Zoë agrees');
  phone.send(phone.inDialog(invite, answer, 'INVITE', 3, sdpOf('caller')));
  const kept = await phone.takeResponse(200, 'INVITE');
  expect(kept.body.toString()).toBe(sdpOf('us'));
  phone.send(phone.inDialog(invite, answer, 'ACK', 3));
  phone.send(phone.inDialog(invite, answer, 'BYE', 4));
  await phone.takeResponse(200, 'BYE');
  expect(told).toEqual(['answered', 'ack', 'Grüße', 'ack', 'normal release']);
  expect(engine.warnings).toEqual([]);
});

test('an application that throws ends neither the engine nor other calls', async () => {
  engine = await TestEngine.start();
  engine.engine.calls.use('invite', () => {
    throw new Error('a mistake of the application');
  });
  const phone = await engine.udpPeer();
  phone.send(phone.request('INVITE', ourUri(), {}, sdpOf('caller')));
  await phone.takeResponse(100, 'INVITE');
  const told = answering();
  phone.send(phone.request('INVITE', ourUri(), {}, sdpOf('caller')));
  await phone.takeResponse(200, 'INVITE');
  expect(told).toEqual(['answered']);
  expect(engine.warnings).toEqual(['handling a SIP message failed']);
});

test('a caller that hangs up while it rings is told of as one that cancels', async () => {
  engine = await TestEngine.start();
  const told: (string | undefined)[] = [];
  engine.engine.calls.use('invite', (request, response) => {
    request.on('cancel', (message) => told.push(message.get('CSeq')));
    response.send(180, 'Ringing');
  });
  const phone = await engine.udpPeer();
  const invite = phone.request('INVITE', ourUri(), {}, sdpOf('caller'));
  phone.send(invite);
  const ringing = await phone.takeResponse(180);
  phone.send(phone.inDialog(invite, ringing, 'BYE', 2));
  await phone.takeResponse(487, 'INVITE');
  await phone.takeResponse(200, 'BYE');
  expect(told).toEqual(['2 BYE']);
});

test('we call: reliable ringing is acknowledged, and what the callee asks before its answer too', async () => {
  engine = await TestEngine.start();
  const phone = await engine.udpPeer();
  const statuses: number[] = [];
  const answered = new Promise<NativeDialog>((resolve, reject) => {
    engine.engine.calls.createUAC(
      uriOf(phone),
      { localSdp: sdpOf('us'), headers: { Subject: 'Grüße\r\nX-More: yes' } },
      { cbRequest: () => {}, cbProvisional: ({ status }) => statuses.push(status) },
      (error, answer) => (answer && !('ack' in answer) ? resolve(answer) : reject(error)),
    );
  });
  const invite = await phone.takeRequest('INVITE');
  expect(Buffer.from(invite.headers.get('Subject') ?? '', 'latin1').toString()).toBe('Grüße');
  expect(invite.headers.get('X-More')).toBe('yes');
  const ringing = phone.respond(invite, 180, { headers: { Require: '100rel', RSeq: '7' } });
  const prack = await phone.takeRequest('PRACK');
  expect(prack.headers.get('RAck')).toBe('7 1 INVITE');
  phone.respond(prack, 200);
  phone.send(phone.backInDialog(invite, ringing, 'OPTIONS', 1));
  await phone.takeResponse(200, 'OPTIONS');
  phone.send(phone.backInDialog(invite, ringing, 'INFO', 2));
  await phone.takeResponse(405, 'INFO');
  phone.respond(invite, 200, { body: sdpOf('callee') });
  const dialog = await answered;
  await phone.takeRequest('ACK');
  expect([statuses, dialog.remote.sdp]).toEqual([[180], sdpOf('callee')]);
  const over = new Promise((resolve) => dialog.destroy({ headers: { Reason: 'Q.850;cause=16' } }, resolve));
  const bye = await phone.takeRequest('BYE');
  expect(bye.headers.get('Reason')).toBe('Q.850;cause=16');
  phone.respond(bye, 200);
  expect(await over).toBeNull();
  expect(dialog.connected).toBe(false);
});

test('we cancel a call, and are told the refusal; a call that cannot be sent is told at once', async () => {
  engine = await TestEngine.start();
  const phone = await engine.udpPeer();
  let sent: NativeInvite | undefined;
  const { calls } = engine.engine;
  const refused = new Promise<Error | null>((resolve) => {
    const progress = {
      cbRequest: (_error: Error | null, invite?: NativeInvite) => {
        sent = invite;
      },
      cbProvisional: () => sent?.cancel({ headers: { Reason: 'SIP;cause=200' } }, () => {}),
    };
    calls.createUAC(uriOf(phone), { localSdp: sdpOf('us') }, progress, resolve);
  });
  const invite = await phone.takeRequest('INVITE');
  expect(sent?.get('Call-ID')).toBe(invite.headers.get('Call-ID'));
  phone.respond(invite, 180);
  const cancel = await phone.takeRequest('CANCEL');
  expect(cancel.headers.get('Reason')).toBe('SIP;cause=200');
  phone.respond(cancel, 200);
  phone.respond(invite, 487);
  expect(await refused).toMatchObject({ status: 487, reason: 'Request Terminated' });
  const errors: (Error | null | undefined)[] = [];
  const none = { cbRequest: (error: Error | null) => errors.push(error), cbProvisional: () => {} };
  calls.createUAC('sip:a b@127.0.0.1', { localSdp: sdpOf('us') }, none, (error) => errors.push(error));
  expect(errors.map((error) => error?.message)).toEqual(['invalid request-uri', 'invalid request-uri']);
});
