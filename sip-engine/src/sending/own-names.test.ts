import { expect, test } from 'vitest';
import { OwnNames } from './own-names.ts';

const listener = {
  protocol: 'tls',
  address: '2001:db8::1',
  port: 5061,
  advertisedHost: '[2001:db8::1]',
  advertisedPort: 5061,
} as const;

test.each([
  ['<sip:[2001:db8::1]:5061;transport=tls;lr>', true],
  ['<sips:[2001:DB8:0:0:0:0:0:1];lr>', true],
  ['<sip:[2001:db8:0::1]:5061;transport=tls;lr>', true],
  ['<sip:[2001:db8::1];lr>', false],
  ['<sip:[2001:db8::2]:5061;lr>', false],
])('a route in whichever way its address is written is ours or not: %s', (route, isOurs) => {
  expect(new OwnNames([listener]).ownRoute(route) !== null).toBe(isOurs);
});
