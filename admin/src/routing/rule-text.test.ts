import { routingRuleSettings } from '@tandem/api-types/routing';
import { expect, test } from 'vitest';
import { english } from '../text/catalogue.ts';
import { englishForms } from '../text/form-text.ts';
import { ruleText } from './rule-text.ts';

const toCarrier = { kind: 'trunks', trunks: [{ trunkId: 'carrier' }, { trunkId: 'backup' }] };
const textOf = (rule: object) =>
  ruleText(routingRuleSettings.parse({ name: 'x', action: toCarrier, ...rule }), {
    ...english,
    ...englishForms,
  });

test.each([
  [{}, 'every number → carrier, backup'],
  [
    { when: { prefixes: ['+49', '+43'], callers: ['alice'] } },
    'begins with +49, +43, alice calls → carrier, backup',
  ],
  [{ when: { prefixes: ['1', '2', '3', '4', '5'] } }, 'begins with 1, 2, 3, 4 … (5) → carrier, backup'],
  [{ when: { digitsMin: 3, digitsMax: 3 } }, '3 digits → carrier, backup'],
  [{ when: { digitsMin: 8 } }, '8 digits or more → carrier, backup'],
  [{ when: { digitsMax: 4 } }, '4 digits at most → carrier, backup'],
  [
    { when: { hours: [{ days: [1], from: '08:00', to: '18:00' }], holidays: 'never' } },
    'at certain hours, not on holidays → carrier, backup',
  ],
  [{ action: { ...toCarrier, order: 'cheapest' } }, 'every number → the cheapest of carrier, backup'],
  [
    { when: { arrivesBy: ['pbx'] }, action: { kind: 'internal' } },
    'comes in by pbx → whoever has the dialled name',
  ],
  [
    { action: { kind: 'destination', destination: { kind: 'ring-group', ringGroup: 'sales' } } },
    'every number → ring group sales',
  ],
  [{ action: { kind: 'refuse', why: 'too expensive' } }, 'every number → refused: too expensive'],
])('the rule %j is told in a line', (rule, text) => expect(textOf(rule)).toBe(text));
