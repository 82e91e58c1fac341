import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below Linux's ephemeral range, so that no outgoing connection takes a port between the check and its use. */
const LOWEST = 11_000;
const HIGHEST = 31_000;
/** Ports that one process has to itself; the first two of them are not handed out. */
const BLOCK = 202;
const BLOCKS = Math.floor((HIGHEST - LOWEST) / BLOCK);
const TRIES = 50;

/** What is left of this process's block. */
let left = { first: 0, end: 0 };

/**
 * The first of `count` ports in a row that are free on 127.0.0.1 for UDP and TCP; even, as RTP wants it. No two
 * processes that ask here at the same time get the same, and none gets a port twice.
 * @param count 200 at most
 * @throws Error when none was found
 */
export async function freePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (left.end - left.first < count) left = await claimBlock();
    const { first, end } = left;
    left = { first: first + count + (count % 2), end };
    const ports = Array.from({ length: count }, (_, i) => first + i);
    const free = await Promise.all(ports.map(async (port) => (await udpFree(port)) && (await tcpFree(port))));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`found no ${count} free ports in a row on 127.0.0.1`);
}

/** Takes a block until this process ends, by listening on its first port. */
async function claimBlock(): Promise<{ first: number; end: number }> {
  const start = Math.floor(Math.random() * BLOCKS);
  for (let place = 0; place < BLOCKS; place++) {
    const claimed = LOWEST + ((start + place) % BLOCKS) * BLOCK;
    const claim = createServer((socket) => socket.destroy());
    try {
      claim.listen(claimed, '127.0.0.1');
      await once(claim, 'listening');
      claim.unref();
      return { first: claimed + 2, end: claimed + BLOCK };
    } catch {
      // Another process has it.
    }
  }
  throw new Error('other processes have all ports for tests');
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
