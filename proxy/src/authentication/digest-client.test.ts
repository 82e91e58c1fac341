import { describe, expect, it } from 'vitest';
import { parseAuthorization } from './authorization-header.ts';
import { answerChallenges, parseChallenges } from './digest-client.ts';

const account = { username: 'Mufasa', realm: 'http-auth@example.org', secret: 'Circle of Life' };
const request = { method: 'GET', uri: '/dir/index.html' };
/** The example of RFC 7616 §3.9.1. */
const CNONCE = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';
const challenge = (algorithm: string): string =>
  `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;

const answer = (text: string, who = account) => answerChallenges(parseChallenges(text), who, request, CNONCE);
const responseOf = (text: string): string | undefined => {
  const given = answer(text);
  return given.kind === 'credentials' ? parseAuthorization(given.value)?.[0]?.response : given.kind;
};

describe('a challenge of the account’s realm', () => {
  it.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('is answered with %s as in RFC 7616', (algorithm, response) => {
    expect(responseOf(challenge(algorithm))).toBe(response);
  });

  it('is answered with the strongest digest of several', () => {
    const given = answer(`${challenge('MD5')}, ${challenge('SHA-256')}, ${challenge('SHA-512-256')}`);
    expect(given).toMatchObject({ kind: 'credentials', value: expect.stringContaining('algorithm=SHA-256') });
    expect(given).toMatchObject({ value: expect.stringContaining('opaque="FQhe/') });
  });

  it('of RFC 2069 is answered without counts', () => {
    const given = answer('Digest realm="http-auth@example.org", nonce="abc"');
    expect(given).toMatchObject({ kind: 'credentials', value: expect.not.stringContaining('qop') });
  });

  it.each(['algorithm=SHA-512-256', 'algorithm=MD5-sess', 'qop="auth-int"', 'algorithm=SHA-256'])(
    'with %s and nothing else is given up',
    (part) => {
      expect(answer(`Digest realm="http-auth@example.org", nonce="abc", ${part}`).kind).toBe('unknown-form');
    },
  );
});

describe('a challenge of another realm', () => {
  it.each([
    'Digest realm="evil.example", nonce="abc"',
    'Digest realm="HTTP-AUTH@EXAMPLE.ORG", nonce="abc"',
    'Basic realm="http-auth@example.org"',
    'Digest nonce="abc"',
    '"',
    '',
  ])('gets nothing made of the secret: %s', (text) => {
    const given = answer(text);
    expect(given.kind).toBe('wrong-realm');
    expect(JSON.stringify(given)).not.toMatch(/response|Mufasa/);
  });

  it('says which realms were asked for', () => {
    expect(answer('Digest realm="one", nonce="a", Digest realm="two", nonce="b"')).toEqual({
      kind: 'wrong-realm',
      realms: ['one', 'two'],
    });
  });
});
