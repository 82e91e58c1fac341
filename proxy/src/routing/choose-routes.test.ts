import { describe, expect, it } from 'vitest';
import type { Decision, RoutableGateway } from './decision.ts';
import { decided, routes, sentences } from './testing/decided.ts';
import { testTrunk } from './testing/test-routing.ts';

describe('least cost', () => {
  const line = (prefix: string, cents: number) => ({
    prefix,
    perMinuteMicros: cents * 10_000,
    setUpMicros: 0,
    firstSeconds: 60,
    stepSeconds: 60,
  });
  const rates = [
    { trunkIds: ['carrier'], lines: [line('49', 1), line('4915', 9)] },
    { trunkIds: ['backup'], lines: [line('49', 2)] },
  ];
  const trunks = ['free', 'carrier', 'backup'].map((id) => testTrunk(id));
  const rules = [
    {
      name: 'cheapest',
      action: {
        kind: 'trunks',
        trunks: trunks.map(({ id }) => ({ trunkId: id })),
        order: 'cheapest',
        routesMax: 2,
      },
    },
  ] as const;

  it('tries the cheapest trunk by the longest prefix first, and as many as the rule says', () => {
    expect(routes(decided('03012345678', { rules, rates, trunks }))).toEqual([
      'carrier +493012345678',
      'backup +493012345678',
    ]);
    const mobile = decided('015112345678', { rules, rates, trunks });
    expect(routes(mobile)).toEqual(['backup +4915112345678', 'carrier +4915112345678']);
    expect(sentences(mobile)).toContain('The trunk backup charges 0.02 EUR a minute.');
  });

  it('tries trunks of equal price as they are listed, whichever table says the price', () => {
    const equal = [
      { trunkIds: ['free', 'backup'], lines: [line('49', 2)] },
      { trunkIds: ['carrier'], lines: [line('49', 2)] },
    ];
    expect(routes(decided('03012345678', { rules, rates: equal, trunks }))).toEqual([
      'free +493012345678',
      'carrier +493012345678',
    ]);
  });

  it('puts trunks without a price last', () =>
    expect(routes(decided('0014155552671', { rules, rates, trunks }))).toEqual([
      'free +14155552671',
      'carrier +14155552671',
    ]));
});

describe('trunks whose gateways do not answer', () => {
  const trunkOf = (id: string, ...states: RoutableGateway['state'][]) =>
    testTrunk(id, {
      gateways: () => states.map((state, index) => ({ gateway: `gw${index + 1}.${id}`, state })),
    });
  const routed = (trunks: ReturnType<typeof trunkOf>[], routesMax = 3) =>
    decided('03012345678', {
      trunks,
      rules: [
        {
          name: 'out',
          action: { kind: 'trunks', trunks: trunks.map(({ id }) => ({ trunkId: id })), routesMax },
        },
      ],
    });
  const order = (decision: Decision) =>
    decision.outcome.kind === 'trunk' ? decision.outcome.routes.map(({ trunkId }) => trunkId) : [];

  it.each([
    ['come behind those that work', [trunkOf('a', 'down'), trunkOf('b', 'up')], 3, ['b', 'a']],
    ['keep their order', [trunkOf('a', 'down'), trunkOf('b', 'down')], 3, ['a', 'b']],
    ['take nobody’s place', [trunkOf('a', 'down'), trunkOf('b', 'up'), trunkOf('c', 'up')], 2, ['b', 'c']],
    ['are tried when places are left', [trunkOf('a', 'down'), trunkOf('b', 'up')], 2, ['b', 'a']],
    [
      'keep their place with one gateway left',
      [trunkOf('a', 'up', 'down'), trunkOf('b', 'up')],
      2,
      ['a', 'b'],
    ],
    ['keep their place before they were asked', [trunkOf('a', 'unknown'), trunkOf('b', 'up')], 2, ['a', 'b']],
  ] as const)('%s', (_sentence, trunks, routesMax, expected) => {
    expect(order(routed([...trunks], routesMax))).toEqual(expected);
  });

  it('are said to be last, or like all others', () => {
    expect(sentences(routed([trunkOf('a', 'down')])).at(-1)).toMatch(/It is down, as every other is\.$/);
    expect(sentences(routed([trunkOf('a', 'down', 'down'), trunkOf('b', 'up')])).slice(-2)).toEqual([
      'Route 1: +493012345678 by the trunk b, to gw1.b.',
      'Route 2: +493012345678 by the trunk a, to gw1.a, then gw2.a. It is down, so it comes last.',
    ]);
  });

  it('are looked at no further than for a working one among a thousand, and the record stays short', () => {
    const gone = Array.from({ length: 999 }, (_, index) => trunkOf(`trunk-${index}`, 'down'));
    const all = routed(gone);
    expect(order(all)).toEqual(['trunk-0', 'trunk-1', 'trunk-2']);
    expect(all.steps.length).toBeLessThan(10);
    expect(order(routed([...gone, trunkOf('last', 'up')]))).toEqual(['last', 'trunk-0', 'trunk-1']);
  });
});

it('names twenty of the trunks that are left out, and counts the others', () => {
  const trunks = Array.from({ length: 1000 }, (_, index) =>
    testTrunk(`trunk-${index}`, { unusable: () => 'it is switched off' }),
  );
  const action = { kind: 'trunks', trunks: trunks.map(({ id }) => ({ trunkId: id })) } as const;
  const decision = decided('03012345678', { trunks, rules: [{ name: 'out', action }] });
  const leftOut = decision.steps.filter(({ kind }) => kind === 'trunk-left-out');
  expect(leftOut.map(({ sentence }) => sentence)).toEqual([
    ...Array.from({ length: 20 }, (_, at) => `The trunk trunk-${at} is left out: it is switched off.`),
    '980 more trunks are left out.',
  ]);
});
