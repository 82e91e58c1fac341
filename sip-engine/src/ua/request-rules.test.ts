import { afterEach, expect, test } from 'vitest';
import { sdpOf } from '../testing/sip-peer.ts';
import { TestEngine } from '../testing/test-engine.ts';
import type { RequestRules } from './request-rules.ts';

let engine: TestEngine;

afterEach(async () => {
  await engine.stop();
});

async function phoneOn(rules: RequestRules) {
  engine = await TestEngine.start({ rules });
  const srf = await engine.inMemory();
  return { srf, phone: await engine.udpPeer() };
}

test('a REGISTER to a bare IPv4 address is refused when asked for, one to a name is not', async () => {
  const { srf, phone } = await phoneOn({ refuseRegisterWithoutRealm: true });
  srf.use('register', (_req, res) => res.send(200));
  phone.send(phone.request('REGISTER', 'sip:192.0.2.1'));
  await phone.takeResponse(403);
  phone.send(phone.request('REGISTER', 'sip:example.com'));
  await phone.takeResponse(200);
});

test('OPTIONS of the named User-Agent are answered without an application, those of others are not', async () => {
  const { srf, phone } = await phoneOn({ answerOptionsOf: 'prober/1' });
  srf.use('options', (_req, res) => res.send(486));
  phone.send(phone.request('OPTIONS', 'sip:127.0.0.1', { 'User-Agent': 'prober/1' }));
  await phone.takeResponse(200);
  phone.send(phone.request('OPTIONS', 'sip:127.0.0.1', { 'User-Agent': 'prober/2' }));
  await phone.takeResponse(486);
});

test('a caller hears ringing at once when asked for, with the tag that the answer will have', async () => {
  const { srf, phone } = await phoneOn({ alwaysSend180: true });
  srf.invite((_req, res) => res.send(486));
  phone.send(phone.request('INVITE', `sip:b@127.0.0.1:${engine.port('udp')}`, {}, sdpOf('caller')));
  const ringing = await phone.takeResponse(180);
  const busy = await phone.takeResponse(486);
  expect(ringing.headers.get('To')).toBe(busy.headers.get('To'));
  expect(ringing.headers.get('Contact')).toContain(`:${engine.port('udp')}`);
});
