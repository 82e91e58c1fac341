import { expect, test } from 'vitest';
import type { SipRequest } from '../message/message.ts';
import { parseMessage } from '../message/parse.ts';
import { AcceptedRequests } from './merged-requests.ts';

function message(callId: string, cseq = 1, fromTag = 'a', uri = 'sip:bob@example.com'): SipRequest {
  const lines = [
    `MESSAGE ${uri} SIP/2.0`,
    'Via: SIP/2.0/UDP a;branch=z9hG4bK1',
    `From: <sip:alice@example.com>;tag=${fromTag}`,
    'To: <sip:bob@example.com>',
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} MESSAGE`,
  ];
  const parsed = parseMessage(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), { stream: false });
  if (!parsed.ok || parsed.message.kind !== 'request') throw new Error('no request');
  return parsed.message;
}

function setUp() {
  const clock = { ms: 1_000_000 };
  return { clock, accepted: new AcceptedRequests(32_000, () => clock.ms) };
}

test('a request is known again by Request-URI, Call-ID, CSeq and From tag together', () => {
  const { accepted } = setUp();
  accepted.add(message('one'));
  expect(accepted.has(message('one'))).toBe(true);
  expect(accepted.has(message('another'))).toBe(false);
  expect(accepted.has(message('one', 2))).toBe(false);
  expect(accepted.has(message('one', 1, 'b'))).toBe(false);
  expect(accepted.has(message('one', 1, 'a', 'sip:carol@example.com'))).toBe(false);
});

test('each is remembered for as long as its transaction could be repeated, and at most twice as long', () => {
  const { clock, accepted } = setUp();
  accepted.add(message('first'));
  clock.ms += 31_999;
  accepted.add(message('second'));
  clock.ms += 1;
  expect(accepted.has(message('first'))).toBe(true);
  clock.ms += 31_999;
  expect(accepted.has(message('second'))).toBe(true);
  clock.ms += 32_000;
  expect(accepted.has(message('second'))).toBe(false);
  accepted.add(message('third'));
  clock.ms += 64_000;
  expect(accepted.has(message('third'))).toBe(false);
});

test('when more come than are held the oldest are forgotten', () => {
  const { accepted } = setUp();
  for (let count = 0; count <= 20_000; count += 1) accepted.add(message(`call-${count}`));
  expect(accepted.has(message('call-0'))).toBe(false);
  expect(accepted.has(message('call-10000'))).toBe(true);
  expect(accepted.has(message('call-20000'))).toBe(true);
});
