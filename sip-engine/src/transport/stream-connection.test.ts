import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EMPTY_BODY, Headers } from '../message/message.ts';
import { responseTo } from '../message/respond.ts';
import { serialize } from '../message/serialize.ts';
import type { Listener } from './flow.ts';
import { requestText, TestEndpoint, until } from './test-endpoint.ts';

let endpoint: TestEndpoint;
let listener: Listener;

beforeEach(async () => {
  endpoint = new TestEndpoint();
  listener = await endpoint.layer.listen('tcp', { host: '127.0.0.1', port: 0 });
});
afterEach(() => endpoint.close());

const options = (callId: string, changes: Parameters<typeof requestText>[2] = {}) =>
  requestText('OPTIONS', 'SIP/2.0/TCP 10.1.1.1;branch=z9hG4bKa', { callId, ...changes });

describe('a TCP connection', () => {
  test('carries many messages in any pieces, and keep-alives between them', async () => {
    const phone = await endpoint.tcpPhone(listener);
    const text = `${options('1', { body: 'hello' })}\r\n\r\n${options('2')}`;
    for (let at = 0; at < text.length; at += 11) {
      phone.socket.write(text.slice(at, at + 11));
      await new Promise(setImmediate);
    }
    await until(() => phone.text.includes('Call-ID: 2'), 'the second answer');
    expect(phone.text.match(/SIP\/2.0 200/g)).toHaveLength(2);
    expect(phone.text).toMatch(/\r\n\r\n\r\nSIP\/2.0 200/);
    expect(endpoint.messages[0]?.message.body.toString()).toBe('hello');
  });

  test('stays open after a request that is malformed but framed', async () => {
    const phone = await endpoint.tcpPhone(listener);
    phone.socket.write(options('bad').replace('From: <sip:a@b>', 'From: <sip:a@b'));
    phone.socket.write(options('good'));
    await until(() => phone.text.includes('Call-ID: good'), 'the good answer');
    expect(phone.text).toContain('400 Malformed From header field');
    expect(phone.closed).toBe(false);
  });

  test.each([
    ['without Content-Length', options('1').replace(/Content-Length.*\r\n/, '')],
    ['with a negative Content-Length', options('1', { length: '-1' })],
    ['with two Content-Lengths', options('1', { fields: 'l: 5\r\n' })],
    ['that is not SIP', 'GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n'],
  ])('is closed after a message %s, and what follows is not read', async (what, text) => {
    const phone = await endpoint.tcpPhone(listener);
    phone.socket.write(text + options('smuggled'));
    await until(() => phone.closed, 'the close');
    if (what !== 'that is not SIP') expect(phone.text).toMatch(/^SIP\/2.0 400 .*Content-Length/);
    expect(phone.text).not.toContain('smuggled');
    expect(endpoint.messages).toEqual([]);
  });

  test('is answered 400 when its last message ends too early', async () => {
    const phone = await endpoint.tcpPhone(listener, true);
    phone.socket.end(options('short', { length: '100', body: 'too short' }));
    await until(() => phone.closed || phone.text.includes('\r\n\r\n'), 'the refusal');
    expect(phone.text).toContain('400 Incomplete message');
  });

  test('whose other side says nothing more still carries the answer to what it said', async () => {
    const phone = await endpoint.tcpPhone(listener, true);
    phone.socket.end(requestText('WAIT', 'SIP/2.0/TCP 10.1.1.1;branch=z9hG4bKa'));
    await until(() => endpoint.messages.length === 1, 'the request');
    await until(() => phone.socket.writableFinished, 'the end of what it says');
    const [received] = endpoint.messages;
    if (received?.message.kind !== 'request') throw new Error('no request');
    const { message, flow } = received;
    flow.send(serialize(responseTo(message, 100)));
    await until(() => phone.text.includes('SIP/2.0 100'), 'a sign of life');
    expect(flow.closed).toBe(false);
    flow.send(serialize(responseTo(message, 200)));
    await until(() => phone.closed, 'the close');
    expect(phone.text).toContain('SIP/2.0 200');
    expect(flow.closed).toBe(true);
  });

  test('is reused for requests to its remote side, whoever opened it', async () => {
    const phone = await endpoint.tcpPhone(listener);
    phone.socket.write(options('1'));
    await until(() => endpoint.messages.length === 1, 'the request');
    const { localPort = 0 } = phone.socket;
    const flow = await endpoint.layer.flowTo({ protocol: 'tcp', address: '127.0.0.1', port: localPort });
    expect(flow).toBe(endpoint.messages[0]?.flow);
    expect(endpoint.layer.findFlow(flow.id)).toBe(flow);
    expect(endpoint.layer.counters().flows.tcp).toBe(1);
  });

  test('that ends is told once, and is no flow any more', async () => {
    const phone = await endpoint.tcpPhone(listener);
    phone.socket.write(options('1'));
    await until(() => endpoint.messages.length === 1, 'the request');
    phone.socket.destroy();
    await until(() => endpoint.closedFlows.length > 0, 'the news');
    expect(endpoint.closedFlows).toHaveLength(1);
    expect(endpoint.closedFlows[0]?.flow.closed).toBe(true);
    expect(endpoint.layer.counters().flows.tcp).toBe(0);
  });
});

describe('limits on connections', () => {
  test('a message that stops half way is refused and the connection closed', async () => {
    await using limited = await limitedEndpoint({ stalledMessageTimeoutMs: 300 });
    const phone = await limited.endpoint.tcpPhone(limited.listener);
    phone.socket.write(options('slow', { length: '500', body: 'v=0' }));
    await until(() => phone.closed, 'the close');
    expect(phone.text).toContain('400 Incomplete message');
  });

  test.each(['\r\n', '\r'])('%j is no message, and its end is not waited for', async (breaks) => {
    await using limited = await limitedEndpoint({ stalledMessageTimeoutMs: 300 });
    const [phone, slow] = [
      await limited.endpoint.tcpPhone(limited.listener),
      await limited.endpoint.tcpPhone(limited.listener),
    ];
    phone.socket.write(options('1') + breaks);
    await until(() => phone.text.includes('Call-ID: 1'), 'the answer');
    slow.socket.write(options('slow').slice(0, 100));
    await until(() => slow.closed, 'the close of one that did begin a message');
    phone.socket.write(`${'\r\n'.slice(breaks.length)}${options('2')}`);
    await until(() => phone.text.includes('Call-ID: 2'), 'the second answer');
    expect(phone.closed).toBe(false);
  });

  test('a half message that can never become valid is refused without waiting for the rest', async () => {
    const phone = await endpoint.tcpPhone(listener);
    phone.socket.write(options('slow').replace('From: <sip:a@b>', 'From: Bell, A <sip:a@b>').slice(0, -2));
    await until(() => phone.closed, 'the close');
    expect(phone.text).toContain('400 Malformed From header field');
  });

  test('a connection that says nothing is closed', async () => {
    await using limited = await limitedEndpoint({ firstMessageTimeoutMs: 100 });
    const phone = await limited.endpoint.tcpPhone(limited.listener);
    await until(() => phone.closed, 'the close');
  });

  test('keep-alives take the place of no first message', async () => {
    await using limited = await limitedEndpoint({ firstMessageTimeoutMs: 100 });
    const phone = await limited.endpoint.tcpPhone(limited.listener);
    const keeping = setInterval(() => phone.socket.write('\r\n\r\n'), 10);
    await until(() => phone.closed, 'the close').finally(() => clearInterval(keeping));
    expect(phone.text).toContain('\r\n');
    expect(limited.endpoint.closedFlows[0]?.reason).toBe('no message came');
  });

  test('a connection that has become silent is closed', async () => {
    await using limited = await limitedEndpoint({ idleTimeoutMs: 100 });
    const phone = await limited.endpoint.tcpPhone(limited.listener);
    phone.socket.write(options('1'));
    await until(() => phone.closed, 'the close');
    expect(limited.endpoint.closedFlows[0]?.reason).toBe('idle');
  });

  test('one address gets so many connections and no more, until one of them ends', async () => {
    await using limited = await limitedEndpoint({ maxConnectionsPerAddress: 2 });
    const first = await limited.endpoint.tcpPhone(limited.listener);
    await limited.endpoint.tcpPhone(limited.listener);
    const third = await limited.endpoint.tcpPhone(limited.listener);
    await until(() => third.closed, 'the refusal');
    expect(limited.endpoint.layer.counters()).toMatchObject({
      refusedConnections: [['too-many-from-address', 1]],
      flows: { tcp: 2 },
    });
    first.socket.destroy();
    await until(() => limited.endpoint.layer.counters().flows.tcp === 1, 'the end of the first');
    const fourth = await limited.endpoint.tcpPhone(limited.listener);
    fourth.socket.write(options('4'));
    await until(() => fourth.text.includes('200 OK'), 'the answer');
  });

  test.each(['127.0.0.1', '127.0.0.0/8'])(
    'the limit of one address does not apply to %s',
    async (address) => {
      const options = { maxConnectionsPerAddress: 1, uncappedAddresses: ['2001:db8::1', address] };
      await using limited = await limitedEndpoint(options);
      for (let phone = 1; phone <= 3; phone += 1) await limited.endpoint.tcpPhone(limited.listener);
      await until(() => limited.endpoint.layer.counters().flows.tcp === 3, 'three connections');
      expect(limited.endpoint.layer.counters().refusedConnections).toEqual([]);
    },
  );

  test('a reader that does not read is cut off before it holds our memory', async () => {
    const phone = await endpoint.tcpPhone(listener);
    phone.socket.pause();
    phone.socket.write(options('1'));
    await until(() => endpoint.messages.length === 1, 'the request');
    const flow = endpoint.messages[0]?.flow;
    const big = Buffer.alloc(256 * 1024, 0x41);
    for (let count = 0; count < 100 && flow?.closed === false; count++) {
      flow.send(big);
      await new Promise(setImmediate);
    }
    expect(endpoint.closedFlows[0]?.reason).toBe('the remote side reads too slowly');
  });
});

async function limitedEndpoint(limits: ConstructorParameters<typeof TestEndpoint>[0]) {
  const limited = new TestEndpoint(limits);
  const tcp = await limited.layer.listen('tcp', { host: '127.0.0.1', port: 0 });
  return { endpoint: limited, listener: tcp, [Symbol.asyncDispose]: () => limited.close() };
}

describe('a connection that we open', () => {
  test('is one for all who ask at the same time, and carries messages both ways', async () => {
    const peer = new TestEndpoint();
    const target = await peer.layer.listen('tcp', { host: '127.0.0.1', port: 0 });
    const address = { protocol: 'tcp', address: '127.0.0.1', port: target.port } as const;
    const [first, second] = await Promise.all([
      endpoint.layer.flowTo(address),
      endpoint.layer.flowTo(address),
    ]);
    expect(first).toBe(second);
    expect(first.listener).toBe(listener);
    const headers = new Headers();
    headers.append('Via', `SIP/2.0/TCP 127.0.0.1:${listener.port};branch=z9hG4bKa`);
    for (const [name, value] of [
      ['From', '<sip:a@b>;tag=1'],
      ['To', '<sip:c@d>'],
      ['Call-ID', '1'],
      ['CSeq', '1 INFO'],
    ]) {
      headers.append(name ?? '', value ?? '');
    }
    first.send(serialize({ kind: 'request', method: 'INFO', uri: 'sip:c@d', headers, body: EMPTY_BODY }));
    await until(() => endpoint.messages.length === 1, 'the answer');
    expect(endpoint.messages[0]?.message).toMatchObject({ kind: 'response', status: 200 });
    expect(endpoint.messages[0]?.flow).toBe(first);
    await peer.close();
  });

  test('to a port where nobody listens is refused', async () => {
    const probe = new TestEndpoint();
    const { port } = await probe.layer.listen('tcp', { host: '127.0.0.1', port: 0 });
    await probe.close();
    const target = { protocol: 'tcp', address: '127.0.0.1', port } as const;
    await expect(endpoint.layer.flowTo(target)).rejects.toMatchObject({ code: 'EUNREACHABLE' });
  });

  test('cannot be opened to a browser that is not there', async () => {
    const target = { protocol: 'ws', address: '127.0.0.1', port: 9 } as const;
    await expect(endpoint.layer.flowTo(target)).rejects.toMatchObject({ code: 'ENOFLOW' });
  });
});
