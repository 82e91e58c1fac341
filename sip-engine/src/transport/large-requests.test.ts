import { describe, expect, test } from 'vitest';
import { FakeFlow } from '../transaction/fake-network.ts';
import type { Target } from './flow.ts';
import { LargeRequests } from './large-requests.ts';

function setUp(peer: 'accepts' | 'refuses', canConnect = true) {
  const clock = { nowMs: 0 };
  const asked: Target[] = [];
  const tcp = new FakeFlow('tcp');
  const requests = new LargeRequests({
    canConnect: () => canConnect,
    connect: async (target) => {
      asked.push(target);
      if (peer === 'refuses') throw new Error('refused');
      return tcp;
    },
    now: () => clock.nowMs,
  });
  return { clock, asked, tcp, requests, udp: new FakeFlow('udp') };
}

describe('a request larger than 1300 octets', () => {
  test.each([
    ['udp', '198.51.100.7', 1300, false],
    ['udp', '198.51.100.7', 1301, true],
    ['udp', '127.0.0.1', 40_000, false],
    ['udp', '::1', 65_337, true],
    ['tcp', '198.51.100.7', 40_000, false],
  ] as const)('over %s to %s, with %i octets: %s', (protocol, remoteAddress, bytes, expected) => {
    const flow = Object.assign(new FakeFlow(protocol), { remoteAddress });
    expect(setUp('accepts').requests.isTooLarge(flow, bytes)).toBe(expected);
  });

  test('goes by TCP to the same address and port', async () => {
    const { requests, udp, tcp, asked } = setUp('accepts');
    expect(await requests.flowFor(udp)).toBe(tcp);
    expect(asked).toEqual([{ protocol: 'tcp', address: '198.51.100.7', port: 5070 }]);
    expect(requests.counts).toEqual({ tcp: 1, udp: 0 });
  });

  test('goes by UDP when TCP is refused, and for an hour without asking again', async () => {
    const { requests, udp, asked, clock } = setUp('refuses');
    expect(await requests.flowFor(udp)).toBe(udp);
    expect(await requests.flowFor(udp)).toBe(udp);
    expect(asked).toHaveLength(1);
    clock.nowMs = 3_600_000;
    expect(await requests.flowFor(udp)).toBe(udp);
    expect(asked).toHaveLength(2);
    expect(requests.counts).toEqual({ tcp: 0, udp: 3 });
  });

  test('goes by UDP when we have no TCP ourselves', async () => {
    const { requests, udp, asked } = setUp('accepts', false);
    expect(await requests.flowFor(udp)).toBe(udp);
    expect(asked).toEqual([]);
  });
});
