import type Srf from 'drachtio-srf';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { responseTo } from '../message/respond.ts';
import type { SipPeer } from '../testing/sip-peer.ts';
import { statusOf } from '../testing/srf-request.ts';
import { TestEngine } from '../testing/test-engine.ts';

let engine: TestEngine;

beforeEach(async () => {
  engine = await TestEngine.start();
});
afterEach(() => engine.stop());

const peers = [
  ['UDP', () => engine.udpPeer()],
  ['TCP', () => engine.tcpPeer()],
  ['WebSocket', () => engine.webSocketPeer()],
] as const;

/** Where an application reaches a telephone: by its connection when it has one. */
async function addressOf(phone: SipPeer, srf: Srf): Promise<string> {
  const { transport, localHostPort } = phone.wire;
  if (transport === 'UDP') return `sip:bob@${localHostPort}`;
  const came = new Promise<string>((resolve) => {
    srf.use('options', (req, res) => {
      res.send(200);
      resolve(`sip:bob@127.0.0.1:${req.source_port};transport=${transport.toLowerCase()}`);
    });
  });
  phone.send(phone.request('OPTIONS', `sip:127.0.0.1:${engine.port('udp')}`));
  await phone.takeResponse(200, 'OPTIONS');
  return came;
}

/** The answer to a request, with the Via of somebody else below that of the request: on a line of its own, or on the same. */
function misled(request: SipRequest, status: number, vias: 'lines of their own' | 'one line'): SipResponse {
  const response = responseTo(request, status, undefined, { toTag: 'bob' });
  const further = 'SIP/2.0/UDP 192.0.2.66;branch=z9hG4bKfurther';
  const { headers } = response;
  if (vias === 'lines of their own') headers.append('Via', further);
  else headers.set('Via', `${headers.get('Via')}, ${further}`);
  return response;
}

function discarded(): Readonly<Record<string, number>> {
  const metric = engine.engine.metrics().find(({ name }) => name === 'sip_responses_discarded_total');
  return Object.fromEntries((metric?.values ?? []).map(({ labels, value }) => [labels.reason, value]));
}

describe('a response with more than one Via', () => {
  test.each(peers)('is not taken for the answer to a request of ours over %s', async (_name, connect) => {
    const phone = await connect();
    const srf = await engine.inMemory();
    const answered = statusOf(srf, 'MESSAGE', await addressOf(phone, srf));
    const request = await phone.takeRequest('MESSAGE');
    phone.send(misled(request, 404, 'lines of their own'));
    phone.send(misled(request, 486, 'one line'));
    phone.respond(request, 202);
    expect(await answered).toBe(202);
    expect(discarded()).toEqual({ 'more than one Via': 2 });
  });

  test('makes no call of ours, which the right answer still does', async () => {
    const phone = await engine.udpPeer();
    const srf = await engine.inMemory();
    const called = srf.createUAC(await addressOf(phone, srf), { localSdp: '' });
    const invite = await phone.takeRequest('INVITE');
    phone.send(misled(invite, 180, 'lines of their own'));
    phone.send(misled(invite, 200, 'lines of their own'));
    phone.respond(invite, 200, { toTag: 'right', body: 'v=0\r\n' });
    expect((await called).sip.remoteTag).toBe('right');
    await phone.takeRequest('ACK');
    phone.send(misled(invite, 200, 'one line'));
    await expect.poll(discarded).toEqual({ 'more than one Via': 3 });
  });

  test.each([['lines of their own'], ['one line']] as const)(
    'goes through a proxy to whom it is for, its Vias on %s',
    async (vias) => {
      const caller = await engine.udpPeer();
      const callee = await engine.tcpPeer();
      const srf = await engine.inMemory();
      srf.use('message', (req) =>
        srf.proxyRequest(req, `sip:bob@${callee.wire.localHostPort};transport=tcp`),
      );
      caller.send(caller.request('MESSAGE', 'sip:bob@example.com'));
      const forwarded = await callee.takeRequest('MESSAGE');
      const response = responseTo(forwarded, 202, undefined, { toTag: 'bob' });
      if (vias === 'one line') response.headers.set('Via', forwarded.headers.getAll('Via').join(', '));
      callee.send(response);
      expect((await caller.takeResponse(202)).headers.getAll('Via')).toHaveLength(1);
      expect(discarded()).toEqual({});
    },
  );
});

test('a response to no request is counted', async () => {
  const phone = await engine.udpPeer();
  const request = phone.request('OPTIONS', 'sip:bob@example.com');
  phone.send(responseTo(request, 200, undefined, { toTag: 'bob' }));
  await expect.poll(discarded).toEqual({ 'no request': 1 });
});
