import { type RoutingRule, routingRule, routingRuleSettings } from '@tandem/api-types/routing';
import { expect, test } from 'vitest';
import { newRule, settingsOf, valuesOf } from './rule-values.ts';

const rule = (action: object): RoutingRule =>
  routingRule.parse({ id: 'a', version: 3, name: 'Berlin', when: { prefixes: ['+4930'] }, action });

test.each([
  [
    {
      kind: 'trunks',
      trunks: [{ trunkId: 'carrier', stripDigits: 1, prepend: '0' }],
      order: 'cheapest',
      routesMax: 2,
    },
  ],
  [{ kind: 'destination', destination: { kind: 'user', username: 'bob' } }],
  [{ kind: 'destination', destination: { kind: 'ring-group', ringGroup: 'sales' } }],
  [{ kind: 'internal' }],
  [{ kind: 'refuse', why: 'too expensive' }],
])('a rule that was read into the form is written as it was: %j', (action) => {
  const { id: _, version: __, ...settings } = rule(action);
  expect(settingsOf(valuesOf(rule(action)))).toEqual(settings);
});

test('an empty form is no rule: a name and a trunk are missing', () => {
  const { error } = routingRuleSettings.safeParse(settingsOf(newRule));
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['name', 'action.trunks.0.trunkId']);
});
