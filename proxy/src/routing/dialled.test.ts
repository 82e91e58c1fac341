import { describe, expect, it } from 'vitest';
import { createDomains } from '../domains.ts';
import { dialledName, readDialled } from './dialled.ts';

const domains = createDomains(['example.com', 'tandem.local'], () => ['localhost', '192.168.1.5', 'fd00::5']);
const local = (name: string | null, number: string | null = null) => ({ kind: 'local', name, number });
const unreadable = { kind: 'unreadable', why: expect.any(String) };

describe('a dialled address', () => {
  it.each([
    ['sip:bob@example.com', local('bob')],
    ['sip:BOB@Example.COM', local('bob')],
    ['sips:bob@tandem.local', local('bob')],
    ['sip:bob@192.168.1.5:5060;transport=tcp', local('bob')],
    ['sip:bob@[fd00::5]', local('bob')],
    ['sip:b%6fb@example.com', local('bob')],
    ['sip:bob;phone-context=x@example.com', local('bob')],
    ['sip:bob:secret@example.com', local('bob')],
    ['sip:100@example.com', local('100', '100')],
    ['sip:1-00@example.com;user=phone', local('100', '100')],
    ['sip:+49-30-1234@example.com', local(null, '+49301234')],
    ['sip:%2B49301234@example.com', local(null, '+49301234')],
    ['sip:*97@example.com', local(null, '*97')],
    ['tel:100', local('100', '100')],
    ['tel:+49-30-1234', local('49301234', '+49301234')],
    ['tel:1234;phone-context=+4930', local('1234', '+49301234')],
    ['tel:1234;phone-context=example.com', local('1234', '1234')],
    ['sip:1234;phone-context=+49-30@example.com;user=phone', local('1234', '+49301234')],
    ['sip:example.com', local(null)],
    ['sip:bob%00@example.com', local(null)],
    [`sip:${'1'.repeat(32)}@example.com`, local('1'.repeat(32), '1'.repeat(32))],
    [`sip:${'1'.repeat(200)}@example.com`, unreadable],
    [`tel:+${'1'.repeat(200)}`, unreadable],
    ['sip:%@example.com', unreadable],
    ['mailto:bob@example.com', unreadable],
    ['nonsense', unreadable],
  ])('%s is %j', (uri, expected) => expect(readDialled(uri, domains)).toEqual(expected));

  it.each([
    ['sip:carol@elsewhere.org', 'sip:carol@elsewhere.org'],
    [
      'sip:carol:pw@elsewhere.org:5070;transport=tcp?Route=evil',
      'sip:carol@elsewhere.org:5070;transport=tcp',
    ],
  ])('%s of another domain is without what could smuggle headers', (uri, called) =>
    expect(readDialled(uri, domains)).toEqual({ kind: 'external', uri: called }),
  );

  it('names the account that may be meant', () => {
    expect(dialledName('sip:Bob@example.com', domains)).toBe('bob');
    expect(dialledName('sip:bob@elsewhere.org', domains)).toBeNull();
    expect(dialledName('sip:+4930@example.com', domains)).toBeNull();
  });
});
