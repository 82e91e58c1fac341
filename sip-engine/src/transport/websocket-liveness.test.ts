import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { until } from './test-endpoint.ts';
import { WebSocketConnection } from './websocket-connection.ts';

const LISTENER = { protocol: 'wss', address: 'x', port: 1, advertisedHost: 'x', advertisedPort: 1 } as const;
const ENDPOINTS = {
  remoteAddress: '192.0.2.1',
  remotePort: 1,
  localAddress: '192.0.2.2',
  localPort: 2,
  verifiedNames: [],
  limits: { wholeMessageTimeoutMs: 30_000 },
};

let server: WebSocketServer;

beforeEach(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
});
afterEach(() => {
  for (const client of server.clients) client.terminate();
  server.close();
});

/** A browser, our side of its connection opened at time 0, and what became of that. */
async function browser(options: { readonly autoPong: boolean }) {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server is not bound');
  const accepted = new Promise<readonly [WebSocket, Duplex]>((resolve) => {
    server.once('connection', (opened: WebSocket, request: IncomingMessage) =>
      resolve([opened, request.socket]),
    );
  });
  const socket = new WebSocket(`ws://127.0.0.1:${address.port}`, { autoPong: options.autoPong });
  const opened = once(socket, 'open');
  const state = { pings: 0, messages: 0, closed: '' };
  socket.on('ping', () => {
    state.pings += 1;
  });
  const [[ours, below]] = await Promise.all([accepted, opened]);
  const events = {
    onBytes: () => {
      state.messages += 1;
    },
    onFramingError: () => {},
    onSent: () => {},
    onClosed: (_flow: unknown, reason: string) => {
      state.closed = reason;
    },
  };
  const endpoints = { ...ENDPOINTS, listener: LISTENER, socket: below };
  const connection = new WebSocketConnection(ours, endpoints, events, 0);
  return { connection, ours, socket, state };
}

test('a browser that does not answer a ping is given up 45 s after it was last heard', async () => {
  const { connection, state } = await browser({ autoPong: false });
  connection.sweep(24_999);
  connection.sweep(25_000);
  connection.sweep(30_000);
  await until(() => state.pings > 0, 'the ping');
  connection.sweep(44_999);
  expect(state).toMatchObject({ pings: 1, closed: '' });
  connection.sweep(45_000);
  expect(state.closed).toBe('no answer to pings');
  expect(connection.closed).toBe(true);
});

test('a browser that answers pings is kept, however long it says nothing', async () => {
  const { connection, ours, state } = await browser({ autoPong: true });
  for (let nowMs = 25_000; nowMs <= 250_000; nowMs += 25_000) {
    const pong = once(ours, 'pong');
    connection.sweep(nowMs);
    await pong;
    connection.sweep(nowMs);
  }
  expect(state).toMatchObject({ pings: 10, closed: '' });
});

test('a message that does not end is not waited for, however often pings are answered between its parts', async () => {
  const { connection, ours, socket, state } = await browser({ autoPong: true });
  const pong = async (): Promise<void> => {
    const answered = once(ours, 'pong');
    ours.ping();
    await answered;
  };
  socket.send('a whole one');
  await until(() => state.messages === 1, 'the message');
  connection.sweep(1_000);
  for (let nowMs = 2_000; nowMs <= 31_000; nowMs += 1_000) {
    socket.send('INVITE', { fin: false });
    await pong();
    connection.sweep(nowMs);
    expect(state.closed).toBe('');
  }
  connection.sweep(32_000);
  expect(state.closed).toBe('a message did not end');
});

test('one that comes in many parts within its time is taken', async () => {
  const { connection, ours, socket, state } = await browser({ autoPong: true });
  for (let nowMs = 0; nowMs <= 100_000; nowMs += 20_000) {
    socket.send('INVITE ', { fin: false });
    const answered = once(ours, 'pong');
    ours.ping();
    await answered;
    connection.sweep(nowMs);
    socket.send('sip:a@example.com', { fin: true });
    await until(() => state.messages === nowMs / 20_000 + 1, 'the message');
  }
  expect(state.closed).toBe('');
});
