import { describe, expect, it } from 'vitest';
import type { RoutingRequest } from './decision.ts';
import { decided, refusal, routes, sentences } from './testing/decided.ts';
import { type TestRouting, testTrunk } from './testing/test-routing.ts';

const fromCarrier: Partial<RoutingRequest> = {
  caller: { kind: 'trunk', trunkId: 'carrier', number: '+4915111111111' },
};
const anonymous: Partial<RoutingRequest> = { caller: { kind: 'anonymous' } };
const toCarrier = { kind: 'trunks', trunks: [{ trunkId: 'carrier' }] } as const;
const toBoth = { kind: 'trunks', trunks: [{ trunkId: 'carrier' }, { trunkId: 'backup' }] } as const;
const everything = { rules: [{ name: 'out', action: toCarrier }] };
const sales = {
  name: 'sales',
  displayName: 'Sales',
  strategy: 'parallel',
  members: ['alice', 'bob'],
  ringMs: 20_000,
} as const;

describe('a call of one of our users', () => {
  it('to a user goes to that user, before any rule', () => {
    expect(decided('bob', everything, { userExists: true }).outcome).toEqual({
      kind: 'user',
      username: 'bob',
    });
    expect(decided('100', everything, { userExists: true }).outcome).toEqual({
      kind: 'user',
      username: '100',
    });
  });

  it('to nobody is not found', () => expect(refusal(decided('bob', everything))).toBe('not-found'));

  it('to a ring group goes to its members', () =>
    expect(decided('sales', { ringGroups: [sales] }).outcome).toEqual({
      kind: 'ring-group',
      ringGroup: sales,
    }));

  it('to a conference enters it', () =>
    expect(decided('monday', { conferences: [{ name: 'monday', displayName: 'Monday' }] }).outcome).toEqual({
      kind: 'conference',
      conference: 'monday',
    }));

  it('to another domain goes there, unless that is switched off', () => {
    expect(decided('sip:carol@elsewhere.org').outcome).toEqual({
      kind: 'external',
      uri: 'sip:carol@elsewhere.org',
    });
    expect(refusal(decided('sip:carol@elsewhere.org', { externalCallsAllowed: false }))).toBe('not-found');
  });

  it.each([0, -1])('with Max-Forwards %i is a loop', (maxForwards) =>
    expect(refusal(decided('bob', {}, { userExists: true, maxForwards }))).toBe('loop'),
  );

  it('to a number of ours stays in the house', () => {
    const numbers = {
      '+493012345678': { destination: { kind: 'user', username: 'bob' }, trunkId: 'backup' },
    } as const;
    for (const dialled of ['030 12345678', '+493012345678', '004930-12345678']) {
      expect(decided(dialled.replace(' ', ''), { ...everything, numbers }).outcome).toEqual({
        kind: 'user',
        username: 'bob',
      });
    }
  });

  it('to a number goes out in international form, with the gateways in the order to be tried', () => {
    const { outcome, international, country } = decided('03012345678', everything);
    expect(outcome).toEqual({
      kind: 'trunk',
      routes: [
        {
          trunkId: 'carrier',
          number: '+493012345678',
          price: null,
          gateways: [
            { gateway: 'gw1.carrier.example:5060;transport=udp', state: 'up' },
            { gateway: 'gw2.carrier.example:5060;transport=udp', state: 'unknown' },
          ],
        },
      ],
    });
    expect({ international, country }).toEqual({ international: '+493012345678', country: 'DE' });
  });

  it('that no rule takes has no route', () => expect(refusal(decided('03012345678'))).toBe('no-route'));

  it.each([`sip:${'1'.repeat(200)}@example.com`, 'sip:%@example.com', 'mailto:bob@example.com'])(
    'to %.40s is refused',
    (uri) => expect(refusal(decided(uri, everything))).toBe('not-found'),
  );
});

describe('the rules', () => {
  const rules = [
    { name: 'mobile', when: { prefixes: ['+4915', '+4916', '+4917'] }, action: { ...toBoth, routesMax: 1 } },
    { name: 'internal codes', when: { prefixes: ['*'] }, action: { kind: 'refuse', why: 'no such code' } },
    {
      name: 'abroad',
      when: { prefixes: ['00', '+'], callers: ['alice'], pattern: '^\\+(?:1|44)' },
      rewrite: { form: 'digits', prepend: '00' },
      action: toBoth,
    },
    {
      name: 'home',
      when: { prefixes: ['+49'], digitsMin: 9, digitsMax: 14 },
      rewrite: { form: 'national', stripDigits: 1, prepend: '9' },
      action: { kind: 'trunks', trunks: [{ trunkId: 'backup', stripDigits: 1, prepend: '77' }] },
    },
  ] as const;

  it('are asked in order, and each that was asked says why it did not fit', () => {
    const decision = decided('03012345678', { rules });
    expect(routes(decision)).toEqual(['backup 773012345678']);
    expect(sentences(decision)).toEqual([
      '03012345678 is +493012345678 (DE), as dialled in DE.',
      'Rule “mobile”: the number does not begin with +4915, +4916, +4917.',
      'Rule “internal codes”: the number does not begin with *.',
      'Rule “abroad”: the pattern ^\\+(?:1|44) does not fit.',
      'Rule “home” fits.',
      'The number becomes 93012345678.',
      'Route 1: 773012345678 by the trunk backup, to gw1.backup.example:5060;transport=udp, then gw2.backup.example:5060;transport=udp.',
    ]);
  });

  it('take a number by its prefix, its pattern and who calls', () => {
    expect(routes(decided('015112345678', { rules }))).toEqual(['carrier +4915112345678']);
    expect(routes(decided('0014155552671', { rules }))).toEqual([
      'carrier 0014155552671',
      'backup 0014155552671',
    ]);
    expect(refusal(decided('0014155552671', { rules }, { caller: { kind: 'user', username: 'bob' } }))).toBe(
      'no-route',
    );
    expect(refusal(decided('*97', { rules }))).toBe('rule-refused');
  });

  it('do not take a number that is too short or too long', () => {
    expect(refusal(decided('+4930123', { rules }))).toBe('no-route');
    expect(
      refusal(
        decided('+49301234567890', { rules: [{ name: 'x', when: { digitsMax: 13 }, action: toCarrier }] }),
      ),
    ).toBe('no-route');
  });

  it.each([
    ['2026-11-25T07:59:00+01:00', 'backup'],
    ['2026-11-25T08:00:00+01:00', 'carrier'],
    ['2026-11-25T17:59:00+01:00', 'carrier'],
    ['2026-11-25T18:00:00+01:00', 'backup'],
    ['2026-11-28T12:00:00+01:00', 'backup'],
    ['2026-11-27T23:00:00+01:00', 'carrier'],
    ['2026-11-28T01:59:00+01:00', 'carrier'],
    ['2026-12-25T12:00:00+01:00', 'backup'],
    ['2027-07-14T08:30:00+02:00', 'carrier'],
  ])('hold at their hours by the wall clock and not on holidays: %s by %s', (at, trunkId) => {
    const timed: TestRouting = {
      settings: { holidays: [{ date: '12-25' }, { date: '2026-01-01' }] },
      rules: [
        {
          name: 'office hours',
          when: {
            hours: [
              { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' },
              { days: [5], from: '22:00', to: '02:00' },
            ],
            holidays: 'never',
          },
          action: toCarrier,
        },
        { name: 'else', action: { kind: 'trunks', trunks: [{ trunkId: 'backup' }] } },
      ],
    };
    expect(routes(decided('03012345678', timed, { nowMs: Date.parse(at) }))).toEqual([
      `${trunkId} +493012345678`,
    ]);
  });

  it('give the call to the next rule when none of their trunks can be used', () => {
    const trunks = [testTrunk('carrier', { unusable: () => 'it is switched off' }), testTrunk('backup')];
    const two = [
      { name: 'first', action: toCarrier },
      { name: 'second', action: toBoth },
    ];
    const decision = decided('03012345678', { rules: two, trunks });
    expect(routes(decision)).toEqual(['backup +493012345678']);
    expect(sentences(decision)).toContain('The trunk carrier is left out: it is switched off.');
    const [first] = two;
    expect(refusal(decided('03012345678', { rules: first ? [first] : [], trunks }))).toBe('no-trunk-usable');
  });

  it('leave out a trunk that is gone or has no gateway', () => {
    const trunks = [testTrunk('backup', { gateways: () => [] })];
    expect(refusal(decided('03012345678', { rules: [{ name: 'x', action: toBoth }], trunks }))).toBe(
      'no-trunk-usable',
    );
  });
});

describe('emergency numbers', () => {
  const full = testTrunk('carrier', { unusable: (_nowMs, emergency) => (emergency ? null : 'it is full') });
  const strict: TestRouting = {
    settings: { emergencyNumbers: ['110', '112'], blocked: [{ prefix: '+49110' }], newCountries: 'refuse' },
    rules: [{ name: 'out', when: { prefixes: ['+'] }, action: toCarrier }],
    trunks: [full],
    limits: {
      callerRefusal: () => 'alice has used all minutes',
      trunkRefusal: () => 'it has spent everything',
      isFirstTo: () => true,
    },
  };

  it('pass every limit, and go out by any trunk when nothing says by which', () => {
    const decision = decided('112', strict, { userExists: true });
    expect(routes(decision)).toEqual(['carrier 112']);
    expect(decision.emergency).toBe(true);
    expect(refusal(decided('03012345678', strict))).toBe('limit-reached');
  });

  it('go out by the trunks that are meant for them', () => {
    const settings = { emergencyNumbers: ['112'], emergencyTrunkIds: ['backup', 'carrier'] };
    expect(routes(decided('112', { settings }))).toEqual(['backup 112', 'carrier 112']);
  });

  it('go out as a rule writes them', () => {
    const rules = [
      { name: '112', when: { prefixes: ['112'] }, rewrite: { prepend: '0' }, action: toCarrier },
    ];
    expect(routes(decided('112', { rules }))).toEqual(['carrier 0112']);
  });

  it('are not taken from a trunk, unless its calls may go out', () => {
    expect(refusal(decided('112', everything, fromCarrier))).toBe('not-open');
    const rules = [{ name: 'PBX', when: { arrivesBy: ['carrier'], prefixes: ['+'] }, action: toBoth }];
    expect(routes(decided('112', { rules }, fromCarrier))).toEqual(['backup 112']);
    expect(refusal(decided('112', everything, anonymous))).toBe('not-open');
  });
});

describe('a call that comes in by a trunk', () => {
  const numbers = {
    '+493012345678': { destination: { kind: 'user', username: 'bob' }, trunkId: null },
    '+493012345679': { destination: { kind: 'ring-group', ringGroup: 'sales' }, trunkId: 'backup' },
    '+493012345680': { destination: { kind: 'trunk', trunkId: 'backup', number: null }, trunkId: null },
    '+493012345681': { destination: { kind: 'trunk', trunkId: 'carrier', number: '600' }, trunkId: null },
    '+493012345682': { destination: { kind: 'ring-group', ringGroup: 'gone' }, trunkId: null },
    '+493012345683': { destination: { kind: 'conference', conference: 'gone' }, trunkId: null },
    '+493012345684': { destination: { kind: 'conference', conference: 'monday' }, trunkId: null },
  } as const;
  const conferences = [{ name: 'monday', displayName: 'Monday' }];
  const routing: TestRouting = { ...everything, numbers, ringGroups: [sales], conferences };

  it.each(['+493012345678', '493012345678', '03012345678', 'tel:+49-30-12345678', '004930123456%37%38'])(
    'to our number %s reaches whom it is for',
    (dialled) =>
      expect(decided(dialled, routing, fromCarrier).outcome).toEqual({ kind: 'user', username: 'bob' }),
  );

  it('reaches a number only by the trunk that it belongs to', () => {
    expect(refusal(decided('+493012345679', routing, fromCarrier))).toBe('not-open');
    const fromBackup = { caller: { kind: 'trunk', trunkId: 'backup', number: null } } as const;
    expect(refusal(decided('+493012345679', routing, fromBackup))).toBe('ring-group');
  });

  it('may be for the other trunk, but never goes back where it came from', () => {
    expect(routes(decided('+493012345680', routing, fromCarrier))).toEqual(['backup +493012345680']);
    expect(refusal(decided('+493012345681', routing, fromCarrier))).toBe('no-trunk-usable');
    expect(routes(decided('+493012345681', routing))).toEqual(['carrier 600']);
  });

  it.each(['+493012345682', '+493012345683'])('is not found when its destination is gone: %s', (number) =>
    expect(refusal(decided(number, routing, fromCarrier))).toBe('not-found'),
  );

  it('enters the conference that a number leads to', () => {
    expect(decided('+493012345684', routing, fromCarrier).outcome).toEqual({
      kind: 'conference',
      conference: 'monday',
    });
    expect(refusal(decided('monday', routing, fromCarrier))).toBe('not-open');
  });

  it.each(['bob', 'sales', '0014155552671', '+14155552671', 'sip:carol@elsewhere.org', '600'])(
    'gets no further: %s is refused, so nobody relays through us',
    (dialled) =>
      expect(refusal(decided(dialled, routing, { ...fromCarrier, userExists: true }))).toBe('not-open'),
  );

  it('goes where a rule for its trunk says: out, or to a name in the house', () => {
    const rules = [
      { name: 'out', when: { arrivesBy: ['carrier'], prefixes: ['00'] }, action: toBoth },
      { name: 'house', when: { arrivesBy: ['carrier'] }, action: { kind: 'internal' } },
    ] as const;
    const pbx: TestRouting = { rules, ringGroups: [sales] };
    expect(routes(decided('0014155552671', pbx, fromCarrier))).toEqual(['backup +14155552671']);
    expect(decided('sales', pbx, fromCarrier).outcome.kind).toBe('ring-group');
    expect(decided('100', pbx, { ...fromCarrier, userExists: true }).outcome).toEqual({
      kind: 'user',
      username: '100',
    });
    expect(refusal(decided('nobody', pbx, fromCarrier))).toBe('not-found');
  });
});

describe('a call of somebody who did not sign in', () => {
  const open: TestRouting = {
    ...everything,
    settings: { openToAnyone: { usernames: ['bob'], ringGroups: ['sales'], numbers: ['+493012345678'] } },
    numbers: { '+493012345678': { destination: { kind: 'user', username: 'carol' }, trunkId: null } },
    ringGroups: [sales],
  };

  it.each([
    ['bob', 'user'],
    ['sales', 'ring-group'],
    ['03012345678', 'user'],
    ['alice', 'not-open'],
    ['0014155552671', 'not-open'],
    ['112', 'not-open'],
    ['sip:carol@elsewhere.org', 'not-open'],
  ])('to %s: %s', (dialled, result) =>
    expect(refusal(decided(dialled, open, { ...anonymous, userExists: true }))).toBe(result),
  );

  it('reaches nothing when the admin opened nothing', () =>
    expect(refusal(decided('bob', everything, { ...anonymous, userExists: true }))).toBe('not-open'));
});
