import { describe, expect, test } from 'vitest';
import { MAX_HEADER_LINES, MAX_REQUEST_URI_LENGTH } from './limits.ts';
import type { SipRequest } from './message.ts';
import { hopelessPart, type ParseFailure, parseMessage } from './parse.ts';

const FIELDS: Readonly<Record<string, string>> = {
  Via: 'SIP/2.0/UDP 192.0.2.4:5060;branch=z9hG4bK1',
  From: '<sip:alice@example.com>;tag=1',
  To: '<sip:bob@example.com>',
  'Call-ID': 'a84b4c76e66710',
  CSeq: '314159 OPTIONS',
  'Max-Forwards': '70',
};

/** A message with some fields replaced, added, or (null) left out. */
function message(
  changes: Readonly<Record<string, string | null>> = {},
  options: { readonly startLine?: string; readonly body?: string; readonly extra?: string } = {},
): Buffer {
  const fields: Record<string, string | null> = { ...FIELDS, ...changes };
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}\r\n`],
  );
  const startLine = options.startLine ?? 'OPTIONS sip:bob@example.com SIP/2.0';
  return Buffer.from(
    `${startLine}\r\n${lines.join('')}${options.extra ?? ''}\r\n${options.body ?? ''}`,
    'latin1',
  );
}

function accepted(bytes: Buffer, stream = false): SipRequest {
  const result = parseMessage(bytes, { stream });
  if (!result.ok) throw new Error(`Refused: ${result.reason}`);
  if (result.message.kind !== 'request') throw new Error('A response');
  return result.message;
}

function refused(bytes: Buffer, stream = false): ParseFailure {
  const result = parseMessage(bytes, { stream });
  if (result.ok) throw new Error('Accepted');
  return result;
}

describe('what RFC 3261 allows is accepted', () => {
  test('compact names, odd case, white space around the colon and folded lines', () => {
    const request = accepted(
      Buffer.from(
        'OPTIONS sip:bob@example.com SIP/2.0\r\nv : SIP / 2.0 / UDP\r\n  192.0.2.4 ; branch = z9hG4bK1\r\nF:<sip:a@b>;tag=1\r\n' +
          'tO\t:\r\n <sip:bob@example.com>\r\ni: x\r\nCSEQ:  0009\r\n\tOPTIONS\r\ns :\r\nl: 0\r\n\r\n',
      ),
    );
    expect(request.headers.get('To')).toBe('<sip:bob@example.com>');
    expect(request.headers.get('CSeq')).toBe('0009 OPTIONS');
    expect(request.headers.get('Subject')).toBe('');
    expect(request.headers.get('From')).toBe('<sip:a@b>;tag=1');
  });

  test.each([
    ['an unknown method of odd characters', "we!rd-M.e%t*h_o+d`'~", 'sip:bob@example.com'],
    ['an IPv6 Request-URI with a port', 'OPTIONS', 'sip:bob@[2001:db8::1]:5070'],
    ['an IPv4-mapped IPv6 address', 'OPTIONS', 'sip:[::ffff:192.0.2.1]'],
    ['three colons, as the grammar of RFC 3261 had it', 'OPTIONS', 'sip:[2001:db8:::192.0.2.1]'],
    ['an unknown scheme', 'OPTIONS', 'unheard.of+scheme:anything'],
    ['a telephone number', 'OPTIONS', 'tel:+358-555-1234567;postd=pp22'],
    ['escaped octets and a password', 'OPTIONS', 'sip:us%20er%00;x=%40:pass&word@example.com;%6Cr'],
    ['two schemes in one, as a widespread test tool writes', 'OPTIONS', 'sip:sip:bob@example.com'],
    ['a number with #', 'OPTIONS', 'sip:*98#1@example.com'],
  ])('%s', (_what, method, uri) => {
    const request = accepted(message({ CSeq: `1 ${method}` }, { startLine: `${method} ${uri} SIP/2.0` }));
    expect(request.method).toBe(method);
    expect(request.uri).toBe(uri);
  });

  test('a lower-case version, leading line breaks, no Max-Forwards, no From tag', () => {
    const bytes = message(
      { 'Max-Forwards': null, From: 'sip:alice@example.com' },
      { startLine: 'OPTIONS sip:b@c sip/2.0' },
    );
    expect(accepted(Buffer.concat([Buffer.from('\r\n\r\n'), bytes])).uri).toBe('sip:b@c');
  });

  test.each([
    ['a quoted display name with escapes', '"a \\"b\\" \\\\ <,;>" <sip:bob@example.com>'],
    ['a quoted-pair with NUL', '"NUL:\\\0" <sip:bob@example.com>'],
    ['a display name without a space before the bracket', 'Bob<sip:bob@example.com>'],
    ['several display tokens', "tok~` en2'+_ *%!.- <sip:bob@example.com>"],
    ['octets beyond ASCII', '"\xd0\x91\xd0\xbe\xd0\xb1" <sip:bob@example.com>;tag=x;p="\xe5"'],
    ['another scheme', '<http://www.example.com>;tag=3'],
    ['no brackets and parameters', 'sip:bob@example.com ; tag = 12 ; x'],
  ])('a To with %s', (_what, to) => {
    expect(accepted(message({ To: to })).headers.get('To')).toBe(to);
  });

  test('ten kilobytes of tag and five hundred Vias', () => {
    const tag = 'x'.repeat(10_000);
    const vias = `Via: SIP/2.0/TCP 192.0.2.5;branch=z9hG4bKn\r\n`.repeat(500);
    const request = accepted(message({ From: `<sip:a@b>;tag=${tag}` }, { extra: vias }));
    expect(request.headers.getAll('Via')).toHaveLength(501);
    expect(request.headers.get('From')).toHaveLength('<sip:a@b>;tag='.length + tag.length);
  });

  test('an ACK that copies the CSeq of its INVITE', () => {
    const bytes = message({ CSeq: '1 INVITE' }, { startLine: 'ACK sip:bob@example.com SIP/2.0' });
    expect(accepted(bytes).method).toBe('ACK');
  });

  test('a body of any octets; on UDP all there is without a Content-Length, and no more than it says with one', () => {
    const body = Buffer.from([0, 255, 13, 10, 13, 10, 0]);
    expect(accepted(Buffer.concat([message(), body])).body).toEqual(body);
    expect(accepted(Buffer.concat([message({ 'Content-Length': '3' }), body])).body).toEqual(
      body.subarray(0, 3),
    );
  });

  test('every octet of a header comes through unchanged', () => {
    const octets = Array.from({ length: 256 }, (_, code) =>
      code === 0 || code === 10 || code === 13 ? 46 : code,
    );
    const value = `x${Buffer.from(octets).toString('latin1')}x`;
    expect(accepted(message({ 'X-All': value })).headers.get('x-all')).toBe(value);
  });
});

describe('what RFC 3261 forbids is refused with the reason', () => {
  test.each([
    ['another version', 'OPTIONS sip:bob@example.com SIP/7.0', 505],
    ['no version', 'OPTIONS sip:bob@example.com', 400],
    ['two spaces', 'OPTIONS  sip:bob@example.com SIP/2.0', 400],
    ['spaces at the end', 'OPTIONS sip:bob@example.com SIP/2.0  ', 400],
    ['a space in the URI', 'OPTIONS sip:bob@example.com; lr SIP/2.0', 400],
    ['brackets around the URI', 'OPTIONS <sip:bob@example.com> SIP/2.0', 400],
    ['header fields in the URI', 'OPTIONS sip:bob@example.com?Route=%3Csip:x%3E SIP/2.0', 400],
    ['an IPv6 address without brackets', 'OPTIONS sip:2001:db8::10 SIP/2.0', 400],
    ['a port beyond 65535', 'OPTIONS sip:example.com:70000 SIP/2.0', 400],
    ['a broken escape', 'OPTIONS sip:b%4@example.com SIP/2.0', 400],
    ['a method that is no token', 'OPT(IONS sip:bob@example.com SIP/2.0', 400],
    ['a URI of 64 kB', `OPTIONS sip:${'b'.repeat(60_000)}@example.com SIP/2.0`, 414],
    ['a URI just too long', `OPTIONS sip:${'b'.repeat(MAX_REQUEST_URI_LENGTH)} SIP/2.0`, 414],
  ])('a request line with %s', (_what, startLine, status) => {
    const failure = refused(message({}, { startLine }));
    expect(failure.status).toBe(status);
    expect(failure.request?.headers.get('Call-ID')).toBe('a84b4c76e66710');
  });

  test.each([
    ['no Via', { Via: null }, 'Missing Via header field'],
    ['no From', { From: null }, 'Missing From header field'],
    ['no To', { To: null }, 'Missing To header field'],
    ['no Call-ID', { 'Call-ID': null }, 'Missing Call-ID header field'],
    ['no CSeq', { CSeq: null }, 'Missing CSeq header field'],
    ['empty parameters in Via', { Via: 'SIP/2.0/UDP 192.0.2.4;;,;,,' }, 'Malformed Via header field'],
    ['an unclosed quote', { To: '"Bob <sip:bob@example.com>' }, 'Malformed To header field'],
    [
      'a comma in a bare display name',
      { From: 'Bell, Alexander <sip:a@b>;tag=1' },
      'Malformed From header field',
    ],
    ['spaces in the brackets', { To: '< sip:bob@example.com >' }, 'Malformed To header field'],
    [
      'a Contact that needs brackets',
      { Contact: 'sip:a@b?Route=%3Csip:c%3E' },
      'Malformed Contact header field',
    ],
    ['a star beside a Contact', { Contact: '*, <sip:a@b>' }, 'Malformed Contact header field'],
    ['a Call-ID of two words', { 'Call-ID': 'a b' }, 'Malformed Call-ID header field'],
    ['a CSeq of 2^31', { CSeq: '2147483648 OPTIONS' }, 'Malformed CSeq header field'],
    ['a CSeq beyond all numbers', { CSeq: `${'9'.repeat(400)} OPTIONS` }, 'Malformed CSeq header field'],
    ['a negative CSeq', { CSeq: '-1 OPTIONS' }, 'Malformed CSeq header field'],
    ['the CSeq of another method', { CSeq: '1 INVITE' }, 'CSeq method does not match the request method'],
    ['a Max-Forwards beyond 255', { 'Max-Forwards': '300' }, 'Malformed Max-Forwards header field'],
    ['a Date that is not GMT', { Date: 'Fri, 01 Jan 2010 16:00:00 EST' }, 'Malformed Date header field'],
    ['a header name that is no token', { 'X Y': 'z' }, 'Malformed header line'],
    ['a NUL', { 'X-A': 'a\0b' }, 'NUL octet in a header field'],
    ['a bare line feed', { 'X-A': 'a\nb: c' }, 'Lines must end with CRLF'],
    ['a bare carriage return', { 'X-A': 'a\rb: c' }, 'Lines must end with CRLF'],
    [
      'a Content-Length beyond the datagram',
      { 'Content-Length': '9' },
      'Content-Length larger than the message',
    ],
    ['a negative Content-Length', { 'Content-Length': '-9' }, 'Malformed Content-Length header field'],
  ])('%s', (_what, changes, reason) => {
    const failure = refused(message(changes));
    expect(failure).toMatchObject({ status: 400, reason, fatal: false });
    expect(failure.request).toBeDefined();
  });

  test.each(['From', 'To', 'Call-ID', 'CSeq', 'Max-Forwards'])('a second %s', (name) => {
    const failure = refused(message({}, { extra: `${name}: ${FIELDS[name]}\r\n` }));
    expect(failure.reason).toBe(`Multiple ${name} header fields`);
  });

  test.each([
    ['Via', 'SIP/2.0/UDP 192.0.2.4;branch=z9hG4bK1;branch=z9hG4bK2'],
    ['From', '<sip:alice@example.com>;tag=1;tag=2'],
    ['To', '<sip:bob@example.com;user=phone;user=ip>'],
    ['Contact', '<sip:alice@192.0.2.4>;expires=60;expires=0'],
  ])('a parameter of two values in %s', (name, value) => {
    expect(refused(message({ [name]: value })).reason).toBe(`Malformed ${name} header field`);
  });

  test('a parameter of two values in the Request-URI', () => {
    const startLine = 'OPTIONS sip:bob@example.com;maddr=192.0.2.1;maddr=192.0.2.2 SIP/2.0';
    expect(refused(message({}, { startLine })).reason).toBe('Malformed Request-URI');
  });

  test('in requests only: whoever sent a response would not learn of it', () => {
    const twice = {
      Via: 'SIP/2.0/UDP 192.0.2.4;branch=z9hG4bK1;rport;rport=5062',
      To: '<sip:bob@example.com;user=phone;user=ip>;tag=1',
      Contact: '<sip:bob@192.0.2.9;transport=udp;transport=tcp>',
      'Content-Type': 'application/sdp',
    };
    const options = { startLine: 'SIP/2.0 200 OK', extra: 'c: text/plain\r\n' };
    expect(parseMessage(message(twice, options), { stream: false }).ok).toBe(true);
    expect(refused(message({}, { ...options, extra: 'To: <sip:x@y>\r\n' })).reason).toBe(
      'Multiple To header fields',
    );
  });

  test.each([
    ['Expires', 'Expires'],
    ['c', 'Content-Type'],
    ['o', 'Event'],
    ['REFER-TO', 'Refer-To'],
    ['Replaces', 'Replaces'],
    ['RAck', 'RAck'],
  ])('a second %s', (name, usual) => {
    const failure = refused(message({ [usual]: 'x' }, { extra: `${name}: x\r\n` }));
    expect(failure.reason).toBe(`Multiple ${usual} header fields`);
  });

  test.each(['0', '1'])('a second Content-Length, of %s octets as of 1', (second) => {
    const failure = refused(message({ 'Content-Length': '1' }, { extra: `l: ${second}\r\n`, body: 'x' }));
    expect(failure.reason).toBe('Multiple Content-Length header fields');
  });

  test('no blank line', () => {
    const bytes = message();
    expect(refused(bytes.subarray(0, bytes.length - 2)).reason).toBe('No blank line after the header fields');
  });

  test('more lines, or more octets of them, than the limits', () => {
    expect(refused(message({}, { extra: 'X-A: y\r\n'.repeat(MAX_HEADER_LINES) })).status).toBe(513);
    expect(
      refused(message({ 'X-Long': 'x'.repeat(65_000) }, { extra: `Y: ${'y'.repeat(1000)}\r\n` })).status,
    ).toBe(513);
  });

  test('on a stream a blank line of bare line feeds, behind which another message may be lost', () => {
    const bare = message({ 'Content-Length': '0' }).toString('latin1').replaceAll('\r\n', '\n');
    const next = message({ 'Content-Length': '0' });
    const both = Buffer.concat([Buffer.from(bare, 'latin1'), next]);
    expect(refused(both, true)).toMatchObject({ status: 400, fatal: true });
    expect(refused(both)).toMatchObject({ status: 400, fatal: false });
    expect(refused(message({ 'X-A': 'a\nb: c\n' }), true)).toMatchObject({ status: 400, fatal: false });
    expect(refused(message({ 'X-A': 'a\n\nOPTIONS' }), true)).toMatchObject({ status: 400, fatal: true });
  });

  test('on a stream a message without Content-Length, and there nothing after it can be trusted', () => {
    expect(refused(message(), true)).toMatchObject({ status: 400, fatal: true });
    expect(accepted(message({ 'Content-Length': '0' }), true).method).toBe('OPTIONS');
  });
});

describe('what is not a request', () => {
  test('a response parses; one without a reason phrase too', () => {
    const result = parseMessage(message({}, { startLine: 'SIP/2.0 180 R\xc3\xa4nging' }), { stream: false });
    expect(result).toMatchObject({
      ok: true,
      message: { kind: 'response', status: 180, reason: 'R\xc3\xa4nging' },
    });
    expect(parseMessage(message({}, { startLine: 'SIP/2.0 100 ' }), { stream: false }).ok).toBe(true);
  });

  test.each(['SIP/2.0 4294967301 big', 'SIP/2.0 99 small', 'SIP/2.0 700 big', 'SIP/3.0 200 OK'])(
    'the malformed status line %s is never answered',
    (startLine) => {
      expect(refused(message({}, { startLine })).request).toBeUndefined();
    },
  );

  test('octets that are not SIP are never answered', () => {
    for (const text of ['', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', '\0\x01\0\x08!\x12\xa4B', 'hello']) {
      expect(refused(Buffer.from(text, 'latin1')).request).toBeUndefined();
    }
  });
});

describe('a message that has come in part', () => {
  test('is hopeless when a line so far is broken', () => {
    const bytes = message({ From: 'Bell, Alexander <sip:a@b>;tag=1' });
    expect(hopelessPart(bytes.subarray(0, bytes.length - 2))?.reason).toBe('Malformed From header field');
    expect(hopelessPart(Buffer.from('OPTIONS sip:a SIP/9.9\r\nVi'))?.status).toBe(505);
  });

  test('has hope at every length when it is valid', () => {
    const bytes = message({ 'Content-Length': '5' }, { body: 'hello' });
    for (let length = 1; length < bytes.length; length++)
      expect(hopelessPart(bytes.subarray(0, length))).toBeNull();
  });
});
