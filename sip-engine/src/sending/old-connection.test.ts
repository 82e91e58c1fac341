import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseMessage } from '../message/parse.ts';
import { responseTo } from '../message/respond.ts';
import { serialize } from '../message/serialize.ts';
import { StreamFramer } from '../message/stream-framer.ts';
import { TestDnsServer } from '../testing/dns-server.ts';
import { statusOf } from '../testing/srf-request.ts';
import { TestEngine } from '../testing/test-engine.ts';

let engine: TestEngine;
let dns: TestDnsServer;
let peer: Server;
let port: number;
/** Of each connection to the peer, how many requests came over it. */
let requests: number[];
/** Whether the peer has forgotten a connection by the time a request comes over it: it answers with a reset. */
let forgets: (connection: number, request: number) => boolean;

beforeEach(async () => {
  requests = [];
  peer = createServer((socket) => {
    const connection = requests.push(0) - 1;
    const framer = new StreamFramer();
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      for (const event of framer.push(chunk)) {
        const parsed = event.kind === 'message' ? parseMessage(event.bytes, { stream: true }) : null;
        if (!parsed?.ok || parsed.message.kind !== 'request') continue;
        const count = (requests[connection] ?? 0) + 1;
        requests[connection] = count;
        if (forgets(connection, count)) socket.resetAndDestroy();
        else socket.write(serialize(responseTo(parsed.message, 200)));
      }
    });
  });
  peer.listen(0, '127.0.0.1');
  await once(peer, 'listening');
  const address = peer.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
  dns = await TestDnsServer.start([{ type: 'A', name: 'peer.example.com', ttl: 60, data: '127.0.0.1' }]);
  engine = await TestEngine.start({ dnsServers: [dns.address] });
});
afterEach(async () => {
  await engine.stop();
  dns.stop();
  peer.close();
});

describe.each(['127.0.0.1', 'peer.example.com'])('a request to %s', (host) => {
  const ask = async (): Promise<number> =>
    statusOf(await engine.inMemory(), 'OPTIONS', `sip:${host}:${port};transport=tcp`);

  test('over a connection that the peer has forgotten goes by a new one', async () => {
    forgets = (connection, request) => connection === 0 && request === 2;
    expect(await ask()).toBe(200);
    expect(await ask()).toBe(200);
    expect(requests).toEqual([2, 1]);
  });

  test('over a new connection that breaks is refused at once, and not sent again', async () => {
    forgets = () => true;
    expect(await ask()).toBe(503);
    expect(requests).toEqual([1]);
  });

  test('that breaks the old connection and the new one is refused at once', async () => {
    forgets = (connection, request) => connection > 0 || request > 1;
    expect(await ask()).toBe(200);
    expect(await ask()).toBe(503);
    expect(requests).toEqual([2, 1]);
  });
});
