import { expect, test } from 'vitest';
import { identifies, sipIdentities } from './sip-identity.ts';

const certificate = (subjectaltname: string | undefined, commonName = 'cn.example') => ({
  subject: { C: '', ST: '', L: '', O: '', OU: '', CN: commonName },
  ...(subjectaltname === undefined ? {} : { subjectaltname }),
});

test.each([
  ['a SIP URI goes before DNS names', 'URI:sip:Example.com, DNS:host.example.com', ['example.com']],
  ['a SIP URI with port and parameters', 'URI:sip:example.com:5061;transport=tls', ['example.com']],
  ['a URI of a user names no domain', 'URI:sip:bob@example.com, DNS:host.example.com', ['host.example.com']],
  ['a URI of another scheme names no domain', 'URI:https://example.com/, DNS:a.example', ['a.example']],
  ['addresses stand beside names', 'DNS:a.example, IP Address:192.0.2.1', ['a.example', '192.0.2.1']],
  ['an IPv6 address is written short', 'IP Address:2001:DB8:0:0:0:0:0:1', ['2001:db8::1']],
  [
    'a name in quotes is one name',
    'DNS:"a.example\\u002c DNS:evil.example"',
    ['a.example, dns:evil.example'],
  ],
  ['without alternatives the common name', undefined, ['cn.example']],
  ['with an empty list the common name', '', ['cn.example']],
  ['with alternatives never the common name', 'email:a@b', []],
])('%s', (_what, subjectaltname, identities) => {
  expect(sipIdentities(certificate(subjectaltname))).toEqual(identities);
});

test.each([
  ['example.com', true],
  ['EXAMPLE.com', true],
  ['sub.example.com', false],
  ['2001:db8:0::1', true],
])('identities of example.com and 2001:db8::1 are those of %s: %s', (name, expected) => {
  expect(identifies(['example.com', '2001:db8::1'], name)).toBe(expected);
});

test('a wildcard matches no host (RFC 5922 §7.2)', () => {
  expect(identifies(['*.example.com'], 'sip.example.com')).toBe(false);
});
