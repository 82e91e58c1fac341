import { describe, expect, test } from 'vitest';
import { Dialog, isLooseRoute } from './dialog.ts';

/** A dialog with this route set, towards `sip:bob@phone`. */
function dialogWith(routeSet: readonly string[], remoteTarget: string | null = 'sip:bob@phone'): Dialog {
  return new Dialog({
    role: 'uac',
    method: 'INVITE',
    callId: 'call-1',
    localTag: 'a1',
    remoteTag: 'b1',
    localAddress: '<sip:alice@example.com>;tag=a1',
    remoteAddress: '"Bob" <sip:bob@example.com>;tag=b1',
    localCSeq: 1,
    remoteCSeq: null,
    remoteTarget,
    routeSet,
    contact: null,
  });
}

/** Where a request goes first: the host of the next hop. */
function firstHost(dialog: Dialog): string | null {
  const hop = dialog.nextHop();
  return hop?.kind === 'uri' ? hop.uri.host : null;
}

describe('a request in a dialog (RFC 3261 §12.2.1.1)', () => {
  test.each([
    ['without a route', [], 'sip:bob@phone', [], 'phone'],
    [
      'by loose routers',
      ['<sip:p1;lr>', '"Two" <sip:p2;transport=tcp;lr=on>'],
      'sip:bob@phone',
      ['<sip:p1;lr>', '"Two" <sip:p2;transport=tcp;lr=on>'],
      'p1',
    ],
    [
      'by a strict router, the target at the end of the route',
      ['<sip:p1;maddr=192.0.2.1>', '<sip:p2;lr>'],
      'sip:p1;maddr=192.0.2.1',
      ['<sip:p2;lr>', '<sip:bob@phone>'],
      'p1',
    ],
    ['by a strict router alone', ['<sip:p1>'], 'sip:p1', ['<sip:bob@phone>'], 'p1'],
    [
      'by a loose router and a strict one behind it, which is for that router to see',
      ['<sip:p1;lr>', '<sip:p2>'],
      'sip:bob@phone',
      ['<sip:p1;lr>', '<sip:p2>'],
      'p1',
    ],
  ])('goes %s', (_way, routeSet, uri, routes, first) => {
    const dialog = dialogWith(routeSet);
    const request = dialog.request('BYE', dialog.nextCSeq());
    expect(request.uri).toBe(uri);
    expect(request.headers.getAll('Route')).toEqual(routes);
    expect(request.headers.get('CSeq')).toBe('2 BYE');
    expect(firstHost(dialog)).toBe(first);
  });

  test('has nowhere to go when the peer named no Contact and no route', () => {
    expect(dialogWith([], null).nextHop()).toBeNull();
  });

  test('of SIPS URIs goes by TLS, whatever the route says', () => {
    const hop = dialogWith(['<sip:p1;lr>'], 'sips:bob@phone').nextHop();
    expect(hop).toMatchObject({ kind: 'uri', uri: { scheme: 'sips', host: 'p1' } });
  });
});

test.each([
  ['<sip:192.0.2.1;lr>', true],
  ['<sip:192.0.2.1;lr;ftag=1>;x=y', true],
  ['<sip:192.0.2.1;lr;lr>', true],
  ['<sip:192.0.2.1;transport=tcp>', false],
])('the route %s is that of a loose router: %s', (route, isLoose) => {
  expect(isLooseRoute(route)).toBe(isLoose);
});
