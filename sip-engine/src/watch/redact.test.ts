import { describe, expect, test } from 'vitest';
import { withoutSecrets } from './redact.ts';

const requestWith = (lines: string, body = ''): string =>
  `REGISTER sip:example.com SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z\r\n${lines}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

describe('what a person sees of a message', () => {
  test.each([
    [
      'Authorization: Digest username="zoe", realm="tandem", nonce="n1", uri="sip:h", response="5ec4e7", cnonce="c1"',
    ],
    [
      'proxy-authorization : Digest username="zoe",\r\n realm="tandem",\r\n\tresponse="5ec4e7", nonce="n1",cnonce="c1"',
    ],
    ['PROXY-AUTHORIZATION:Digest response=5ec4e7,nonce="n1",cnonce="c1",username="zoe",realm="tandem"'],
  ])('names the user but not the digest: %s', (line) => {
    const shown = withoutSecrets(requestWith(`${line}\r\nExpires: 60`));
    for (const secret of ['5ec4e7', 'n1', 'c1']) expect(shown).not.toContain(secret);
    expect(shown).toContain('username="zoe"');
    expect(shown).toContain('realm="tandem"');
    expect(shown).toContain('\r\nExpires: 60\r\n');
  });

  test('holds no bearer token or basic password', () => {
    const shown = withoutSecrets(
      requestWith('Authorization: Bearer abc.def.ghi\r\nProxy-Authorization: Basic em9lOnB3'),
    );
    expect(shown).not.toMatch(/abc|em9l/);
  });

  test('holds no media key and no ICE password, but the rest of the SDP', () => {
    const sdp =
      'v=0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:S3cr3tK3y|2^20\r\na=ice-pwd:icesecret\r\na=sendrecv\r\n';
    const shown = withoutSecrets(requestWith('Content-Type: application/sdp', sdp));
    expect(shown).not.toMatch(/S3cr3tK3y|icesecret/);
    expect(shown).toContain('a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:(not shown)\r\n');
    expect(shown).toContain('\r\na=sendrecv\r\n');
  });

  test('holds nothing of what people write to each other', () => {
    const text = 'MESSAGE sip:bob@h SIP/2.0\r\nContent-Type: text/plain\r\n\r\nsee you at noon';
    expect(withoutSecrets(text)).toBe(
      'MESSAGE sip:bob@h SIP/2.0\r\nContent-Type: text/plain\r\n\r\n(15 octets not shown)',
    );
  });

  test('is the message itself when there is no secret in it', () => {
    const text = requestWith('Subject: Authorization is needed', 'v=0\r\n');
    expect(withoutSecrets(text)).toBe(text);
  });
});
