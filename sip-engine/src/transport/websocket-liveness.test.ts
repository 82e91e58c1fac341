import { once } from 'node:events';
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
  const accepted = once(server, 'connection');
  const socket = new WebSocket(`ws://127.0.0.1:${address.port}`, { autoPong: options.autoPong });
  const state = { pings: 0, closed: '' };
  socket.on('ping', () => {
    state.pings += 1;
  });
  const [ours]: unknown[] = await accepted;
  if (!(ours instanceof WebSocket)) throw new Error('No connection');
  const events = {
    onBytes: () => {},
    onFramingError: () => {},
    onSent: () => {},
    onClosed: (_flow: unknown, reason: string) => {
      state.closed = reason;
    },
  };
  const connection = new WebSocketConnection(ours, { ...ENDPOINTS, listener: LISTENER }, events, 0);
  return { connection, ours, state };
}

test('a browser that does not answer a ping is given up 45 s after it was last heard', async () => {
  const { connection, state } = await browser({ autoPong: false });
  connection.sweep(24_999);
  connection.sweep(25_000);
  connection.sweep(30_000);
  await until(() => state.pings > 0, 'the ping');
  connection.sweep(44_999);
  expect(state).toEqual({ pings: 1, closed: '' });
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
  expect(state).toEqual({ pings: 10, closed: '' });
});
