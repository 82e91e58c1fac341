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
