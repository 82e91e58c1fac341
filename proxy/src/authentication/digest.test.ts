import { describe, expect, it } from 'vitest';
import { challengeHeaders, digestResponse, ha1 } from './digest.ts';

describe('digest', () => {
  const rfc7616 = {
    nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
    method: 'GET',
    uri: '/dir/index.html',
    protection: { nonceCount: '00000001', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' },
  };
  const mufasa = ha1('Mufasa', 'http-auth@example.org', 'Circle of Life');

  it('computes the MD5 example of RFC 7616 §3.9.1', () => {
    expect(digestResponse({ ...rfc7616, algorithm: 'MD5', ha1: mufasa.md5 })).toBe(
      '8ca523f5e9506fed4657c9700eebdbec',
    );
  });

  it('computes the SHA-256 example of RFC 7616 §3.9.1', () => {
    expect(digestResponse({ ...rfc7616, algorithm: 'SHA-256', ha1: mufasa.sha256 })).toBe(
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    );
  });

  it('computes the example of RFC 2617 §3.5', () => {
    const response = digestResponse({
      algorithm: 'MD5',
      ha1: ha1('Mufasa', 'testrealm@host.com', 'Circle Of Life').md5,
      nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      method: 'GET',
      uri: '/dir/index.html',
      protection: { nonceCount: '00000001', cnonce: '0a4f113b' },
    });
    expect(response).toBe('6629fae49393a05397450978507c4ef1');
  });

  it('computes the example of RFC 2069 (erratum 749), which has no qop', () => {
    const response = digestResponse({
      algorithm: 'MD5',
      ha1: ha1('Mufasa', 'testrealm@host.com', 'CircleOfLife').md5,
      nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      method: 'GET',
      uri: '/dir/index.html',
      protection: null,
    });
    expect(response).toBe('1949323746fe6a43ef61f9606e7febea');
  });

  it('is asked for once per algorithm, and the challenge says so when only the nonce was stale', () => {
    expect(challengeHeaders(['SHA-256', 'MD5'], 'tandem', 'n1', false)).toEqual([
      'Digest realm="tandem", nonce="n1", algorithm=SHA-256, qop="auth"',
      'Digest realm="tandem", nonce="n1", algorithm=MD5, qop="auth"',
    ]);
    expect(challengeHeaders(['MD5'], 'tandem', 'n1', true)[0]).toContain(', stale=true');
  });
});
