import { describe, expect, it } from 'vitest';
import { type GatewayHealth, observe, unknownHealth } from './gateway-health.ts';
import { orderGateways, orderRoutes } from './gateway-order.ts';

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
    srv: null,
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

  const server = (priority: number, weight: number) => ({
    host: 'sbc.example',
    port: 5060,
    priority,
    weight,
  });
  const address = (
    name: string,
    gateway: string,
    srv: ReturnType<typeof server> | null,
    state: GatewayHealth['state'] = 'up',
  ) => ({ name, gateway, priority: 10, weight: 1, srv, state });

  it('keeps the addresses of one gateway together, and those of one server in the order found', () => {
    const many = server(10, 1);
    const all = [
      address('a', 'many', many),
      address('b', 'many', many),
      address('z', 'one', null),
      address('c', 'many', many),
    ];
    const orders = [0, 0.25, 0.5, 0.75, 0.99].map((draw) => namesOf(orderGateways(all, () => draw)));
    expect(new Set(orders)).toEqual(new Set(['abcz', 'zabc']));
    const oneDown = [address('a', 'many', many, 'down'), address('b', 'many', many)];
    expect(namesOf(orderGateways(oneDown, () => 0.5))).toBe('ba');
  });

  it('shares the calls of one gateway among its servers by the weights of their SRV records, call by call', () => {
    const all = [
      address('a', 'many', server(1, 1)),
      address('b', 'many', server(1, 3)),
      address('y', 'many', server(1, 0)),
      address('z', 'many', server(2, 65535)),
    ];
    const orders: Record<string, number> = {};
    const calls = 4000;
    for (let call = 0; call < calls; call += 1) {
      const order = namesOf(orderGateways(all, randomBeginningWith((call + 0.5) / calls)));
      orders[order] = (orders[order] ?? 0) + 1;
    }
    expect(orders).toEqual({ abyz: 1000, bayz: 3000 });
  });

  it('takes equals as they come where nothing is drawn, but no server without weight before one with some', () => {
    const all = [
      address('a', 'many', server(2, 1)),
      address('b', 'many', server(1, 0)),
      address('c', 'many', server(1, 1)),
      address('d', 'many', server(1, 3)),
    ];
    expect(namesOf(orderGateways(all, () => 0))).toBe('cdba');
  });

  it('of none is none', () => expect(orderGateways([], Math.random)).toEqual([]));
});

describe('the addresses of a call’s routes', () => {
  /** `a1+ a2- b1?`: the addresses of gateways `a` and `b`, up, down and unknown, as their trunk ranks them. */
  const trunk = (ranked: string, gateways = 'ab') => ({
    gateways: [...gateways],
    addresses: ranked.split(' ').map((each) => ({
      name: each.slice(0, 2),
      gateway: each.slice(0, 1),
      state: ({ '+': 'up', '-': 'down', '?': 'unknown' } as const)[each.slice(2)] ?? 'up',
    })),
  });

  it.each([
    ['go gateway by gateway, as was decided for the call', [trunk('b1+ a1+ b2+ a2+')], 'a1 a2 b1 b2'],
    ['keep their order within a gateway', [trunk('a2+ b1+ a1?')], 'a2 a1 b1'],
    ['that are down come behind those of the next gateway', [trunk('a1+ b1+ a2-')], 'a1 b1 a2'],
    ['that are down come behind those of the next trunk', [trunk('a1+ a2-'), trunk('c1?', 'c')], 'a1 c1 a2'],
    ['that are down keep the order of routes', [trunk('b1- a1-'), trunk('c1- c2+', 'c')], 'c2 a1 b1 c1'],
    ['are all tried when all are down', [trunk('a1- b1-')], 'a1 b1'],
    ['count when nothing is known of them', [trunk('a1- b1?')], 'b1 a1'],
    ['of a gateway that came since come after the others', [trunk('d1+ b1+ a1+')], 'a1 b1 d1'],
    ['of no route are none', [], ''],
  ])('%s', (_sentence, routes, order) => {
    expect(
      orderRoutes(routes)
        .map(({ name }) => name)
        .join(' '),
    ).toBe(order);
  });
});

/** The draw among gateways, of which there is one, and then that of the first server; of the others nothing is at random. */
function randomBeginningWith(drawOfServer: number): () => number {
  const draws = [0, drawOfServer];
  return () => draws.shift() ?? 0;
}
