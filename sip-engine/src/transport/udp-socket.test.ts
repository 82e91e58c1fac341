import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Listener } from './flow.ts';
import { requestText, TestEndpoint, until } from './test-endpoint.ts';

let endpoint: TestEndpoint;
let listener: Listener;

beforeEach(async () => {
  endpoint = new TestEndpoint();
  listener = await endpoint.layer.listen('udp', { host: '127.0.0.1', port: 0 });
});
afterEach(() => endpoint.close());

test('a telephone behind NAT that asks with rport is answered where its packet came from', async () => {
  const phone = await endpoint.udpPhone();
  phone.socket.send(
    requestText('OPTIONS', 'SIP/2.0/UDP 10.1.1.1:4540;rport;branch=z9hG4bKa'),
    listener.port,
    '127.0.0.1',
  );
  await until(() => phone.received.length > 0, 'the answer');
  expect(phone.received[0]).toContain(
    `Via: SIP/2.0/UDP 10.1.1.1:4540;branch=z9hG4bKa;rport=${phone.port};received=127.0.0.1\r\n`,
  );
});

test('what the sender claims in received and rport is replaced by the truth', async () => {
  const phone = await endpoint.udpPhone();
  const via =
    'SIP/2.0/UDP 127.0.0.1:4540;received=203.0.113.66;rport=99;branch=z9hG4bKa, SIP/2.0/UDP b;received=1.1.1.1';
  phone.socket.send(requestText('OPTIONS', via), listener.port, '127.0.0.1');
  await until(() => phone.received.length > 0, 'the answer');
  expect(phone.received[0]).toContain(
    `Via: SIP/2.0/UDP 127.0.0.1:4540;branch=z9hG4bKa;rport=${phone.port};received=127.0.0.1, SIP/2.0/UDP b;received=1.1.1.1\r\n`,
  );
});

test('a malformed request gets a 400 that says what is wrong, and the next one is served', async () => {
  const phone = await endpoint.udpPhone();
  const send = (text: string) => phone.socket.send(text, listener.port, '127.0.0.1');
  send(
    requestText('OPTIONS', `SIP/2.0/UDP 127.0.0.1:${phone.port};branch=z9hG4bKa`).replace(
      'CSeq: 1',
      'CSeq: one',
    ),
  );
  send(requestText('OPTIONS', 'garbage;;', { callId: 'no-via' }));
  send(requestText('OPTIONS', 'SIP/2.0/UDP x;rport;branch=z9hG4bKb', { callId: 'good' }));
  await until(() => phone.received.length === 3, 'three answers');
  expect(phone.received[0]).toMatch(/^SIP\/2.0 400 Malformed CSeq header field\r\n/);
  expect(phone.received[1]).toMatch(/^SIP\/2.0 400 Malformed Via header field\r\nVia: garbage;;\r\n/);
  expect(phone.received[2]).toMatch(/^SIP\/2.0 200 OK\r\n/);
  expect(endpoint.layer.counters().parseFailures).toBe(2);
});

test('a refusal goes to the port of sent-by, as any response without rport', async () => {
  const [sender, sentBy] = [await endpoint.udpPhone(), await endpoint.udpPhone()];
  const text = requestText('OPTIONS', `SIP/2.0/UDP 127.0.0.1:${sentBy.port};branch=z9hG4bKa`, {
    fields: 'To: <sip:x@y>\r\n',
  });
  sender.socket.send(text, listener.port, '127.0.0.1');
  await until(() => sentBy.received.length > 0, 'the refusal');
  expect(sentBy.received[0]).toContain('400 Multiple To header fields');
  expect(sender.received).toEqual([]);
});

test('a STUN keep-alive and a double line break on the SIP port are answered', async () => {
  const phone = await endpoint.udpPhone();
  phone.socket.send(
    Buffer.from('000100002112a442000102030405060708090a0b', 'hex'),
    listener.port,
    '127.0.0.1',
  );
  phone.socket.send('\r\n\r\n', listener.port, '127.0.0.1');
  await until(() => phone.received.length === 2, 'both answers');
  expect(phone.received[0]?.slice(0, 20)).toBe(
    Buffer.from('0101000c2112a442000102030405060708090a0b', 'hex').toString('latin1'),
  );
  expect(phone.received[1]).toBe('\r\n');
  expect(endpoint.layer.counters()).toMatchObject({ stunAnswered: 1, stunIgnored: 0, parseFailures: 0 });
});

test('pongs, STUN indications, noise, malformed responses and malformed ACKs are not answered', async () => {
  const phone = await endpoint.udpPhone();
  const send = (bytes: string | Buffer) => phone.socket.send(bytes, listener.port, '127.0.0.1');
  send(Buffer.from('001100002112a442000102030405060708090a0b', 'hex'));
  send('\r\n');
  send('');
  send('hello');
  send('SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1\r\n\r\n');
  send(requestText('ACK', 'SIP/2.0/UDP x;rport').replace('CSeq: 1', 'CSeq: one'));
  send(requestText('OPTIONS', 'SIP/2.0/UDP x;rport;branch=z9hG4bKb'));
  await until(() => phone.received.length > 0, 'the answer');
  expect(phone.received).toHaveLength(1);
  expect(phone.received[0]).toContain('200 OK');
});

test('the same remote is the same flow, found by its id', async () => {
  const phone = await endpoint.udpPhone();
  for (const branch of ['a', 'b']) {
    phone.socket.send(
      requestText('OPTIONS', `SIP/2.0/UDP x;rport;branch=z9hG4bK${branch}`),
      listener.port,
      '127.0.0.1',
    );
  }
  await until(() => endpoint.messages.length === 2, 'two requests');
  const [first, second] = endpoint.messages.map((each) => each.flow);
  expect(first).toBe(second);
  expect(first && endpoint.layer.findFlow(first.id)).toBe(first);
  expect(await endpoint.layer.flowTo({ protocol: 'udp', address: '127.0.0.1', port: phone.port })).toBe(
    first,
  );
});

test('a message whose handling fails does not stop the next one', async () => {
  const phone = await endpoint.udpPhone();
  phone.socket.send(requestText('CRASH', 'SIP/2.0/UDP x;rport;branch=z9hG4bKa'), listener.port, '127.0.0.1');
  phone.socket.send(
    requestText('OPTIONS', 'SIP/2.0/UDP x;rport;branch=z9hG4bKb'),
    listener.port,
    '127.0.0.1',
  );
  await until(() => phone.received.length > 0, 'the answer');
  expect(endpoint.layer.counters().handlerErrors).toBe(1);
});

test('IPv6 works the same', async () => {
  const ipv6 = await endpoint.layer.listen('udp', { host: '::1', port: 0 });
  expect(ipv6.advertisedHost).toBe('[::1]');
  const phone = await endpoint.udpPhone('::1');
  phone.socket.send(
    requestText('OPTIONS', 'SIP/2.0/UDP [2001:db8::9]:5060;rport;branch=z9hG4bKa'),
    ipv6.port,
    '::1',
  );
  await until(() => phone.received.length > 0, 'the answer');
  expect(phone.received[0]).toContain(`rport=${phone.port};received=::1`);
  expect(endpoint.layer.listenerFor('udp', '2001:db8::1')).toBe(ipv6);
  expect(endpoint.layer.listenerFor('udp', '192.0.2.1')).toBe(listener);
  expect(endpoint.layer.listenerFor('tcp')).toBeNull();
});

test('a port that is taken is reported', async () => {
  await expect(endpoint.layer.listen('udp', { host: '127.0.0.1', port: listener.port })).rejects.toThrow(
    /EADDRINUSE/,
  );
});

test.each([
  ['a request', 'OPTIONS'],
  ['a request that is refused anyway', 'OPTIONS OPTIONS'],
])('%s that wants its answer at port 0 is refused where it came from', async (_what, cseq) => {
  const phone = await endpoint.udpPhone();
  const text = requestText('OPTIONS', 'SIP/2.0/UDP 127.0.0.1:0;branch=z9hG4bKa');
  phone.socket.send(text.replace(/^(CSeq: \d+) .*$/m, `$1 ${cseq}`), listener.port, '127.0.0.1');
  await until(() => phone.received.length > 0, 'the refusal');
  expect(phone.received[0]).toMatch(/^SIP\/2\.0 400 Malformed/);
});

test.each([
  ['of 65,507 octets goes', 65_507, []],
  ['of one octet more is a send error of its own', 65_508, [65_508]],
])('a datagram %s', async (_what, length, failed) => {
  const phone = await endpoint.udpPhone();
  const flow = endpoint.layer.existingFlow({ protocol: 'udp', address: '127.0.0.1', port: phone.port });
  flow?.send(Buffer.alloc(length, 'x'));
  flow?.send(Buffer.from('the next'));
  await until(() => phone.received.includes('the next'), 'the next one');
  expect(phone.received).toHaveLength(failed.length === 0 ? 2 : 1);
  expect(endpoint.unsent.map((datagram) => datagram?.length)).toEqual(failed);
});

test('a datagram to port 0 is a send error, not an exception', async () => {
  endpoint.layer.existingFlow({ protocol: 'udp', address: '127.0.0.1', port: 0 })?.send(Buffer.from('x'));
  await until(() => endpoint.layer.counters().sendErrors === 1, 'the error');
});
