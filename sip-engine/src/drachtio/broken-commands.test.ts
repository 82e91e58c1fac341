import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type Srf from 'drachtio-srf';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { mutate } from '../fuzz/mutation.ts';
import { oneOf, type Random, randomOf } from '../fuzz/random.ts';
import { serialize } from '../message/serialize.ts';
import { newBranch } from '../message/token.ts';
import { type SipPeer, sdpOf } from '../testing/sip-peer.ts';
import { TestEngine, testSecret } from '../testing/test-engine.ts';
import { ApplicationTable } from './application-table.ts';
import { FrameDecoder } from './frame.ts';

const SEED = 20_260_102;
const COMMANDS = 3_000;

let engine: TestEngine;
let served: SipPeer;
/** It calls, and is called, and does not read what the application made of its messages. */
let phone: UdpSocket;
beforeEach(async () => {
  engine = await TestEngine.start();
  served = await engine.tcpPeer();
  phone = createSocket('udp4');
  phone.bind(0, '127.0.0.1');
  await once(phone, 'listening');
});
afterEach(async () => {
  phone.close();
  await engine.stop();
});

function ask(method: string, headers: Readonly<Record<string, string>>, body = ''): void {
  const request = served.request(method, 'sip:bob@127.0.0.1', headers, body);
  request.headers.set('Via', `SIP/2.0/UDP 127.0.0.1;rport;branch=${newBranch()}`);
  phone.send(serialize(request), engine.port('udp'), '127.0.0.1');
}

const framed = (payload: string): Buffer => {
  const bytes = Buffer.from(payload, 'latin1');
  return Buffer.concat([Buffer.from(`${bytes.length}#`), bytes]);
};

/** An application that takes calls and says nothing to the point. */
class BrokenApplication {
  readonly #socket: Socket;
  /** Of the requests that it was given last. */
  readonly transactionIds: string[] = [''];

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.on('error', () => {});
    const decoder = new FrameDecoder();
    this.#socket.on('data', (chunk: Buffer) => {
      for (const payload of decoder.push(chunk).payloads) {
        const [, type, , , , , , , transactionId = ''] = payload.toString('latin1').split('|', 9);
        if (type === 'sip') this.transactionIds.unshift(transactionId);
      }
      this.transactionIds.splice(5);
    });
    this.send(`m0|authenticate|${testSecret}|`);
    for (const verb of ['invite', 'subscribe']) this.send(`m1|route|${verb}`);
  }

  get isGone(): boolean {
    return this.#socket.readableEnded || this.#socket.destroyed;
  }

  send(payload: string): void {
    this.#socket.write(framed(payload));
  }

  close(): Promise<unknown> {
    const closed = this.#socket.destroyed ? Promise.resolve() : once(this.#socket, 'close');
    this.#socket.destroy();
    return closed;
  }
}

function command(random: Random, transactionIds: readonly string[]): string {
  const id = transactionIds[random(transactionIds.length)] ?? '';
  const target = oneOf(random, [
    `sip:x@127.0.0.1:${phone.address().port}`,
    'tel:+15551234',
    'sips:x@127.0.0.1',
    'urn:x',
  ]);
  const headers =
    'Call-ID: c\r\nFrom: <sip:a@localhost>;tag=1\r\nTo: <sip:b@x>\r\nContact: <sip:a@localhost>\r\n';
  return oneOf(random, [
    `m|sip|${id}|\r\nSIP/2.0 ${100 + random(600)} Reason\r\n${headers}Require: 100rel\r\n\r\nv=0`,
    `m|sip||\r\nINVITE ${target} SIP/2.0\r\n${headers}Session-Expires: 90\r\nCSeq: 5 INVITE\r\n\r\nv=0`,
    `m|sip||c;from-tag=1|${target}\r\nBYE sip:placeholder SIP/2.0\r\n${headers}Route: <sip:127.0.0.1;lr>\r\n\r\n`,
    `m|sip|${id}|\r\nCANCEL ${target} SIP/2.0\r\nReason: SIP;cause=200\r\n\r\n`,
    `m|proxy|${id}|remainInDialog|fullResponse|followRedirects|serial|1s|2s|${target}|${target};q=0.5\r\nINVITE x SIP/2.0\r\nX-Y: z\r\n\r\n`,
  ]);
}

test('no command stops the engine, however it is broken: the next application is served', async () => {
  let application = new BrokenApplication(engine.engine.adminPort ?? 0);
  for (let round = 0; round < COMMANDS; round++) {
    const random = randomOf(SEED, round);
    const whole = command(random, application.transactionIds);
    application.send(random(3) === 0 ? whole : mutate(whole, random));
    if (round % 30 > 0) continue;
    ask('INVITE', { Supported: '100rel' }, sdpOf('caller'));
    ask('SUBSCRIBE', { Event: 'dialog', Expires: '60' });
    await new Promise(setImmediate);
    if (!application.isGone) continue;
    await application.close();
    application = new BrokenApplication(engine.engine.adminPort ?? 0);
  }
  await application.close();
  const srf = await engine.overTcp();
  srf.use('options', (_req: Srf.SrfRequest, res: Srf.SrfResponse) => res.send(204));
  await expect
    .poll(async () => {
      served.send(served.request('OPTIONS', 'sip:bob@127.0.0.1'));
      await served.take(({ kind }) => kind === 'response', 'an answer');
      return served.received.some((message) => message.kind === 'response' && message.status === 204);
    })
    .toBe(true);
  expect(engine.warnings).not.toContain('a command of an application failed');
});

test('a fault of our own costs the one command that met it', async () => {
  const application = connect(engine.engine.adminPort ?? 0, '127.0.0.1');
  const decoder = new FrameDecoder();
  const replies: string[] = [];
  application.on('data', (chunk: Buffer) => {
    for (const payload of decoder.push(chunk).payloads) replies.push(payload.toString('latin1'));
  });
  const fault = vi.spyOn(ApplicationTable.prototype, 'route').mockImplementationOnce(() => {
    throw new Error('a fault');
  });
  try {
    for (const payload of [`m0|authenticate|${testSecret}|`, 'm1|route|invite', 'm2|ping'])
      application.write(framed(payload));
    await expect.poll(() => replies.length).toBe(3);
    expect(replies[1]).toMatch(/\|response\|m1\|NO\|internal error$/);
    expect(replies[2]).toMatch(/\|response\|m2\|OK\|pong$/);
    expect(engine.warnings).toContain('a command of an application failed');
  } finally {
    fault.mockRestore();
    application.destroy();
  }
});
