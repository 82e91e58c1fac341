import { expect, it } from 'vitest';
import { sourceKey } from './source-address.ts';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['[2001:db8:0:1::7]', '2001:db8:0:1::/64'],
  ['2001:DB8::1:2:3:4:5', '2001:db8:0:1::/64'],
  ['2001:db8:0:1:ffff:1:2:3', '2001:db8:0:1::/64'],
  ['2001:0db8:0000:0001::1', '2001:db8:0:1::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['nonsense', 'nonsense'],
])('what comes from %s counts under %s', (address, key) => {
  expect(sourceKey(address)).toBe(key);
});
