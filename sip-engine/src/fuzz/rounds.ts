import { parseCSeq } from '../message/cseq.ts';
import type { SipMessage } from '../message/message.ts';
import { parseContacts, parseNameAddr } from '../message/name-addr.ts';
import { hopelessPart, parseMessage } from '../message/parse.ts';
import { responseTo } from '../message/respond.ts';
import { serialize } from '../message/serialize.ts';
import { StreamFramer } from '../message/stream-framer.ts';
import { formatUri, parseUri, sameUri } from '../message/uri.ts';
import { parseVia } from '../message/via.ts';
import { generate } from './grammar.ts';
import { mutate } from './mutation.ts';
import { oneOf, randomOf } from './random.ts';

/** The octets that a round sends; every third time as the grammar made them, else with a few changes. */
export function messageOf(seed: number, round: number): Buffer {
  const random = randomOf(seed, round);
  const text = generate(random);
  return Buffer.from(random(3) === 0 ? text : mutate(text, random), 'latin1');
}

/**
 * Parses one message, reads all of it, writes it and parses that again. Throws when the parser throws, or does not
 * accept what we would send.
 * @returns whether the message was accepted
 */
export function messageRound(seed: number, round: number): boolean {
  const bytes = messageOf(seed, round);
  hopelessPart(bytes);
  const result = parseMessage(bytes, { stream: round % 2 === 0 });
  if (!result.ok) {
    if (result.request !== undefined) serialize(responseTo(result.request, result.status, result.reason));
    return false;
  }
  readAll(result.message);
  const written = serialize(result.message);
  const again = parseMessage(written, { stream: true });
  const sameBody = again.ok && again.message.body.equals(result.message.body);
  if (!sameBody) throw new Error(`not accepted again: ${JSON.stringify(written.toString('latin1'))}`);
  if (!serialize(again.message).equals(written)) throw new Error('written differently the second time');
  return true;
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
  const again = uri === null ? null : parseUri(formatUri(uri));
  if (uri !== null && (again === null || !sameUri(uri, again)))
    throw new Error(`another URI: ${message.uri}`);
  responseTo(message, 180);
}

/** The messages of one stream round. */
export const STREAM_MESSAGES = 3;

/** Cuts a stream of three messages in two ways; throws when the framer throws, or the pieces change what it finds. */
export function streamRound(seed: number, round: number): void {
  const bytes = Buffer.concat([0, 1, 2].map((index) => messageOf(seed, round * STREAM_MESSAGES + index)));
  const random = randomOf(seed + 1, round);
  const whole = framed(bytes, () => bytes.length);
  const pieces = framed(bytes, () => 1 + oneOf(random, [0, random(10), random(1_500)]));
  if (whole !== pieces) throw new Error(`pieces matter: ${JSON.stringify(bytes.toString('latin1'))}`);
}

function framed(bytes: Buffer, nextSize: () => number): string {
  const framer = new StreamFramer();
  const found: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + nextSize();
    for (const event of framer.push(bytes.subarray(at, end))) {
      if (event.kind === 'message') found.push(event.bytes.toString('latin1'));
      else if (event.kind === 'error') found.push(event.reason);
    }
    at = end;
  }
  return found.join('|');
}
