import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MAX_HEADER_SECTION_BYTES } from '../message/limits.ts';
import { TestEngine } from '../testing/test-engine.ts';

let engine: TestEngine;
let closers: (() => void)[];

beforeEach(async () => {
  closers = [];
  engine = await TestEngine.start();
  for (const method of ['OPTIONS', 'INVITE']) {
    engine.engine.use(method, (_request, response) => response.send(200, 'OK', { headers: {} }));
  }
  const srf = await engine.inMemory();
  srf.use((_request, response) => response.send(405));
});

afterEach(async () => {
  for (const close of closers) close();
  await engine.stop();
});

interface Wire {
  send(text: string): void;
  /** What came back, all of it. */
  readonly received: () => string;
  readonly closed: () => boolean;
}

async function udpWire(): Promise<Wire> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  let text = '';
  socket.on('message', (bytes) => {
    text += bytes.toString('latin1');
  });
  closers.push(() => socket.close());
  const send = (sent: string) => socket.send(Buffer.from(sent, 'latin1'), engine.port('udp'), '127.0.0.1');
  return { send, received: () => text, closed: () => false };
}

async function tcpWire(): Promise<Wire> {
  const socket = connect(engine.port('tcp'), '127.0.0.1');
  await once(socket, 'connect');
  let text = '';
  let closed = false;
  socket.on('data', (bytes: Buffer) => {
    text += bytes.toString('latin1');
  });
  socket.on('end', () => {
    closed = true;
  });
  closers.push(() => socket.destroy());
  const send = (sent: string) => void socket.write(Buffer.from(sent, 'latin1'));
  return { send, received: () => text, closed: () => closed };
}

let number = 0;

/** A request; of the fields given, null leaves one out and others replace the usual ones. */
function request(
  fields: Readonly<Record<string, string | null>> = {},
  options: { readonly method?: string; readonly uri?: string; readonly body?: string } = {},
): string {
  number += 1;
  const { method = 'OPTIONS', uri = 'sip:127.0.0.1', body = '' } = options;
  const all: Readonly<Record<string, string | null>> = {
    Via: `SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bKbad${number}`,
    From: '<sip:a@127.0.0.1>;tag=1',
    To: '<sip:127.0.0.1>',
    'Call-ID': `bad-${number}`,
    CSeq: `1 ${method}`,
    'Max-Forwards': '70',
    'Content-Length': `${body.length}`,
    ...fields,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === null ? [] : `${name}: ${value}\r\n`,
  );
  return `${method} ${uri} SIP/2.0\r\n${lines.join('')}\r\n${body}`;
}

const statuses = (text: string): string[] =>
  [...text.matchAll(/^SIP\/2\.0 (\d+)/gm)].map((each) => each[1] ?? '');
const longVia = Array.from({ length: 500 }, (_, hop) => `SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK${hop}`);
const manyVias = (first: string) => [first, ...longVia].join('\r\nVia: ');

const EVERYWHERE: readonly (readonly [string, () => string, string])[] = [
  ['a request line of 10 kB', () => request({}, { uri: `sip:${'a'.repeat(10_000)}@127.0.0.1` }), '414'],
  [
    '500 Vias',
    () => request({ Via: manyVias(`SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bKv${number}`) }),
    '200',
  ],
  ['a tag of 10 kB', () => request({ From: `<sip:a@127.0.0.1>;tag=${'t'.repeat(10_000)}` }), '200'],
  ['a NUL in a header field', () => request({ Subject: 'a\0b' }), '400'],
  ['a NUL in the Request-URI', () => request({}, { uri: 'sip:a\0b@127.0.0.1' }), '400'],
  ['a method that nobody knows', () => request({}, { method: 'TELEPORT' }), '405'],
  ['a method of 1 kB', () => request({}, { method: 'M'.repeat(1_000) }), '405'],
  ['a method beyond all limits', () => request({}, { method: 'M'.repeat(3_000) }), '400'],
  ['a line that ends with a bare LF', () => request({ Subject: 'a\nX: b' }), '400'],
  ['a CSeq beyond 2^31', () => request({ CSeq: '2147483648 OPTIONS' }), '400'],
  ['a CSeq of 400 digits', () => request({ CSeq: `${'9'.repeat(400)} OPTIONS` }), '400'],
  ['another version', () => request().replace('SIP/2.0\r\n', 'SIP/3.0\r\n'), '505'],
  ['a scheme that nobody knows', () => request({}, { uri: 'soap.beep://192.0.2.1' }), '416'],
  [
    'two spaces in the request line',
    () => request({}, { method: 'INVITE', uri: ' sip:a@127.0.0.1 ' }),
    '400',
  ],
];

describe.each([
  ['UDP', udpWire],
  ['TCP', tcpWire],
] as const)('over %s', (_transport, open) => {
  test.each(EVERYWHERE)('%s is answered', async (_what, make, status) => {
    const wire = await open();
    wire.send(make());
    await expect.poll(() => statuses(wire.received())).toEqual([status]);
    const other = await open();
    other.send(request());
    await expect.poll(() => statuses(other.received())).toEqual(['200']);
  });

  test('a stray response is not answered and goes nowhere, whatever its second Via says', async () => {
    const [wire, victim] = [await open(), await udpWire()];
    victim.send(request());
    await expect.poll(() => statuses(victim.received())).toEqual(['200']);
    const port = /;rport=(\d+)/.exec(victim.received())?.[1];
    const vias = `SIP/2.0/UDP 127.0.0.1:${engine.port('udp')};branch=z9hG4bKs\r\nVia: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bKt`;
    wire.send(request({ Via: vias }).replace('OPTIONS sip:127.0.0.1 SIP/2.0', 'SIP/2.0 200 OK'));
    wire.send(request());
    await expect.poll(() => statuses(wire.received())).toEqual(['200']);
    expect(statuses(victim.received())).toEqual(['200']);
  });
});

test.each([
  ['longer than the datagram', '9'],
  ['negative', '-1'],
  ['no number', 'abc'],
  ['there twice', '0\r\nContent-Length: 0'],
])('over UDP a Content-Length that is %s is refused', async (_what, length) => {
  const wire = await udpWire();
  wire.send(request({ 'Content-Length': length }));
  await expect.poll(() => statuses(wire.received())).toEqual(['400']);
});

describe('over TCP the connection is closed, and what follows is never taken for a message, after', () => {
  const next = () => request({}, { method: 'INVITE', uri: 'sip:smuggled@127.0.0.1' });

  test.each([
    ['two Content-Lengths that differ', () => request({ 'Content-Length': '0\r\nl: 500' }), '400'],
    ['two Content-Lengths that are equal', () => request({ 'Content-Length': '0\r\nl: 0' }), '400'],
    ['a negative Content-Length', () => request({ 'Content-Length': '-1' }), '400'],
    ['a Content-Length that is no number', () => request({ 'Content-Length': '0x10' }), '400'],
    ['no Content-Length', () => request({ 'Content-Length': null }), '400'],
    [
      'no Content-Length from a sender of RFC 2543',
      () => request({ 'Content-Length': null, Via: 'SIP/2.0/TCP 127.0.0.1' }),
      '411',
    ],
    ['bare line feeds throughout', () => request().replaceAll('\r\n', '\n'), '400'],
    ['a body beyond the limit', () => request({ 'Content-Length': '99999999' }), '413'],
    ['a request line of 64 kB', () => request({}, { uri: `sip:${'a'.repeat(65_536)}@127.0.0.1` }), '414'],
    [
      'a header section beyond the limit',
      () => request({ Subject: 'x'.repeat(MAX_HEADER_SECTION_BYTES) }),
      '513',
    ],
  ])('%s', async (_what, make, status) => {
    const wire = await tcpWire();
    wire.send(make() + next());
    await expect.poll(() => wire.closed()).toBe(true);
    expect(statuses(wire.received())).toEqual([status]);
  });

  test('a request line of 100 kB, of which no header field has come when it is too long', async () => {
    const wire = await tcpWire();
    wire.send(request({}, { uri: `sip:${'a'.repeat(100_000)}@127.0.0.1` }) + next());
    await expect.poll(() => wire.closed()).toBe(true);
    expect(statuses(wire.received())).toEqual(['414']);
    expect(wire.received()).toContain('Call-ID: bad-');
  });

  test.each([
    ['too small', 'Content-Length: 1'],
    ['too small by a line', 'Content-Length: 0'],
    ['too large by an octet', 'Content-Length: 12'],
    ['too large by the method', 'Content-Length: 18'],
    ['too large by the start line', 'Content-Length: 53'],
  ])('a Content-Length that is %s', async (_what, length) => {
    const wire = await tcpWire();
    const whole = request({}, { body: 'v=0\r\ns=-\r\n\r' });
    wire.send(whole.replace(/Content-Length: \d+/, length) + next() + next());
    await expect.poll(() => wire.closed()).toBe(true);
    expect(statuses(wire.received()).sort()).toEqual(['200', '400']);
  });

  test('a message whose body never comes whole', async () => {
    const wire = await tcpWire();
    wire.send(request({ 'Content-Length': '9999' }));
    await expect.poll(() => wire.closed(), { timeout: 5_000 }).toBe(true);
    expect(statuses(wire.received())).toEqual(['400']);
  });
});

test('each of 500 INVITEs with two spaces in the request line is refused, and nothing is kept of them', async () => {
  const wire = await udpWire();
  for (let count = 0; count < 500; count++) {
    wire.send(request({}, { method: 'INVITE', uri: ' sip:a@127.0.0.1 ' }));
    if (count % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await expect.poll(() => statuses(wire.received()).length, { timeout: 5_000 }).toBe(500);
  expect(new Set(statuses(wire.received()))).toEqual(new Set(['400']));
  const held = engine.engine.metrics().find(({ name }) => name === 'sip_transactions_active');
  expect(held?.values.every(({ value }) => value === 0)).toBe(true);
});
