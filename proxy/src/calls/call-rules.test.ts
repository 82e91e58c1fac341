import { describe, expect, it } from 'vitest';
import { bestFailure, failureOf } from './branch-failure.ts';
import { hangUpHeaders, inviteHeaders } from './call-headers.ts';
import { type Provisional, provisionalForCaller } from './provisional.ts';
import { problemOf, readBody } from './session-description.ts';

describe('what a phone answers', () => {
  it.each([
    [486, true, false, 'busy', false],
    [600, true, false, 'busy', true],
    [603, true, false, 'declined', true],
    [480, true, false, 'no-answer', false],
    [408, true, false, 'no-answer', false],
    [408, false, false, 'unreachable', false],
    [503, false, false, 'unreachable', false],
    [404, false, false, 'unreachable', false],
    [404, false, true, 'not-found', false],
    [488, true, false, 'not-acceptable', false],
    [606, true, false, 'not-acceptable', true],
    [482, false, true, 'loop', false],
    [302, false, false, 'rejected-by-callee', false],
    [403, false, true, 'rejected-by-callee', false],
    [500, true, false, 'rejected-by-callee', false],
  ])('%i (rang: %s, other domain: %s) means %s', (status, rang, external, key, global) => {
    expect(failureOf({ status, reason: 'x' }, rang, external)).toMatchObject({ key, global });
  });

  it('is told to the caller in the order of what he wants to know', () => {
    const failures = [503, 488, 480, 486].map((status) => failureOf({ status, reason: '' }, true, false));
    expect(bestFailure(failures).key).toBe('busy');
    expect(bestFailure(failures.slice(0, 3)).key).toBe('no-answer');
    expect(bestFailure(failures.slice(0, 1)).key).toBe('unreachable');
    expect(bestFailure([]).key).toBe('not-registered');
  });
});

describe('ringing', () => {
  const ring = (phones: number, ...heard: (number | 'sdp')[]): string[] => {
    let sent: Provisional | null = null;
    return heard.flatMap((status) => {
      const next = provisionalForCaller(
        { status: status === 'sdp' ? 183 : status, hasSdp: status === 'sdp' },
        sent,
        phones,
      );
      sent = next ?? sent;
      return next ? [`${next.status}${next.early ? ' early' : ''}`] : [];
    });
  };

  it.each<[string, number, (number | 'sdp')[], string[]]>([
    ['is told once', 2, [180, 180, 180], ['180']],
    ['of several phones is 180 whatever they say', 2, [183, 'sdp', 180], ['180']],
    ['of one phone keeps its early media', 1, ['sdp', 180, 'sdp'], ['183 early']],
    ['is followed by early media', 1, [180, 'sdp'], ['180', '183 early']],
    ['follows progress', 1, [183, 183, 180, 183], ['183', '180']],
    ['is what queued means, too', 1, [182], ['183']],
  ])('%s', (_name, phones, heard, told) => expect(ring(phones, ...heard)).toEqual(told));
});

describe('a session description', () => {
  const good =
    'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0 8\r\na=rtpmap:0 PCMU/8000\r\n';

  it.each([
    ['a plain one', good],
    ['one with bare line feeds', good.replaceAll('\r', '')],
    [
      'one with the address at the media',
      good.replace(/c=.*\r\n/, '').replace('0 8\r\n', '0 8\r\nc=IN IP4 192.0.2.1\r\n'),
    ],
    ['one with a refused medium', `${good}m=video 0 RTP/AVP 96\r\n`],
    ['one of a browser', good.replace('RTP/AVP 0 8', 'UDP/TLS/RTP/SAVPF 111')],
  ])('%s is taken', (_name, sdp) => expect(problemOf(sdp)).toBeNull());

  it.each([
    ['no description', 'hello'],
    ['one without origin', good.replace(/o=.*\r\n/, '')],
    ['one without media', good.replace(/m=[\s\S]*/, '')],
    ['one without address', good.replace(/c=.*\r\n/, '')],
    ['one with a port that is none', good.replace('4000', '99999')],
    ['one with a broken media line', good.replace('RTP/AVP 0 8', '')],
    ['one with a line of garbage', `${good}garbage\r\n`],
  ])('%s is refused', (_name, sdp) => expect(problemOf(sdp)).toEqual(expect.any(String)));
});

describe('a body', () => {
  const SDP = 'v=0\r\n';
  const mixed = (...parts: readonly (readonly [headers: string, body: string])[]) =>
    `${parts.map(([headers, body]) => `--x\r\n${headers}\r\n\r\n${body}\r\n`).join('')}--x--`;
  const [MIXED, ALTERNATIVE] = ['multipart/mixed;boundary=x', 'Multipart/Alternative; boundary="x"'];
  const [ISUP, OPTIONAL] = ['c: application/isup', 'Content-Disposition: signal; handling=optional'];
  const REQUIRED = 'Content-Disposition: signal; handling=required';

  it.each([
    ['none', undefined, '', { sdp: null }],
    ['a description', 'Application/SDP', SDP, { sdp: SDP }],
    ['something else', 'text/plain', 'hello', { unsupported: 'text/plain' }],
    ['something without a type', undefined, SDP, { unsupported: 'no Content-Type' }],
    ['one beside ISUP', MIXED, mixed([ISUP, 'x'], ['c: application/sdp', SDP]), { sdp: SDP }],
    [
      'one beside what need not be understood',
      MIXED,
      mixed([`${ISUP}\r\n${OPTIONAL}`, 'x'], ['c: application/sdp', SDP]),
      { sdp: SDP },
    ],
    [
      'one beside what must be understood',
      MIXED,
      mixed(['c: application/sdp', SDP], [`${ISUP}\r\n${REQUIRED}`, 'x']),
      { unsupported: 'application/isup' },
    ],
    ['a location alone', MIXED, mixed(['c: application/pidf+xml', '<x/>']), { sdp: null }],
    [
      'the last of several alternatives',
      ALTERNATIVE,
      mixed(['c: application/sdp', SDP], ['c: application/sdp', `${SDP}s=-\r\n`], ['c: text/plain', 'x']),
      { sdp: `${SDP}s=-\r\n` },
    ],
    [
      'one inside another multipart',
      MIXED,
      mixed(['c: multipart/mixed;boundary=y', `--y\r\nc: application/sdp\r\n\r\n${SDP}\r\n--y--`]),
      { sdp: SDP },
    ],
    ['a multipart without an end', MIXED, '--x\r\n\r\n', { malformed: 'the multipart body is malformed' }],
  ])('that is %s is read', (_what, type, body, expected) => expect(readBody(type, body)).toEqual(expected));
});

describe('headers', () => {
  const received: Record<string, string> = {
    Subject: 'lunch\r\n with\r\n\tcarol',
    'X-Secret-Network': '10.1.2.3',
    Reason: 'Q.850;cause=16',
  };
  const read = (name: string): string | undefined => received[name];

  it('to the callee name the account, keep what was said about the call, and nothing else', () => {
    const caller = { uri: 'sip:alice@example.com', displayName: 'Alice "Al" \\ \r\nVia: evil' };
    const headers = inviteHeaders({
      caller,
      calleeUri: 'sip:bob@example.com',
      route: ['<sip:edge.example.com;lr>', '<sip:edge2.example.com;lr>'],
      maxForwards: 69,
      received: read,
    });
    expect(headers).toEqual({
      Subject: 'lunch with carol',
      From: '"Alice \\"Al\\" \\\\ Via: evil" <sip:alice@example.com>',
      To: '<sip:bob@example.com>',
      'Max-Forwards': '69',
      Allow: expect.stringContaining('INVITE'),
      Route: '<sip:edge.example.com;lr>, <sip:edge2.example.com;lr>',
    });
  });

  it('of a BYE pass the reason on', () => expect(hangUpHeaders(read)).toEqual({ Reason: 'Q.850;cause=16' }));
});
