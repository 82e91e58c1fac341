import { expect, it } from 'vitest';
import { networkSet, parseNetwork } from './network.ts';

it.each(['192.0.2.0/24', '192.0.2.7', '2001:db8::/32', '::1'])('%s is a network', (text) => {
  expect(parseNetwork(text)).not.toBeNull();
});

it.each(['', 'carrier.example', '192.0.2.0/33', '192.0.2.0/', '192.0.2.0/a', '2001:db8::/129'])(
  '"%s" is none',
  (text) => expect(parseNetwork(text)).toBeNull(),
);

it('knows who is in it, however the address is written', () => {
  const networks = ['192.0.2.0/24', '2001:db8::/32'].flatMap((text) => parseNetwork(text) ?? []);
  const set = networkSet(networks);
  expect(['192.0.2.200', '::ffff:192.0.2.1', '[2001:db8::1]'].map((address) => set.has(address))).toEqual([
    true,
    true,
    true,
  ]);
  expect(['192.0.3.1', '2001:db9::1', 'carrier.example'].map((address) => set.has(address))).toEqual([
    false,
    false,
    false,
  ]);
});
