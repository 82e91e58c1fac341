import { describe, expect, it } from 'vitest';
import { type GatewayHealth, observe, unknownHealth } from './gateway-health.ts';
import { orderGateways } from './gateway-order.ts';

const policy = { downAfter: 3, upAfter: 2 };
const after = (...statuses: (number | null)[]): GatewayHealth =>
  statuses.reduce<GatewayHealth>(
    (health, status, index) => observe(health, { status, roundTripMs: 5, atMs: index }, policy),
    unknownHealth,
  );

describe('a gateway', () => {
  it.each([
    [[200], 'up'],
    [[200, null, null], 'up'],
    [[200, null, null, null], 'down'],
    [[null, null], 'unknown'],
    [[200, 503, 408, 504], 'down'],
    [[null, null, null, 200], 'down'],
    [[null, null, null, 200, 200], 'up'],
    [[null, null, null, 200, null, 200], 'down'],
    [[405], 'up'],
    [[404, 403, 401], 'up'],
  ] as const)('that answered %j is %s', (statuses, state) => {
    expect(after(...statuses).state).toBe(state);
  });

  it('says in a sentence what it did', () => {
    expect(after(200).reason).toBe('It answers.');
    expect(after(200, null).reason).toMatch(/up, but it did not answer/);
    expect(after(null, null, null).reason).toBe('Asked 3 times, it did not answer.');
    expect(after(null, null, null, 200).reason).toMatch(/1 of 2 times/);
    expect(after(503).reason).toBe('Asked once, it answered 503.');
  });
});

describe('the order of gateways', () => {
  const gateway = (name: string, priority: number, weight: number, state: GatewayHealth['state'] = 'up') => ({
    name,
    gateway: name,
    priority,
    weight,
    state,
  });
  const namesOf = (gateways: readonly { name: string }[]): string =>
    gateways.map(({ name }) => name).join('');

  it('is that of their priority, and those that are down come last', () => {
    const all = [
      gateway('c', 20, 1),
      gateway('a', 10, 1, 'down'),
      gateway('b', 10, 1),
      gateway('d', 30, 1, 'unknown'),
    ];
    expect(namesOf(orderGateways(all, () => 0.5))).toBe('bcda');
  });

  it('shares calls by weight', () => {
    const all = [gateway('a', 10, 3), gateway('b', 10, 1), gateway('z', 10, 0)];
    const first = { a: 0, b: 0, z: 0 };
    for (let call = 0; call < 4000; call += 1) {
      const name = orderGateways(all, () => (call + 0.5) / 4000)[0]?.name;
      if (name === 'a' || name === 'b' || name === 'z') first[name] += 1;
    }
    expect(first).toEqual({ a: 3000, b: 1000, z: 0 });
    expect(orderGateways(all, () => 0)).toHaveLength(3);
  });

  it('keeps the addresses of one gateway in the order of its own SRV records, however the draw goes', () => {
    const of = (gateway: string, name: string, state: GatewayHealth['state'] = 'up') => ({
      name,
      gateway,
      priority: 10,
      weight: 1,
      state,
    });
    const all = [of('many', 'a'), of('many', 'b'), of('one', 'z'), of('many', 'c')];
    const orders = [0, 0.25, 0.5, 0.75, 0.99].map((draw) => namesOf(orderGateways(all, () => draw)));
    expect(new Set(orders)).toEqual(new Set(['abcz', 'zabc']));
    const oneDown = [of('many', 'a', 'down'), of('many', 'b')];
    expect(namesOf(orderGateways(oneDown, () => 0.5))).toBe('ba');
  });

  it('of none is none', () => expect(orderGateways([], Math.random)).toEqual([]));
});
