import { describe, expect, test } from 'vitest';
import { type AdvertisedOptions, BoundAddress, bestFor } from './bound-address.ts';

const at = (address: string, port: number, options: AdvertisedOptions = {}) => ({
  bound: new BoundAddress('udp', address, port, options),
});

describe('a listener behind a 1:1 NAT', () => {
  const { bound } = at('10.0.0.5', 5060, {
    advertisedHost: '203.0.113.7',
    advertisedPort: 15_060,
    localNetworks: ['10.0.0.0/8', 'fd00::/8'],
  });

  test.each([
    ['198.51.100.9', '203.0.113.7', 15_060],
    ['10.200.1.1', '10.0.0.5', 5060],
  ])('is known to %s as %s:%i', (remote, advertisedHost, advertisedPort) => {
    expect(bound.listenerFor(remote)).toMatchObject({ advertisedHost, advertisedPort, address: '10.0.0.5' });
    expect(bound.is(bound.listenerFor(remote))).toBe(true);
  });
});

test('an IPv6 address is advertised in brackets', () => {
  expect(at('::1', 5060, { advertisedHost: '2001:db8::7' }).bound.outside.advertisedHost).toBe(
    '[2001:db8::7]',
  );
});

test.each(['10.0.0.0', '10.0.0.0/33', 'lan/8', '10.0.0.0/8/8', '10.0.0.0/-1', '::/129'])(
  '%s is not a network',
  (network) => {
    expect(() => at('10.0.0.5', 5060, { localNetworks: [network] })).toThrow(
      `not a network (address/bits): ${network}`,
    );
  },
);

describe('of several listeners', () => {
  const inside = at('10.0.0.5', 5060);
  const outside = at('10.0.0.5', 5080, { advertisedHost: '203.0.113.7' });
  const loopback = at('127.0.0.1', 5060);
  const ipv6 = at('2001:db8::5', 5060);
  const vpn = at('10.0.0.5', 5070, { advertisedHost: '203.0.113.8', localNetworks: ['192.168.7.0/24'] });

  test.each([
    ['a public peer', '198.51.100.9', outside],
    ['a private peer', '172.16.4.4', inside],
    ['a peer of this machine', '127.0.0.1', loopback],
    ['an IPv6 peer', '2001:db8::99', ipv6],
    ['a peer in the network that one of them names', '192.168.7.9', vpn],
  ])('%s gets the one that suits it', (_who, remote, expected) => {
    for (const order of [
      [loopback, inside, outside, vpn, ipv6],
      [ipv6, vpn, outside, inside, loopback],
    ]) {
      const wanted = expected === outside && order[1] === vpn ? vpn : expected;
      expect(bestFor(order, remote)).toBe(wanted);
    }
  });

  test('none is found for a family that nobody listens on', () => {
    expect(bestFor([inside, outside], '2001:db8::99')).toBeUndefined();
  });
});
