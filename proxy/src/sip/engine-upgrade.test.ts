import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { refuseUpgrades } from './engine-upgrade.ts';

let server: Server;
let port: number;
const accepted: Duplex[] = [];

beforeEach(async () => {
  accepted.length = 0;
  server = createServer();
  server.on('connection', (socket) => accepted.push(socket));
  server.on('upgrade', (request, socket, head) => refuseUpgrades(request, socket, head, { secure: false }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterEach(() => {
  for (const socket of accepted) socket.destroy();
  server.close();
});

function upgrade(): Socket {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => {});
  socket.write('GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  return socket;
}

it('an upgrade where there is nothing is answered, and its connection ends though the other side stays', async () => {
  const socket = upgrade();
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 404 /);
  await expect.poll(() => accepted.map(({ destroyed }) => destroyed)).toEqual([true]);
  socket.destroy();
});

it('one who asks for an upgrade and resets the connection at once does no harm', async () => {
  const socket = upgrade();
  await once(socket, 'connect');
  socket.resetAndDestroy();
  await expect.poll(() => accepted.map(({ destroyed }) => destroyed)).toEqual([true]);
});
