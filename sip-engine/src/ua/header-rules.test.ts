import { describe, expect, test } from 'vitest';
import { Headers } from '../message/message.ts';
import { applyHeaders, canonicalName, parseSparse, replaceLocalhost } from './header-rules.ts';

const local = { advertisedHost: '192.0.2.1', advertisedPort: 5060 };

describe('header names of an application', () => {
  test.each([
    ['call-id', 'Call-ID'],
    ['CALL-ID', 'Call-ID'],
    ['cseq', 'CSeq'],
    ['p_asserted_identity', 'P-Asserted-Identity'],
    ['www-authenticate', 'WWW-Authenticate'],
    ['p-custom', 'P-Custom'],
    ['X-keep-This', 'X-keep-This'],
    ['x-keep-this', 'x-keep-this'],
    ['diversion', 'Diversion'],
  ])('%s is written %s', (given, written) => {
    expect(canonicalName(given)).toBe(written);
  });

  test('are dropped when they are no token or belong to the engine', () => {
    const sparse = parseSparse(
      'INVITE sip:a@b SIP/2.0\r\nb ad: 1\r\nVia: x\r\nRecord-Route: y\r\nSubject:\r\n\r\nbody',
    );
    expect(sparse.headers).toEqual([{ key: 'subject', name: 'Subject', value: '' }]);
    expect(sparse.body.toString()).toBe('body');
  });

  test('may come twice in one value, each challenge on a line of its own', () => {
    const headers = new Headers();
    const text =
      'SIP/2.0 401 Unauthorized\r\nwww-authenticate: Digest a\r\nWWW-Authenticate: Digest b\r\n\r\n';
    applyHeaders(headers, parseSparse(text), local, new Set());
    expect(headers.getAll('WWW-Authenticate')).toEqual(['Digest a', 'Digest b']);
  });
});

describe('localhost in an address', () => {
  test.each([
    ['sip:joe@localhost', '<sip:joe@192.0.2.1:5060>'],
    ['sip:joe@localhost;tag=1', '<sip:joe@192.0.2.1:5060>;tag=1'],
    ['"Joe" <sip:joe@localhost>', '"Joe" <sip:joe@192.0.2.1:5060>'],
    ['<sip:joe@localhost:9;transport=tcp>;expires=3', '<sip:joe@192.0.2.1:5060;transport=tcp>;expires=3'],
    ['<sip:joe@localhost.example.com>', '<sip:joe@localhost.example.com>'],
    ['<sip:joe@example.com>', '<sip:joe@example.com>'],
  ])('%s is written %s', (given, written) => {
    expect(replaceLocalhost(given, local)).toBe(written);
  });
});
