import { expect, test } from 'vitest';
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

const from = 'From: <sip:a@b>;tag=1';
const rest = ['Call-ID: x@y', 'CSeq: 1 OPTIONS'];

test.each([
  ['two Vias', ['Via: SIP/2.0/UDP a;branch=z9hG4bK1', 'v: SIP/2.0/TCP c', from, 'To: <sip:a@b>', ...rest]],
  ['a To tag', ['Via: SIP/2.0/UDP a', from, 't: "x" <sip:a@b>;tag=2', ...rest]],
  ['compact names', ['v: SIP/2.0/UDP a', 'f: <sip:a@b>;tag=1', 't: <sip:a@b>', 'i: x', 'CSEQ: 1 OPTIONS']],
  ['no To', ['Via: SIP/2.0/UDP a', from, ...rest]],
  ['nothing but a From', [from]],
])('a response as text is the response as a message: %s', (_what, lines) => {
  const request = requestWith(...lines);
  const response = responseTo(request, 200, 'Very well', { toTag: 'ours' });
  response.headers.append('Contact', '<sip:c@d>');
  response.headers.append('X-Late', 'caf\xc3\xa9');
  const fields = fieldLine('Contact', '<sip:c@d>') + fieldLine('X-Late', 'caf\xc3\xa9');
  const head = responseHead(request, 200, 'Very well', 'ours', fields);
  expect(head).toBe(serialize(response).toString('latin1'));
});

test('a value cannot bring header lines of its own, and no one else says the length of the body', () => {
  expect(fieldLine('m', 'a\r\nX: y')).toBe('Contact: a X: y\r\n');
  expect(fieldLine('X\r\nY', 'z')).toBe('X Y: z\r\n');
  expect(fieldLine('l', '7')).toBe('');
});
