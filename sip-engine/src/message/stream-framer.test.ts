import { describe, expect, test } from 'vitest';
import { MAX_BODY_BYTES, MAX_HEADER_SECTION_BYTES } from './limits.ts';
import { StreamFramer } from './stream-framer.ts';

const FIRST = 'OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 5\r\n\r\nhello';
const SECOND = 'BYE sip:a@b SIP/2.0\r\nl :\r\n 0\r\n\r\n';

/** The events of a stream cut into chunks, as short text. */
function frame(text: string, chunkSize: number): string[] {
  const framer = new StreamFramer();
  const bytes = Buffer.from(text, 'latin1');
  const seen: string[] = [];
  for (let at = 0; at < bytes.length; at += chunkSize) {
    for (const event of framer.push(bytes.subarray(at, at + chunkSize))) {
      if (event.kind === 'message') seen.push(event.bytes.toString('latin1'));
      else seen.push(event.kind === 'error' ? `${event.status} ${event.reason}` : event.kind);
    }
  }
  return seen;
}

const EVERY_CHUNKING = [1, 2, 3, 7, 20, 64, 10_000];

describe.each(EVERY_CHUNKING)('a stream in chunks of %i octets', (size) => {
  test('gives its messages one by one', () => {
    expect(frame(FIRST + SECOND + FIRST, size)).toEqual([FIRST, SECOND, FIRST]);
  });

  test('gives a keep-alive for CRLFCRLF and nothing for a lone CRLF', () => {
    expect(frame(`\r\n\r\n${FIRST}\r\n${SECOND}\r\n\r\n\r\n\r\n`, size)).toEqual([
      'keepalive',
      FIRST,
      SECOND,
      'keepalive',
      'keepalive',
    ]);
  });

  test('is refused without a Content-Length, and nothing after it is read as a message', () => {
    expect(frame(`BYE sip:a@b SIP/2.0\r\n\r\n${FIRST}`, size)).toEqual([
      '400 Missing Content-Length header field',
    ]);
  });

  test('is refused for a negative Content-Length, and for two, different or equal', () => {
    expect(frame(`BYE sip:a@b SIP/2.0\r\nContent-Length: -1\r\n\r\n${FIRST}`, size)).toEqual([
      '400 Malformed Content-Length header field',
    ]);
    expect(frame(`BYE sip:a@b SIP/2.0\r\nContent-Length: 0\r\nL: 5\r\n\r\n${FIRST}`, size)).toEqual([
      '400 Multiple Content-Length header fields',
    ]);
    expect(frame(`BYE sip:a@b SIP/2.0\r\nContent-Length: 0\r\nL: 0\r\n\r\n${FIRST}`, size)).toEqual([
      '400 Multiple Content-Length header fields',
    ]);
  });
});

test('a body beyond the limit is refused before it is read', () => {
  expect(frame(`BYE sip:a@b SIP/2.0\r\nl: ${MAX_BODY_BYTES + 1}\r\n\r\n`, 1000)).toEqual([
    '413 Request Entity Too Large',
  ]);
});

test('a header section that is too long is refused at its end, and one without end at twice the limit', () => {
  const text = `BYE sip:a@b SIP/2.0\r\n${'X: y\r\n'.repeat(MAX_HEADER_SECTION_BYTES / 6)}`;
  expect(frame(text, 1400)).toEqual([]);
  expect(frame(`${text}\r\n${FIRST}`, 1400)).toEqual(['513 Message Too Large']);
  expect(frame(text + text, 1400)).toEqual(['513 Message Too Large']);
});

test('a header section of one octet at a time costs no more than a few copies', () => {
  const text = `BYE sip:a@b SIP/2.0\r\nX: ${'y'.repeat(60_000)}\r\nl: 0\r\n\r\n`;
  const before = process.cpuUsage();
  expect(frame(text, 1)).toEqual([text]);
  expect(process.cpuUsage(before).user / 1000, 'ms of CPU').toBeLessThan(2000);
});

test.each(['\r', '\r\n', '\r\n\r'])('%j is no message that has begun', (breaks) => {
  const framer = new StreamFramer();
  expect(framer.push(Buffer.from(FIRST + breaks))).toHaveLength(1);
  expect(framer.pendingBytes).toBe(0);
  expect(framer.push(Buffer.from(`${'\r\n\r\n'.slice(breaks.length)}B`))).toEqual([{ kind: 'keepalive' }]);
  expect(framer.pendingBytes).toBe(1);
});

test('what has not become a message yet can be looked at', () => {
  const framer = new StreamFramer();
  framer.push(Buffer.from(FIRST + SECOND.slice(0, 10)));
  expect(framer.pendingBytes).toBe(10);
  expect(framer.pending().toString()).toBe(SECOND.slice(0, 10));
});
