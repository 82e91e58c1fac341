import { expect, test } from 'vitest';
import { parseCSeq } from './cseq.ts';
import type { SipMessage } from './message.ts';
import { parseContacts, parseNameAddr } from './name-addr.ts';
import { hopelessPart, parseMessage } from './parse.ts';
import { responseTo } from './respond.ts';
import { serialize } from './serialize.ts';
import { StreamFramer } from './stream-framer.ts';
import { formatUri, parseUri, sameUri } from './uri.ts';
import { parseVia } from './via.ts';

const ROUNDS = 20_000;

const SEEDS = [
  'INVITE sip:bob@[2001:db8::1]:5070;transport=tcp SIP/2.0\r\nVia: SIP/2.0/TCP host.example.com:5060;branch=z9hG4bKa;rport,\r\n SIP/2.0/UDP 192.0.2.4;branch=z9hG4bKb\r\nMax-Forwards: 70\r\nFrom: "A \\"l\\" ice" <sip:alice@example.com>;tag=1\r\nTo: <sip:bob@example.com>\r\nCall-ID: 1@a\r\nCSeq: 1 INVITE\r\nContact: <sip:alice@192.0.2.4;lr>;q=0.5, "B" <sips:b@c>;expires=30\r\nContent-Type: application/sdp\r\nContent-Length: 4\r\n\r\nv=0\n',
  'REGISTER sip:example.com SIP/2.0\r\nv: SIP/2.0/UDP 192.0.2.4;branch=z9hG4bKc\r\nf: sip:a@b;tag=2\r\nt: sip:a@b\r\ni: 2\r\nCSeq: 2 REGISTER\r\nm: *\r\nExpires: 0\r\nl: 0\r\n\r\n',
  'SIP/2.0 200 OK\r\nVia: SIP/2.0/WSS abc.invalid;branch=z9hG4bKd;received=192.0.2.9\r\nFrom: <sip:a@b>;tag=3\r\nTo: <sip:b@c>;tag=4\r\nCall-ID: 3\r\nCSeq: 3 BYE\r\nDate: Sat, 13 Nov 2010 23:29:00 GMT\r\nContent-Length: 0\r\n\r\n',
];
const FRAGMENTS = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  '\t',
  ';',
  ',',
  ':',
  '"',
  '<',
  '>',
  '\\',
  '%',
  '@',
  '[',
  ']',
  '=',
  '?',
  '-1',
  '99999999999',
  'SIP/2.0',
  'Via: ',
  'Content-Length: 7\r\n',
  '\xff',
  '\r\n\r\n',
  '\r\n ',
];

/** A small generator with a fixed seed: a failure repeats. */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function mutate(text: string, random: (limit: number) => number): string {
  let mutated = text;
  for (let count = 1 + random(4); count > 0; count--) {
    const at = random(mutated.length + 1);
    const length = random(12);
    const fragment = FRAGMENTS[random(FRAGMENTS.length)] ?? '';
    const copied = text.slice(random(text.length)).slice(0, random(40));
    const inserted =
      [fragment, '', copied, String.fromCharCode(random(256)), fragment.repeat(random(50))][random(5)] ?? '';
    mutated = mutated.slice(0, at) + inserted + mutated.slice(at + (random(2) === 0 ? length : 0));
  }
  return mutated;
}

/** Everything the layers above read from a message. */
function readAll(message: SipMessage): void {
  for (const { name, value } of message.headers.entries()) {
    message.headers.getAll(name);
    parseNameAddr(value);
    parseVia(value);
    parseCSeq(value);
    parseContacts([value]);
  }
  if (message.kind !== 'request') return;
  const uri = parseUri(message.uri);
  if (uri !== null) expect(sameUri(uri, parseUri(formatUri(uri)) ?? uri)).toBe(true);
  responseTo(message, 180);
}

test('mutated messages never throw, and what is accepted is accepted again as we would send it', () => {
  const random = randomFrom(20_260_101);
  let accepted = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = Buffer.from(mutate(SEEDS[round % SEEDS.length] ?? '', random), 'latin1');
    hopelessPart(bytes);
    const result = parseMessage(bytes, { stream: false });
    if (!result.ok) {
      if (result.request !== undefined) serialize(responseTo(result.request, result.status, result.reason));
      continue;
    }
    accepted += 1;
    readAll(result.message);
    const again = parseMessage(serialize(result.message), { stream: true });
    if (!again.ok) throw new Error(`${again.reason}: ${JSON.stringify(bytes.toString('latin1'))}`);
    expect(again.message.body.equals(result.message.body)).toBe(true);
  }
  expect(accepted).toBeGreaterThan(ROUNDS / 20);
  expect(accepted).toBeLessThan(ROUNDS);
});

test('mutated streams never throw, whatever the chunks, and give the same messages for all of them', () => {
  const random = randomFrom(7);
  for (let round = 0; round < ROUNDS / 20; round++) {
    const text = [0, 1, 2].map((index) => mutate(SEEDS[index] ?? '', random)).join('');
    const bytes = Buffer.from(text, 'latin1');
    const outcomes = [1, 3, 50, bytes.length].map((size) => {
      const framer = new StreamFramer();
      const seen: string[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        for (const event of framer.push(bytes.subarray(at, at + size))) {
          if (event.kind !== 'keepalive')
            seen.push(event.kind === 'message' ? event.bytes.toString('latin1') : event.reason);
        }
      }
      return seen.join('|');
    });
    expect(new Set(outcomes).size).toBe(1);
  }
});
