import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseMessage } from '../message/parse.ts';
import { responseTo } from '../message/respond.ts';
import { serialize } from '../message/serialize.ts';
import { sdpOf } from '../testing/sip-peer.ts';
import { TestEngine } from '../testing/test-engine.ts';

const END_OF_OFFER = 'end of the offer';

const unacknowledged = z.object({
  ack: z.custom<(sdp: string) => Promise<unknown>>((value) => typeof value === 'function'),
});

let engine: TestEngine;
const closers: (() => unknown)[] = [];

beforeEach(async () => {
  engine = await TestEngine.start({ maxUdpRequestBytes: 1300 });
});
afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await engine.stop();
});

/**
 * A telephone on UDP and, if it has that, on TCP at the same port; it tells by which Via it was asked. It is busy when it
 * is called with an offer, and makes one itself when it is called without.
 */
async function phone(options: { readonly tcp: boolean }) {
  const vias: string[] = [];
  const answer = (bytes: Buffer, send: (bytes: Buffer) => void): void => {
    const parsed = parseMessage(bytes, { stream: false });
    if (!parsed.ok || parsed.message.kind !== 'request') throw new Error('no request');
    const { method, body, headers } = parsed.message;
    if (method === 'ACK' && body.length === 0) return;
    vias.push(`${method} ${headers.get('Via')?.split(' ')[0]}`);
    if (method === 'ACK') return;
    const status = method === 'INVITE' && body.length > 0 ? 486 : 200;
    const response = responseTo(parsed.message, status, undefined, { toTag: 'bob' });
    if (method === 'INVITE' && body.length === 0) {
      response.headers.copyFrom(headers, 'Record-Route');
      response.headers.append('Contact', `<${uri}>`);
      response.headers.append('Content-Type', 'application/sdp');
      response.body = Buffer.from(sdpOf('phone'));
    }
    send(serialize(response));
  };
  const server = createServer((socket: Socket) => {
    const chunks: Buffer[] = [];
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const whole = Buffer.concat(chunks);
      if (whole.includes(END_OF_OFFER)) answer(whole, (bytes) => socket.write(bytes));
    });
    closers.push(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const uri = `sip:bob@127.0.0.1:${port};transport=udp`;
  if (options.tcp) closers.push(() => server.close());
  else server.close();
  const udp = createSocket('udp4').bind(port, '127.0.0.1');
  await once(udp, 'listening');
  udp.on('message', (bytes, { port: from }) => answer(bytes, (reply) => udp.send(reply, from, '127.0.0.1')));
  closers.push(() => udp.close());
  return { vias, uri };
}

const sdpOfOctets = (octets: number): string =>
  `${sdpOf('application')}a=${'x'.repeat(octets)} ${END_OF_OFFER}\r\n`;

/** Calls with an offer of so many octets and more. @returns the status of the answer */
async function call(uri: string, octets: number): Promise<unknown> {
  const srf = await engine.inMemory();
  const localSdp = sdpOfOctets(octets);
  return srf.createUAC(uri, { localSdp }).catch((error: { readonly status?: unknown }) => error.status);
}

describe('an application that sends over UDP', () => {
  test.each([
    ['by TCP when the offer is too large for UDP', 1200, true, 'SIP/2.0/TCP'],
    ['by UDP all the same when the telephone has no TCP', 1200, false, 'SIP/2.0/UDP'],
    ['by UDP while the offer is small', 200, true, 'SIP/2.0/UDP'],
  ])('reaches the telephone %s', async (_what, octets, tcp, via) => {
    const bob = await phone({ tcp });
    expect(await call(bob.uri, octets)).toBe(486);
    expect(bob.vias).toEqual([`INVITE ${via}`]);
  });

  test.each([
    ['by TCP when its answer is too large for UDP', 1200, true, 'SIP/2.0/TCP'],
    ['by UDP all the same when the telephone has no TCP', 1200, false, 'SIP/2.0/UDP'],
    ['by UDP while its answer is small', 200, true, 'SIP/2.0/UDP'],
  ])('acknowledges an offer of the telephone %s', async (_what, octets, tcp, via) => {
    const bob = await phone({ tcp });
    const srf = await engine.inMemory();
    const answer = await srf.createUAC(bob.uri, { noAck: true });
    // drachtio-srf's types do not know that it is no dialog yet.
    await unacknowledged.parse(answer).ack(sdpOfOctets(octets));
    await expect.poll(() => bob.vias).toEqual(['INVITE SIP/2.0/UDP', `ACK ${via}`]);
  });
});

/** Calls through a proxy without an offer; the answer, so many octets and more, is in the ACK. */
async function callThroughProxy(uri: string, octets: number): Promise<void> {
  const srf = await engine.inMemory();
  srf.invite((req) => srf.proxyRequest(req, uri, { remainInDialog: true }));
  const caller = await engine.tcpPeer();
  const invite = caller.request('INVITE', 'sip:bob@example.com');
  caller.send(invite);
  const answer = await caller.takeResponse(200);
  caller.send(caller.inDialog(invite, answer, 'ACK', 1, sdpOfOctets(octets)));
}

describe('a proxy that forwards over UDP', () => {
  test.each([
    ['by TCP when it is too large for UDP', 1200, true, 'SIP/2.0/TCP'],
    ['by UDP all the same when the telephone has no TCP', 1200, false, 'SIP/2.0/UDP'],
    ['by UDP while it is small', 200, true, 'SIP/2.0/UDP'],
  ])('forwards an ACK %s', async (_what, octets, tcp, via) => {
    const bob = await phone({ tcp });
    await callThroughProxy(bob.uri, octets);
    await expect.poll(() => bob.vias).toEqual(['INVITE SIP/2.0/UDP', `ACK ${via}`]);
  });
});
