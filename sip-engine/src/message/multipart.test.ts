import { describe, expect, test } from 'vitest';
import { MAX_BODY_PARTS, parseMediaType, parseMultipart } from './multipart.ts';

const lines = (...text: readonly string[]) => text.join('\r\n');

function parts(type: string, body: string | Buffer) {
  const media = parseMediaType(type);
  const found = media && parseMultipart(media, Buffer.isBuffer(body) ? body : Buffer.from(body, 'latin1'));
  return found?.map(({ type: { name }, body: octets }) => [name, octets.toString('latin1')]) ?? null;
}

describe('a media type', () => {
  test('is read with its parameters', () => {
    const type = parseMediaType(' Application/SDP ; charset="utf-8";a=b');
    expect(type?.name).toBe('application/sdp');
    expect([...(type?.params ?? [])]).toEqual([
      ['charset', '"utf-8"'],
      ['a', 'b'],
    ]);
  });

  test.each(['', 'application', '/sdp', 'application/sdp; =', 'application/sdp, text/plain'])(
    'is not: %s',
    (text) => expect(parseMediaType(text)).toBeNull(),
  );
});

describe('a multipart body', () => {
  test('has its parts between the boundaries; what is before and after them is left out', () => {
    const body = lines(
      'a preamble',
      '--a b',
      'c: application/sdp',
      'Content-Disposition: session;',
      '  handling=required',
      '',
      'v=0',
      '',
      '--a b  ',
      '',
      'plain',
      '--a b--',
      'an epilogue',
      '--a b',
    );
    expect(parts('multipart/mixed;boundary="a b"', body)).toEqual([
      ['application/sdp', 'v=0\r\n'],
      ['text/plain', 'plain'],
    ]);
  });

  test('keeps every octet of a part', () => {
    const octets = Buffer.from(Array.from({ length: 256 }, (_, octet) => octet));
    const head = 'Content-Type: application/isup\r\n\r\n';
    const body = Buffer.concat([Buffer.from(`--x\r\n${head}`), octets, Buffer.from('\r\n--x--')]);
    expect(parts('multipart/mixed;boundary=x', body)).toEqual([
      ['application/isup', octets.toString('latin1')],
    ]);
  });

  test('tells the headers of a part by their long names, folded lines as one', () => {
    const type = parseMediaType('multipart/mixed;boundary=x');
    const body = Buffer.from(
      lines('--x', 'c: a/b', 'Content-Disposition: session;', '\thandling=optional', '', '', '--x--'),
    );
    const [part] = (type && parseMultipart(type, body)) ?? [];
    expect([...(part?.headers ?? [])]).toEqual([
      ['content-type', 'a/b'],
      ['content-disposition', 'session; handling=optional'],
    ]);
  });

  test('may have no parts, and parts may be empty', () => {
    expect(parts('multipart/mixed;boundary=x', '--x--')).toEqual([]);
    expect(parts('multipart/mixed;boundary=x', lines('--x', '', '', '--x--'))).toEqual([['text/plain', '']]);
  });

  test('may hold another, whose boundary is its own', () => {
    const inner = lines('--in', '', 'a', '--in--');
    const body = lines('--out', 'Content-Type: multipart/mixed;boundary=in', '', inner, '--out--');
    expect(parts('multipart/alternative;boundary=out', body)).toEqual([['multipart/mixed', inner]]);
  });

  test.each([
    ['no boundary', 'multipart/mixed', lines('--x', '', 'a', '--x--')],
    [
      'a boundary that is none',
      'multipart/mixed;boundary="a\u0001"',
      lines('--a\u0001', '', 'a', '--a\u0001--'),
    ],
    ['a boundary of 71 characters', `multipart/mixed;boundary=${'a'.repeat(71)}`, '--x--'],
    ['another type', 'text/plain;boundary=x', lines('--x', '', 'a', '--x--')],
    ['no delimiter', 'multipart/mixed;boundary=x', 'nothing'],
    ['no end', 'multipart/mixed;boundary=x', lines('--x', '', 'a', '--x', '', 'b')],
    ['a delimiter that goes on', 'multipart/mixed;boundary=x', lines('--xy', '', 'a', '--x--')],
    ['a header without a colon', 'multipart/mixed;boundary=x', lines('--x', 'oops', '', 'a', '--x--')],
    ['headers that do not end', 'multipart/mixed;boundary=x', lines('--x', 'a: b', '--x--')],
    ['a part of a type that is none', 'multipart/mixed;boundary=x', lines('--x', 'c: ?', '', 'a', '--x--')],
    [
      'more parts than any telephone sends',
      'multipart/mixed;boundary=x',
      `${'--x\r\n\r\na\r\n'.repeat(MAX_BODY_PARTS + 1)}--x--`,
    ],
  ])('is malformed with %s', (_what, type, body) => expect(parts(type, body)).toBeNull());

  test('of as many parts as are allowed is taken', () => {
    const body = `${'--x\r\n\r\na\r\n'.repeat(MAX_BODY_PARTS)}--x--`;
    expect(parts('multipart/mixed;boundary=x', body)).toHaveLength(MAX_BODY_PARTS);
  });
});
