import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SipPeer } from '../testing/sip-peer.ts';
import { TestEngine } from '../testing/test-engine.ts';
import { RegistrationTrace } from './registration-trace.ts';
import type { WireCopy } from './wire-copy.ts';

const minuteMs = 60_000;
let nowMs = 0;

const register = (to: string, padding = ''): WireCopy => ({
  atMs: nowMs,
  direction: 'in',
  protocol: 'udp',
  localAddress: '192.0.2.1',
  localPort: 5060,
  remoteAddress: '192.0.2.9',
  remotePort: 5060,
  bytes: Buffer.from(`REGISTER sip:x SIP/2.0\r\nTo: ${to}\r\nCSeq: 1 REGISTER\r\nX: ${padding}\r\n\r\n`),
});

const trace = (): RegistrationTrace => new RegistrationTrace(() => nowMs);
const countOf = (recording: RegistrationTrace, user: string): number | undefined =>
  recording.of(user)?.messages.length;

beforeEach(() => {
  nowMs = 1_000_000;
});

test('only those who are asked about are recorded, and only while they are', () => {
  const recording = trace();
  expect(recording.active).toBe(false);
  recording.record('alice', 15 * minuteMs);
  expect(recording.active).toBe(true);
  for (const to of ['<sip:alice@example.com>', '"A" <sips:%61lice@example.org>;tag=1', 'sip:bob@example.com'])
    recording.tap(register(to));
  expect(countOf(recording, 'alice')).toBe(2);
  expect(recording.of('bob')).toBeNull();
  nowMs += 15 * minuteMs;
  expect(recording.active).toBe(false);
  recording.tap(register('<sip:alice@example.com>'));
  expect(countOf(recording, 'alice')).toBe(2);
  nowMs += 61 * minuteMs;
  expect(recording.of('alice')).toBeNull();
});

test('however much a phone sends, the memory for it is bounded', () => {
  const recording = trace();
  recording.record('alice', minuteMs);
  for (let number = 0; number < 500; number += 1) recording.tap(register('<sip:alice@x>'));
  expect(countOf(recording, 'alice')).toBe(200);
  for (let number = 0; number < 50; number += 1) recording.tap(register('<sip:alice@x>', 'x'.repeat(20_000)));
  expect(recording.bytes).toBeLessThanOrEqual(256 * 1024);
});

test('of more than twenty users the first is forgotten', () => {
  const recording = trace();
  for (let number = 0; number <= 20; number += 1) recording.record(`user${number}`, minuteMs);
  expect(recording.of('user0')).toBeNull();
  expect(recording.of('user20')).not.toBeNull();
});

let engine: TestEngine | null = null;
afterEach(async () => {
  await engine?.stop();
  engine = null;
});

test('why a phone does not register is seen: what it sent without its digest, and what it was told', async () => {
  engine = await TestEngine.start();
  engine.engine.use('REGISTER', (_request, response) => response.answer(403, 'Wrong domain', []));
  const phone: SipPeer = await engine.udpPeer();
  engine.engine.registrations.record('alice', minuteMs);
  const digest = 'Digest username="alice", response="0123456789abcdef"';
  phone.send(
    phone.request('REGISTER', 'sip:example.net', { To: '<sip:alice@example.net>', Authorization: digest }),
  );
  await phone.takeResponse(403);
  const messages = engine.engine.registrations.of('alice')?.messages ?? [];
  expect(messages.map(({ text }) => text.split('\r\n')[0])).toEqual([
    'REGISTER sip:example.net SIP/2.0',
    'SIP/2.0 403 Wrong domain',
  ]);
  expect(messages[0]?.text).not.toContain('0123456789abcdef');
});
