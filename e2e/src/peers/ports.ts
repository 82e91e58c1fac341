import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below Linux's ephemeral range, so that no outgoing connection takes a port between the check and its use. */
const LOWEST = 11_000;
const HIGHEST = 31_000;
const TRIES = 50;

/**
 * The first of `count` ports in a row that are free on 127.0.0.1 for UDP and TCP; even, as RTP wants it.
 * @throws Error when none was found
 */
export async function freePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const first = LOWEST + 2 * Math.floor((Math.random() * (HIGHEST - LOWEST - count)) / 2);
    const ports = Array.from({ length: count }, (_, i) => first + i);
    const free = await Promise.all(ports.map(async (port) => (await udpFree(port)) && (await tcpFree(port))));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`found no ${count} free ports in a row on 127.0.0.1`);
}

async function udpFree(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  try {
    socket.bind(port, '127.0.0.1');
    await once(socket, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}

async function tcpFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
