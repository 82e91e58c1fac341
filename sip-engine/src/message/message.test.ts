import { describe, expect, test } from 'vitest';
import { EMPTY_BODY, Headers, type SipRequest } from './message.ts';
import { parseMessage } from './parse.ts';
import { reasonPhrase, responseTo } from './respond.ts';
import { serialize } from './serialize.ts';
import { newBranch, newCallId, newTag } from './token.ts';

function headersOf(...lines: readonly (readonly [string, string])[]): Headers {
  const headers = new Headers();
  for (const [name, value] of lines) headers.append(name, value);
  return headers;
}

const namesAndValues = (headers: Headers) =>
  [...headers.entries()].map(({ name, value }) => `${name}: ${value}`);

describe('header fields', () => {
  test('are found by any spelling of their name', () => {
    const headers = headersOf(['i', 'abc'], ['X-Custom', '1']);
    expect(headers.get('CALL-ID')).toBe('abc');
    expect(headers.get('Call-ID')).toBe('abc');
    expect(headers.get('x-custom')).toBe('1');
    expect(headers.get('Subject')).toBeUndefined();
    expect(namesAndValues(headers)).toEqual(['Call-ID: abc', 'X-Custom: 1']);
  });

  test('keep their order when they are added, replaced and removed', () => {
    const headers = headersOf(['Via', '1'], ['To', 'x'], ['Via', '2'], ['Route', 'r']);
    headers.prepend('v', '0');
    headers.set('To', 'y');
    headers.replaceFirst('Via', 'zero');
    expect(namesAndValues(headers)).toEqual(['Via: zero', 'Via: 1', 'To: y', 'Via: 2', 'Route: r']);
    headers.removeFirst('via');
    headers.set('Via', 'only');
    headers.remove('route');
    headers.set('Event', 'presence');
    expect(namesAndValues(headers)).toEqual(['Via: only', 'To: y', 'Event: presence']);
  });

  test('of a copy are its own', () => {
    const headers = headersOf(['To', 'x']);
    const copy = headers.clone();
    copy.set('To', 'y');
    copy.append('From', 'z');
    expect(namesAndValues(headers)).toEqual(['To: x']);
  });

  test('cannot smuggle in another line', () => {
    const headers = headersOf(['Subject', 'hello\r\nRoute: <sip:evil>\r\n\r\nbody']);
    expect(headers.text()).toBe('Subject: hello Route: <sip:evil> body\r\n');
  });
});

function request(to: string): SipRequest {
  const headers = headersOf(
    ['Via', 'SIP/2.0/UDP a;branch=1'],
    ['Via', 'SIP/2.0/UDP b;branch=2'],
    ['Max-Forwards', '70'],
    ['From', '<sip:a@b>;tag=1'],
    ['To', to],
    ['Call-ID', 'c'],
    ['CSeq', '1 OPTIONS'],
    ['Timestamp', '54'],
    ['Content-Length', '99'],
  );
  return { kind: 'request', method: 'OPTIONS', uri: 'sip:a@b', headers, body: EMPTY_BODY };
}

describe('a response', () => {
  test('copies Via, From, To, Call-ID and CSeq, and adds a To tag', () => {
    const response = responseTo(request('<sip:c@d>'), 404, undefined, { toTag: 't' });
    expect(namesAndValues(response.headers)).toEqual([
      'Via: SIP/2.0/UDP a;branch=1',
      'Via: SIP/2.0/UDP b;branch=2',
      'From: <sip:a@b>;tag=1',
      'To: <sip:c@d>;tag=t',
      'Call-ID: c',
      'CSeq: 1 OPTIONS',
    ]);
    expect(response.reason).toBe('Not Found');
  });

  test('keeps the To tag that is there, and makes one of its own when told none', () => {
    expect(responseTo(request('<sip:c@d>;tag=x'), 200, undefined, { toTag: 't' }).headers.get('To')).toBe(
      '<sip:c@d>;tag=x',
    );
    expect(responseTo(request('<sip:c@d;tag=no>'), 200).headers.get('To')).toMatch(
      /^<sip:c@d;tag=no>;tag=[0-9a-f]{16}$/,
    );
  });

  test('of 100 has no To tag and carries the Timestamp', () => {
    const response = responseTo(request('<sip:c@d>'), 100);
    expect(response.headers.get('To')).toBe('<sip:c@d>');
    expect(response.headers.get('Timestamp')).toBe('54');
  });

  test('has the reason phrase of its class when its status is unknown', () => {
    expect(reasonPhrase(499)).toBe('Bad Request');
    expect(reasonPhrase(200)).toBe('OK');
  });
});

test('a message that is written and read is the same, with the true Content-Length', () => {
  const body = Buffer.from([1, 2, 0, 255, 13, 10]);
  const written = serialize({ ...request('<sip:c@d>'), body });
  const read = parseMessage(written, { stream: true });
  expect(read.ok && read.message.body.equals(body)).toBe(true);
  expect(read.ok && read.message.headers.getAll('Content-Length')).toEqual(['6']);
  expect(written.toString('latin1').startsWith('OPTIONS sip:a@b SIP/2.0\r\nVia: ')).toBe(true);
});

test('tags, branches and Call-IDs do not repeat', () => {
  const made = Array.from({ length: 5000 }, () => [newTag(), newBranch(), newCallId()]).flat();
  expect(new Set(made).size).toBe(15_000);
  expect(made[1]).toMatch(/^z9hG4bK[0-9a-f]{24}$/);
});
