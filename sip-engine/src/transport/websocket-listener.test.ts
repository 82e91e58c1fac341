import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { TestCertificates } from '../testing/test-certificates.ts';
import type { Listener } from './flow.ts';
import { requestText, TestEndpoint, until } from './test-endpoint.ts';

const LOOPBACK = { host: '127.0.0.1', port: 0 };
let certificates: TestCertificates;
let endpoint: TestEndpoint;
const sockets: { terminate?(): void; destroy?(): void }[] = [];

beforeAll(async () => {
  certificates = await TestCertificates.create();
});
afterAll(() => certificates.remove());
beforeEach(() => {
  endpoint = new TestEndpoint({ handshakeTimeoutMs: 200 });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) {
    socket.terminate?.();
    socket.destroy?.();
  }
  await endpoint.close();
});

/** The answer to an attempt to connect: `open`, or the status and body of a refusal. */
async function attempt(url: string, protocols: string[], options: ClientOptions = {}): Promise<string> {
  const socket = new WebSocket(url, protocols, options);
  sockets.push(socket);
  return new Promise((resolve) => {
    socket.on('open', () => resolve('open'));
    socket.on('error', (error) => resolve(error.message));
    socket.on('unexpected-response', (_request, response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += String(chunk);
      });
      response.on('end', () => resolve(`${response.statusCode} ${body.trim()}`));
    });
  });
}

describe('a WebSocket listener of its own', () => {
  let listener: Listener;
  let url: string;
  beforeEach(async () => {
    const allowedOrigins = ['same-host', 'https://phone.example'];
    listener = await endpoint.layer.listen('ws', { host: '127.0.0.1', port: 0, allowedOrigins });
    url = `ws://127.0.0.1:${listener.port}/any/path`;
  });

  test('carries SIP', async () => {
    const socket = new WebSocket(url, 'sip');
    sockets.push(socket);
    await once(socket, 'open');
    const answer = once(socket, 'message');
    socket.send(requestText('OPTIONS', 'SIP/2.0/WS x.invalid;branch=z9hG4bKa'));
    expect(String((await answer)[0])).toContain('200 OK');
    expect(endpoint.messages[0]?.flow).toMatchObject({ protocol: 'ws', listener, accepted: true });
    expect(endpoint.layer.counters()).toMatchObject({ flows: { ws: 1 }, handshaking: 0 });
  });

  test.each([
    ['no page', undefined, 'open'],
    ['a page of this host', 'same', 'open'],
    ['a page that is allowed', 'https://PHONE.example', 'open'],
    ['a page of another', 'https://evil.example', '403 Pages of this origin may not connect'],
    ['a page without an origin', 'null', '403 Pages of this origin may not connect'],
  ])('answers %s: %s %s', async (_who, origin, expected) => {
    const given = origin === 'same' ? `http://127.0.0.1:${listener.port}` : origin;
    expect(await attempt(url, ['sip'], given === undefined ? {} : { origin: given })).toBe(expected);
    const refused = expected === 'open' ? [] : [['websocket-origin', 1]];
    expect(endpoint.layer.counters().refusedConnections).toEqual(refused);
  });

  test('refuses another sub-protocol, and takes sip among others', async () => {
    const refusal = '400 The WebSocket sub-protocol must be sip (RFC 7118 section 4.1)';
    expect(await attempt(url, ['xmpp'])).toBe(refusal);
    expect(await attempt(url, [])).toBe(refusal);
    expect(await attempt(url, ['xmpp', 'sip'])).toBe('open');
    expect(endpoint.layer.counters().refusedConnections).toEqual([['websocket-protocol', 2]]);
  });

  test.each([
    ['a page is asked for', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1.1 426 /],
    ['it is no HTTP', 'OPTIONS sip:a@b SIP/2.0\r\n\r\n', /^HTTP\/1.1 400 /],
    [
      'the version is old',
      'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 7\r\n' +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sip\r\n\r\n',
      /^HTTP\/1.1 400 /,
    ],
    [
      'the request is a flood of headers',
      `GET / HTTP/1.1\r\nHost: ${'x'.repeat(20_000)}\r\n`,
      /^HTTP\/1.1 400 /,
    ],
    ['the request never ends', 'GET / HTTP/1.1\r\nHost: x\r\n', /^$/],
  ])('answers and closes when %s', async (_what, text, answer) => {
    const socket = connect(listener.port, '127.0.0.1');
    sockets.push(socket);
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.write(text);
    await once(socket, 'close');
    expect(received).toMatch(answer);
    await until(() => endpoint.layer.counters().handshaking === 0, 'nobody waiting');
  });
});

/** A request for a WebSocket that is refused, by a raw socket. */
function refusedUpgrade(port: number, allowHalfOpen: boolean): Socket {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen });
  sockets.push(socket);
  socket.on('error', () => {});
  socket.resume();
  socket.write(
    'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: xmpp\r\n\r\n',
  );
  return socket;
}

/** A server of an application, which hands its upgrades over when `ready` says so. @returns its port */
async function webServer(ready: (socket: Duplex) => Promise<unknown>): Promise<number> {
  endpoint.layer.addWebEntrance({ advertisedHost: 'example.com', advertisedPort: 443, secure: true });
  const server = createServer();
  server.on('upgrade', async (request, socket, head) => {
    await ready(socket);
    endpoint.layer.upgrade(request, head, true);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  sockets.push({ destroy: () => server.close() });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server is not bound');
  return address.port;
}

describe('of one who is refused and', () => {
  beforeEach(() => {
    endpoint = new TestEndpoint({ maxConnections: 1 });
  });
  const ports = [
    ['a listener of its own', async () => (await endpoint.layer.listen('ws', LOOPBACK)).port],
    ['a server of the application', () => webServer(() => Promise.resolve())],
  ] as const;
  const nothingIsLeft = (port: number): Promise<void> =>
    expect.poll(() => attempt(`ws://127.0.0.1:${port}`, ['sip'])).toBe('open');

  test.each(ports)('resets the connection nothing is left at %s', async (_where, open) => {
    const port = await open();
    for (let count = 0; count < 10; count += 1) {
      const socket = refusedUpgrade(port, false);
      socket.once('connect', () => socket.resetAndDestroy());
      await new Promise((resolve) => socket.once('close', resolve));
    }
    await nothingIsLeft(port);
  });

  test.each(ports)('stays nothing is left at %s', async (_where, open) => {
    const port = await open();
    await once(refusedUpgrade(port, true), 'end');
    await nothingIsLeft(port);
  });

  test('left before the application handed it over nothing is left', async () => {
    const port = await webServer((socket) => (left.length > 0 ? Promise.resolve() : leave(socket)));
    const left: Duplex[] = [];
    const leave = async (socket: Duplex): Promise<void> => {
      left.push(socket);
      socket.destroy();
      await once(socket, 'close');
    };
    await once(refusedUpgrade(port, false), 'close');
    await nothingIsLeft(port);
  });
});

test('a secure WebSocket listener carries SIP in TLS', async () => {
  const files = await certificates.issue({ addresses: ['127.0.0.1'] });
  const listener = await endpoint.layer.listen('wss', { host: '127.0.0.1', port: 0, tls: files });
  const ca = readFileSync(certificates.caFile);
  const socket = new WebSocket(`wss://127.0.0.1:${listener.port}`, 'sip', { ca });
  sockets.push(socket);
  await once(socket, 'open');
  const answer = once(socket, 'message');
  socket.send(requestText('OPTIONS', 'SIP/2.0/WSS x.invalid;branch=z9hG4bKa'));
  expect(String((await answer)[0])).toContain('200 OK');
  expect(endpoint.messages[0]?.flow).toMatchObject({ protocol: 'wss', remoteAddress: '127.0.0.1' });
  socket.terminate();
  await until(() => endpoint.closedFlows.length === 1, 'the news');
});
