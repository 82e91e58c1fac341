import { afterEach, expect, test } from 'vitest';
import { TestEngine } from '../testing/test-engine.ts';
import type { NativeRequest } from './native-requests.ts';

let engine: TestEngine;

afterEach(async () => {
  await engine.stop();
});

test('a method with a handler in this process is answered without an application', async () => {
  engine = await TestEngine.start();
  const seen: NativeRequest[] = [];
  engine.engine.use('register', (request, response) => {
    seen.push(request);
    response.send(401, 'Who are you, Zoë?', {
      headers: {
        'WWW-Authenticate': 'Digest realm="a"\r\nWWW-Authenticate: Digest realm="b"',
        Server: 'here',
      },
    });
  });
  const phone = await engine.udpPeer();
  const uri = `sip:127.0.0.1:${engine.port('udp')}`;
  phone.send(phone.request('REGISTER', uri, { Subject: Buffer.from('Zoë').toString('latin1') }));
  const { headers } = await phone.takeResponse(401);
  expect(headers.getAll('WWW-Authenticate')).toEqual(['Digest realm="a"', 'Digest realm="b"']);
  expect(headers.get('Server')).toBe('here');
  const [request] = seen;
  expect(request).toMatchObject({ method: 'REGISTER', uri, protocol: 'udp', source_address: '127.0.0.1' });
  expect(request?.get('subject')).toBe('Zoë');
  expect(request?.get('X-Absent')).toBeUndefined();
});

test('lines of one header are joined as drachtio-srf joins them', async () => {
  engine = await TestEngine.start();
  const contacts: (string | undefined)[] = [];
  engine.engine.use('REGISTER', (request, response) => {
    contacts.push(request.get('Contact'));
    response.send(200, 'OK', { headers: {} });
  });
  const phone = await engine.udpPeer();
  const request = phone.request('REGISTER', 'sip:127.0.0.1', { Contact: '<sip:a@192.0.2.1>' });
  request.headers.append('m', '<sip:b@192.0.2.2>');
  phone.send(request);
  await phone.takeResponse(200);
  expect(contacts).toEqual(['<sip:a@192.0.2.1>, <sip:b@192.0.2.2>']);
});

test('a call that a handler in this process forwards is rung, answered and hung up through the engine', async () => {
  engine = await TestEngine.start();
  const [caller, callee] = [await engine.udpPeer(), await engine.udpPeer()];
  engine.engine.lookAt('INVITE', (_request, response) =>
    response.proxy([`sip:callee@${callee.wire.localHostPort}`], { recordRoute: true }),
  );
  const invite = caller.request('INVITE', `sip:callee@127.0.0.1:${engine.port('udp')}`);
  caller.send(invite);
  await caller.takeResponse(100);
  const received = await callee.takeRequest('INVITE');
  expect(received.uri).toBe(`sip:callee@${callee.wire.localHostPort}`);
  expect(received.headers.get('Max-Forwards')).toBe('69');
  const recorded = received.headers.getAll('Record-Route');
  expect(recorded).toEqual([`<sip:127.0.0.1:${engine.port('udp')};lr>`]);
  callee.respond(received, 180);
  await caller.takeResponse(180);
  callee.respond(received, 200);
  const answer = await caller.takeResponse(200);
  caller.send(caller.inDialog(invite, answer, 'ACK', 1));
  expect((await callee.takeRequest('ACK')).headers.has('Route')).toBe(false);
  caller.send(caller.inDialog(invite, answer, 'BYE', 2));
  callee.respond(await callee.takeRequest('BYE'), 200);
  await caller.takeResponse(200, 'BYE');
});

test('a forwarded call can be cancelled while it rings', async () => {
  engine = await TestEngine.start();
  const [caller, callee] = [await engine.udpPeer(), await engine.udpPeer()];
  engine.engine.lookAt('INVITE', (_request, response) =>
    response.proxy([`sip:callee@${callee.wire.localHostPort}`]),
  );
  const invite = caller.request('INVITE', `sip:callee@127.0.0.1:${engine.port('udp')}`);
  caller.send(invite);
  const received = await callee.takeRequest('INVITE');
  callee.respond(received, 180);
  await caller.takeResponse(180);
  const cancel = caller.request('CANCEL', invite.uri);
  for (const name of ['Via', 'From', 'To', 'Call-ID'])
    cancel.headers.set(name, invite.headers.get(name) ?? '');
  caller.send(cancel);
  callee.respond(await callee.takeRequest('CANCEL'), 200);
  callee.respond(received, 487);
  await caller.takeResponse(487, 'INVITE');
});

test('a request that cannot be forwarded is left for its handler to answer', async () => {
  engine = await TestEngine.start();
  const forwarded: boolean[] = [];
  engine.engine.use('INVITE', (_request, response) => {
    forwarded.push(response.proxy(['http://example.com']));
    response.answer(480, 'Nowhere', []);
  });
  const caller = await engine.udpPeer();
  caller.send(caller.request('INVITE', `sip:nobody@127.0.0.1:${engine.port('udp')}`));
  await caller.takeResponse(480);
  expect(forwarded).toEqual([false]);
});

test('a challenge takes no memory: the request again is asked about again, and answered under the same tag', async () => {
  engine = await TestEngine.start();
  let asked = 0;
  engine.engine.use('REGISTER', (_request, response) => {
    asked += 1;
    response.answer(401, 'Unauthorized', [['WWW-Authenticate', `Digest realm="a", nonce="${asked}"`]]);
  });
  const phone = await engine.udpPeer();
  const request = phone.request('REGISTER', `sip:127.0.0.1:${engine.port('udp')}`);
  phone.send(request);
  const first = await phone.takeResponse(401);
  phone.send(request);
  const second = await phone.takeResponse(401);
  expect(asked).toBe(2);
  expect(second.headers.get('To')).toBe(first.headers.get('To'));
  const other = phone.request('REGISTER', `sip:127.0.0.1:${engine.port('udp')}`);
  phone.send(other);
  expect((await phone.takeResponse(401)).headers.get('To')).not.toBe(first.headers.get('To'));
  const answered = engine.engine.metrics().find(({ name }) => name === 'sip_transactions_active');
  const values = answered?.values.filter(({ labels }) => labels.kind === 'answered');
  expect(values?.map(({ value }) => value)).toEqual([0, 0]);
});
