import { describe, expect, it } from 'vitest';
import { createDomains } from '../domains.ts';
import { type DialTarget, dialTarget } from './dial-target.ts';

const domains = createDomains(['example.com', 'tandem.local'], () => ['localhost', '192.168.1.5', 'fd00::5']);
const dialled = (requestUri: string, externalCallsAllowed = true, maxForwards?: number): DialTarget =>
  dialTarget({ requestUri, maxForwards }, { domains, externalCallsAllowed });

const bob: DialTarget = { kind: 'user', username: 'bob' };
const notFound: DialTarget = { kind: 'not-found' };

describe('a dialled address', () => {
  it.each([
    ['sip:bob@example.com', bob],
    ['sip:BOB@Example.COM', bob],
    ['sips:bob@tandem.local', bob],
    ['sip:bob@192.168.1.5:5060;transport=tcp', bob],
    ['sip:bob@[fd00::5]', bob],
    ['sip:b%6fb@example.com', bob],
    ['sip:bob;phone-context=x@example.com', bob],
    ['sip:bob:secret@example.com', bob],
    ['sip:100@example.com', { kind: 'user', username: '100' }],
    ['sip:1-00@example.com;user=phone', { kind: 'user', username: '100' }],
    ['tel:100', { kind: 'user', username: '100' }],
    ['tel:+49-30-1234', { kind: 'user', username: '49301234' }],
    ['sip:example.com', notFound],
    ['sip:bob%00@example.com', notFound],
    ['sip:%@example.com', notFound],
    ['sip:*97@example.com', notFound],
    ['mailto:bob@example.com', notFound],
    ['nonsense', notFound],
  ])('%s is %j', (uri, target) => expect(dialled(uri)).toEqual(target));

  it.each([
    ['sip:carol@elsewhere.org', 'sip:carol@elsewhere.org'],
    [
      'sip:carol:pw@elsewhere.org:5070;transport=tcp?Route=evil',
      'sip:carol@elsewhere.org:5070;transport=tcp',
    ],
  ])('%s of another domain is called there', (uri, called) =>
    expect(dialled(uri)).toEqual({ kind: 'external', uri: called }),
  );

  it('of another domain is not found when our users may not call other domains', () =>
    expect(dialled('sip:carol@elsewhere.org', false)).toEqual(notFound));

  it.each([0, -1])('with Max-Forwards %i is a loop', (hops) =>
    expect(dialled('sip:bob@example.com', true, hops)).toEqual({ kind: 'loop' }),
  );

  it('with one hop left is called', () => expect(dialled('sip:bob@example.com', true, 1)).toEqual(bob));
});
