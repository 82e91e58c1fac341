import { afterEach, describe, expect, test } from 'vitest';
import { sdpOf } from '../testing/sip-peer.ts';
import { TestEngine } from '../testing/test-engine.ts';
import type { Flow } from '../transport/flow.ts';
import { MessageRing } from './message-ring.ts';
import { callIdOf, isRegistration, wireCopy } from './wire-copy.ts';

const listener = {
  protocol: 'udp',
  address: '127.0.0.1',
  port: 5060,
  advertisedHost: '127.0.0.1',
  advertisedPort: 5060,
} as const;
const flow: Flow = {
  id: 1,
  protocol: 'udp',
  localAddress: '127.0.0.1',
  localPort: 5060,
  remoteAddress: '192.0.2.1',
  remotePort: 5062,
  listener,
  reliable: false,
  verifiedNames: [],
  accepted: false,
  closed: false,
  broken: false,
  send: () => {},
  close: () => {},
};

const tapped = (ring: MessageRing, callId: string, start: string): void =>
  ring.tap(wireCopy('in', flow, Buffer.from(`${start}\r\nCall-ID: ${callId}\r\n\r\n`)), callId);

describe('a ring of last messages', () => {
  test('stays within its memory and forgets the call that was silent for longest', () => {
    const ring = new MessageRing({ maxBytes: 100_000 });
    for (let number = 0; number < 5_000; number += 1) tapped(ring, `call${number}`, 'INVITE sip:b SIP/2.0');
    expect(ring.held.bytes).toBeLessThanOrEqual(100_000);
    expect(ring.trace('call0')).toEqual([]);
    expect(ring.trace('call4999')).toHaveLength(1);
  });

  test('keeps a call however many registrations pass meanwhile', () => {
    const ring = new MessageRing({ maxBytes: 100_000 });
    tapped(ring, 'call', 'INVITE sip:b SIP/2.0');
    for (let number = 0; number < 5_000; number += 1) tapped(ring, `r${number}`, 'REGISTER sip:b SIP/2.0');
    tapped(ring, 'call', 'SIP/2.0 200 OK');
    expect(ring.trace('call').map(({ text }) => text.split('\r\n')[0])).toEqual([
      'INVITE sip:b SIP/2.0',
      'SIP/2.0 200 OK',
    ]);
    expect(ring.held.bytes).toBeLessThanOrEqual(100_000);
  });

  test('keeps of an endless call how it began and what was last', () => {
    const ring = new MessageRing({ maxMessagesPerCall: 8 });
    for (let number = 0; number < 100; number += 1)
      tapped(ring, 'call', number === 0 ? 'INVITE sip:b SIP/2.0' : `INFO sip:${number} SIP/2.0`);
    expect(ring.trace('call').map(({ text }) => text.split(' ')[1])).toEqual([
      'sip:b',
      'sip:1',
      ...[94, 95, 96, 97, 98, 99].map((number) => `sip:${number}`),
    ]);
  });

  test('keeps what a message was, whatever becomes of its buffer', () => {
    const ring = new MessageRing();
    const bytes = Buffer.from('INVITE sip:b SIP/2.0\r\n\r\n');
    ring.tap(wireCopy('in', flow, bytes), 'call');
    bytes.fill(0);
    expect(ring.trace('call')[0]?.text).toBe('INVITE sip:b SIP/2.0\r\n\r\n');
  });

  test('keeps calls whose messages are of any length, while others are forgotten for them', () => {
    const ring = new MessageRing({ maxBytes: 200_000, maxMessagesPerCall: 12 });
    const text = (number: number): string => `INVITE sip:${'x'.repeat((number * 397) % 5_000)} ${number}`;
    for (let number = 0; number < 3_000; number += 1)
      ring.tap(wireCopy('in', flow, Buffer.from(text(number))), `call${number % 300}`);
    expect(ring.held.bytes).toBeLessThanOrEqual(200_000);
    expect(ring.held.calls).toBeGreaterThan(20);
    for (let call = 0; call < 300; call += 1) {
      const texts = ring.trace(`call${call}`).map((message) => message.text);
      const numbers = texts.map((each) => Number(each.split(' ')[2]));
      expect(texts).toEqual(numbers.map(text));
      expect(numbers.every((number) => number % 300 === call)).toBe(true);
    }
    expect(ring.trace('call299').at(-1)?.text).toBe(text(2_999));
  });
});

test.each([
  ['INVITE sip:b SIP/2.0\r\nCall-ID: a@b\r\nTo: x\r\n\r\n', 'a@b'],
  ['INVITE sip:b SIP/2.0\r\ni:a@b \r\n\r\n', 'a@b'],
  ['INVITE sip:b SIP/2.0\r\nCALL-id : a@b\r\n\r\n', 'a@b'],
  ['SIP/2.0 200 OK\r\n\r\n', ''],
  ['\r\n', ''],
])('the Call-ID of %j is %j', (text, callId) => {
  expect(callIdOf(Buffer.from(text))).toBe(callId);
});

test.each([
  ['REGISTER sip:b SIP/2.0\r\nCSeq: 1 REGISTER\r\n\r\n', true],
  ['SIP/2.0 200 OK\r\nCSeq: 1 REGISTER\r\n\r\n', true],
  ['\r\nREGISTER sip:b SIP/2.0\r\nCSeq: 1 REGISTER\r\n\r\n', true],
  ['SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\n\r\n', false],
  ['REFER sip:b SIP/2.0\r\nCSeq: 1 REFER\r\n\r\n', false],
  ['INVITE sip:b SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n', false],
  ['', false],
])('whether %j concerns a registration: %j', (text, is) => {
  expect(isRegistration(Buffer.from(text))).toBe(is);
});

describe('an engine', () => {
  let engine: TestEngine;

  afterEach(async () => {
    await engine.stop();
  });

  test('tells every message of a call in both directions, in order, with its addresses', async () => {
    engine = await TestEngine.start();
    const srf = await engine.inMemory();
    srf.invite((_req, res) => res.send(486));
    const phone = await engine.udpPeer();
    const invite = phone.request('INVITE', `sip:bob@127.0.0.1:${engine.port('udp')}`, {}, sdpOf('Zoë'));
    phone.send(invite);
    const busy = await phone.takeResponse(486);
    const ack = phone.inDialog(invite, busy, 'ACK', 1);
    ack.headers.set('Via', invite.headers.get('Via') ?? '');
    ack.uri = invite.uri;
    phone.send(ack);
    const callId = invite.headers.get('Call-ID') ?? '';
    await expect.poll(() => engine.engine.trace(callId).length).toBe(4);
    const traced = engine.engine.trace(callId);
    expect(traced.map(({ direction, text }) => `${direction} ${text.slice(0, 11)}`)).toEqual([
      'in INVITE sip:',
      'out SIP/2.0 100',
      'out SIP/2.0 486',
      'in ACK sip:bob',
    ]);
    const [first] = traced;
    expect(first?.text).toContain('s=Zoë');
    expect(first).toMatchObject({
      protocol: 'udp',
      local: { address: '127.0.0.1', port: engine.port('udp') },
      remote: { address: '127.0.0.1', port: Number(phone.wire.localHostPort.split(':')[1]) },
    });
    expect(Math.abs(Date.now() - (first?.atMs ?? 0))).toBeLessThan(10_000);
    expect(engine.engine.trace('no such call')).toEqual([]);
  });

  test('tells what it refused, over TCP too, and nothing when told to keep nothing', async () => {
    engine = await TestEngine.start({ trace: { maxBytes: 0 } });
    const other = await TestEngine.start();
    try {
      for (const { peer, tandem } of [
        { peer: await engine.tcpPeer(), tandem: engine },
        { peer: await other.tcpPeer(), tandem: other },
      ]) {
        const broken = peer.request('OPTIONS', 'sip:127.0.0.1', {
          'Max-Forwards': 'many',
          'Call-ID': 'broken',
        });
        broken.headers.remove('Max-Forwards');
        broken.headers.append('Max-Forwards', 'many');
        peer.send(broken);
        await peer.takeResponse(400);
        const expected = tandem === other ? ['in', 'out'] : [];
        expect(tandem.engine.trace('broken').map(({ direction }) => direction)).toEqual(expected);
      }
    } finally {
      await other.stop();
    }
  });
});
