import { expect, test } from 'vitest';
import { headerKey } from './header-names.ts';
import type { SipRequest } from './message.ts';
import { parseMessage } from './parse.ts';
import { fieldLine, responseHead, responseTo } from './respond.ts';
import { serialize } from './serialize.ts';

function requestWith(...lines: string[]): SipRequest {
  const text = ['OPTIONS sip:a@b SIP/2.0', ...lines, '', ''].join('\r\n');
  const parsed = parseMessage(Buffer.from(text, 'latin1'), { stream: false });
  const request = parsed.ok ? parsed.message : parsed.request;
  if (request?.kind !== 'request') throw new Error('no request');
  return request;
}

/** What it says, however the names are spelled. */
function saidBy(response: Buffer): unknown {
  const parsed = parseMessage(response, { stream: false });
  if (!parsed.ok || parsed.message.kind !== 'response') throw new Error('no response');
  const { status, reason, headers } = parsed.message;
  return [status, reason, ...[...headers.entries()].map(({ name, value }) => [headerKey(name), value])];
}

test.each([
  ['a Via', ['Via: SIP/2.0/UDP a', 'From: <sip:a@b>;tag=1', 'To: <sip:a@b>']],
  [
    'two Vias',
    ['Via: SIP/2.0/UDP a;branch=z9hG4bK1', 'v: SIP/2.0/TCP c', 'From: <sip:a@b>;tag=1', 'To: <sip:a@b>'],
  ],
  ['a To tag', ['Via: SIP/2.0/UDP a', 'From: <sip:a@b>;tag=1', 't: "x" <sip:a@b>;tag=2']],
  ['compact names', ['v: SIP/2.0/UDP a', 'f: <sip:a@b>;tag=1', 't: <sip:a@b>']],
])('a response as text says what the response as a message says: %s', (_what, lines) => {
  const request = requestWith(...lines, 'i: x@y', 'CSEQ: 1 OPTIONS');
  const response = responseTo(request, 200, 'Very well', { toTag: 'ours' });
  response.headers.append('Contact', '<sip:c@d>');
  response.headers.append('X-Late', 'caf\xc3\xa9');
  const fields = fieldLine('Contact', '<sip:c@d>') + fieldLine('X-Late', 'caf\xc3\xa9');
  const head = responseHead(request, 200, 'Very well', 'ours', fields);
  expect(saidBy(Buffer.from(head, 'latin1'))).toEqual(saidBy(serialize(response)));
});

test('a value cannot bring header lines of its own, and no one else says the length of the body', () => {
  expect(fieldLine('m', 'a\r\nX: y')).toBe('Contact: a X: y\r\n');
  expect(fieldLine('X\r\nY', 'z')).toBe('X Y: z\r\n');
  expect(fieldLine('l', '7')).toBe('');
});
