import { describe, expect, test } from 'vitest';
import { parseUri, type SipUri } from '../message/uri.ts';
import { nextHopOf, numericTarget, securedFor } from './next-hop.ts';

function uri(text: string): SipUri {
  const parsed = parseUri(text);
  if (parsed === null) throw new Error(`no URI: ${text}`);
  return parsed;
}

describe('a URI with a numeric host', () => {
  test.each([
    ['sip:bob@192.0.2.7', ['udp', '192.0.2.7', 5060]],
    ['sip:bob@[2001:db8::7]:5070;transport=tcp', ['tcp', '2001:db8::7', 5070]],
    ['sips:bob@192.0.2.7', ['tls', '192.0.2.7', 5061]],
    ['sip:bob@192.0.2.7;maddr=192.0.2.9', ['udp', '192.0.2.9', 5060]],
    ['sip:bob@example.com:5070;maddr=[2001:db8::9]', ['udp', '2001:db8::9', 5070]],
  ] as const)('%s leads to its address, or to its maddr', (text, [protocol, address, port]) => {
    expect(numericTarget(uri(text))).toEqual({ protocol, address, port });
  });

  test('and with a maddr that is a name has to be looked up', () => {
    expect(numericTarget(uri('sip:bob@192.0.2.7;maddr=example.com'))).toBeNull();
  });
});

test('a transport that nobody here knows leads nowhere, instead of to UDP', () => {
  expect(nextHopOf('sip:bob@192.0.2.7;transport=sctp')).toBeNull();
  expect(nextHopOf('<sip:192.0.2.7;transport=TCP;lr>')).not.toBeNull();
});

describe('the way to a SIPS URI', () => {
  const schemeOf = (requestUri: string, route: string): string | null => {
    const hop = securedFor(requestUri, nextHopOf(route));
    return hop?.kind === 'uri' ? hop.uri.scheme : null;
  };

  test('is secure, whatever the route to it says', () => {
    expect(schemeOf('sips:bob@example.com', '<sip:proxy.example.com;lr>')).toBe('sips');
    expect(schemeOf('sips:bob@example.com', '<sips:proxy.example.com;lr>')).toBe('sips');
  });

  test('of others is as the route says', () => {
    expect(schemeOf('sip:bob@example.com', '<sip:proxy.example.com;lr>')).toBe('sip');
    expect(securedFor('sips:bob@example.com', null)).toBeNull();
  });
});
