import { describe, expect, test } from 'vitest';
import { OwnNames } from '../sending/own-names.ts';
import { FakeFlow, requestOf } from '../transaction/fake-network.ts';
import { breadthOf, proxyRefusal } from './admission.ts';
import { wayOnward } from './forwarding.ts';
import { LoopDetection } from './loop-detection.ts';

const names = new OwnNames([new FakeFlow('udp').listener]);
const own = '<sip:192.0.2.1:5060;lr>';

function routed(uri: string, ...routes: string[]): ReturnType<typeof requestOf> {
  const request = requestOf('BYE');
  request.uri = uri;
  for (const route of routes) request.headers.append('Route', route);
  return request;
}

describe('the way of a request in a proxied dialog (RFC 3261 §16.4, §16.6)', () => {
  test.each([
    ['to the Request-URI', ['sip:bob@phone', own], ['sip:bob@phone', [], 'sip:bob@phone']],
    ['two entries of ours are one', ['sip:bob@phone', own, own], ['sip:bob@phone', [], 'sip:bob@phone']],
    [
      'to the next route',
      ['sip:bob@phone', `${own}, <sip:next;lr>`],
      ['sip:bob@phone', ['<sip:next;lr>'], '<sip:next;lr>'],
    ],
    [
      'to a strict router, with the target at the end',
      ['sip:bob@phone', own, '<sip:strict>', '<sip:after;lr>'],
      ['sip:strict', ['<sip:after;lr>', '<sip:bob@phone>'], '<sip:strict>'],
    ],
    [
      'from a strict router, which put us into the Request-URI',
      ['sip:192.0.2.1:5060;lr', '<sip:next;lr>', '<sip:bob@phone>'],
      ['sip:bob@phone', ['<sip:next;lr>'], '<sip:next;lr>'],
    ],
    [
      'from a strict router straight to the target',
      ['sip:192.0.2.1:5060;lr', '<sip:bob@phone>'],
      ['sip:bob@phone', [], 'sip:bob@phone'],
    ],
  ])('%s', (_name, [uri = '', ...routes], [onwardUri, onwardRoutes, next]) => {
    expect(wayOnward(routed(uri, ...routes), names)).toMatchObject({
      uri: onwardUri,
      routes: onwardRoutes,
      next,
    });
  });

  test('the flow that our route names is found', () => {
    const way = wayOnward(routed('sip:bob@phone', '<sip:f7-abc@192.0.2.1:5060;lr>'), names);
    expect(way?.flowToken).toBe('f7-abc');
  });

  test('a route of somebody else, or a Request-URI that is our Contact, is none of ours', () => {
    expect(wayOnward(routed('sip:bob@phone', '<sip:other;lr>'), names)).toBeNull();
    expect(wayOnward(routed('sip:bob@192.0.2.1:5060', '<sip:other;lr>'), names)).toBeNull();
  });
});

describe('a request that must not be forwarded', () => {
  const loops = new LoopDetection();
  const refusal = (request: ReturnType<typeof requestOf>): number | undefined =>
    proxyRefusal(request, loops, loops.markOf(request))?.status;

  test('because it has come too far: 483', () => {
    const request = requestOf('INVITE');
    request.headers.set('Max-Forwards', '0');
    expect(refusal(request)).toBe(483);
  });

  test('because it asks for what we do not know: 420 with its name', () => {
    const request = requestOf('INVITE');
    request.headers.append('Proxy-Require', 'hop-by-hop-magic');
    expect(proxyRefusal(request, loops, '.x')).toMatchObject({
      status: 420,
      headers: [['Unsupported', 'hop-by-hop-magic']],
    });
  });

  test('because it was here before: 482; a spiral with another Request-URI may pass (RFC 5393)', () => {
    const request = requestOf('INVITE');
    const mark = loops.markOf(request);
    expect(mark).toMatch(/^\.-?\d+\.-?\d+\.$/);
    request.headers.append('Via', `SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKabc${mark}`);
    expect(refusal(request)).toBe(482);
    request.uri = 'sip:carol@example.com';
    expect(refusal(request)).toBeUndefined();
  });

  test('because its breadth is used up: 440', () => {
    const request = requestOf('INVITE');
    request.headers.append('Max-Breadth', '0');
    expect(refusal(request)).toBe(440);
    request.headers.set('Max-Breadth', '1000000');
    expect(breadthOf(request)).toBe(60);
  });

  test('the marks of two processes differ, those of two requests too', () => {
    const [one, other] = [requestOf('INVITE'), requestOf('INVITE', { cseq: '2 INVITE' })];
    expect(loops.markOf(one)).toBe(loops.markOf(requestOf('INVITE')));
    expect(loops.markOf(one)).not.toBe(loops.markOf(other));
    expect(loops.markOf(one)).not.toBe(new LoopDetection().markOf(one));
  });
});
