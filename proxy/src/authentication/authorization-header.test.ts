import { describe, expect, it } from 'vitest';
import { parseAuthorization } from './authorization-header.ts';

const required = 'username="a", realm="r", nonce="n", uri="sip:x", response="0f"';

describe('the Authorization header', () => {
  it('is read with its directives in any order, case and spacing', () => {
    const header =
      'DIGEST  Realm = "tandem" ,USERNAME="alice",uri="sip:tandem.example;transport=ws", nonce="abc", ' +
      'response="0123ABCDEF", algorithm=md5, cnonce="xyz", qop=auth, nc=00000001, opaque=""';
    expect(parseAuthorization(header)).toEqual([
      {
        username: 'alice',
        realm: 'tandem',
        nonce: 'abc',
        uri: 'sip:tandem.example;transport=ws',
        response: '0123abcdef',
        algorithm: 'MD5',
        qop: 'auth',
        nonceCount: '00000001',
        cnonce: 'xyz',
      },
    ]);
  });

  it('counts as MD5 without qop when an old phone names neither', () => {
    expect(parseAuthorization(`Digest ${required}`)).toMatchObject([{ algorithm: 'MD5', qop: null }]);
  });

  it('may hold several entries, joined by commas, and entries of other schemes', () => {
    const header = `Digest ${required}, algorithm=SHA-256,Digest ${required}, algorithm=MD5, Bearer token="x"`;
    expect(parseAuthorization(header)?.map(({ algorithm }) => algorithm)).toEqual(['SHA-256', 'MD5']);
  });

  it('may escape characters in a user name and may be folded', () => {
    const header = `Digest\r\n ${required.replace('"a"', '"al\\"ice\\\\"')},\r\n\topaque="x"`;
    expect(parseAuthorization(header)).toMatchObject([{ username: 'al"ice\\' }]);
  });

  it('may name a user beyond ASCII', () => {
    expect(parseAuthorization(`Digest ${required.replace('"a"', '"žofie"')}`)).toMatchObject([
      { username: 'žofie' },
    ]);
  });

  it.each([
    `Digest ${required}`,
    `Digest ${required},qop=auth,nc=00000001,  cnonce="x, y=z", algorithm=SHA-256`,
    `Digest ${required}, opaque=""`,
    `Digest ${required}, Opaque=x, new=1, NEW=2`,
    `Digest ${required}, new=1, other="2", `,
    `Digest ${required}, Realm="s"`,
    `Basic a=b`,
  ])('says the same with one space and with two: %s', (header) => {
    expect(parseAuthorization(header)).toEqual(parseAuthorization(header.replace(' ', '  ')));
  });

  const withQop = (rest: string) => `Digest ${required}, qop=auth${rest}`;
  it.each([
    ['a quoted string that does not end', `Digest ${required.slice(0, -1)}`],
    ['a directive twice', `Digest ${required}, nonce="m"`],
    ['a directive without a value', `Digest ${required}, opaque=`],
    ['a control character', `Digest ${required.replace('"a"', '"a\u0000"')}`],
    ['a bare line break', `Digest ${required.replace('"a"', '"a\r\nX: y"')}`],
    ['rubbish after a value', `Digest ${required} ; x=y`],
    ['no user name', `Digest ${required.replace('username="a", ', '')}`],
    ['a response that is not hexadecimal', `Digest ${required.replace('0f', 'zz')}`],
    ['qop without nc', withQop(', cnonce="c"')],
    ['qop without cnonce', withQop(', nc=00000001')],
    ['an nc of seven digits', withQop(', cnonce="c", nc=0000001')],
    ['directives before any scheme', required],
    ['too much text', `Digest ${required}, opaque="${'x'.repeat(5000)}"`],
    [
      'too many directives',
      `Digest ${required}${Array.from({ length: 40 }, (_, i) => `, x${i}=1`).join('')}`,
    ],
  ])('is refused with %s', (_, header) => {
    expect(parseAuthorization(header)).toBeNull();
  });

  it('never hangs or throws on hostile text', () => {
    const alphabet = ['Digest ', '"', '\\', ',', '=', 'nonce', ' ', '\r\n ', '\u0000', 'é', ';'];
    let seed = 7;
    const pick = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return alphabet[seed % alphabet.length] ?? '';
    };
    for (let round = 0; round < 2_000; round += 1) {
      parseAuthorization(Array.from({ length: 40 }, pick).join(''));
    }
    const before = process.cpuUsage();
    parseAuthorization(`Digest username="${'\\"'.repeat(2_000)}`);
    expect(process.cpuUsage(before).user / 1000, 'ms of CPU').toBeLessThan(200);
  });
});
