import type { RoutingRule, RoutingRuleSettings, RuleAction, RuleConditions } from '@tandem/api-types/routing';
import {
  type DestinationValues,
  destinationValues,
  localDestinationOf,
  noDestination,
} from '../parts/destination-fields.tsx';
import type { Hours } from '../parts/hours-fields.tsx';

export type ActionKind = RuleAction['kind'];

export interface RuleTrunkValues {
  trunkId: string;
  stripDigits: number;
  prepend: string;
}

/** What the form holds: the fields of every kind of action, whichever is chosen. */
export interface RuleValues extends Record<string, unknown> {
  name: string;
  enabled: boolean;
  /** Of a new rule: the id of the one that is asked after it, or `first` or `last`. */
  before: string;
  when: Omit<RuleConditions, 'hours'> & { hours: Hours[] };
  rewrite: RoutingRuleSettings['rewrite'];
  action: {
    kind: ActionKind;
    trunks: RuleTrunkValues[];
    order: 'listed' | 'cheapest';
    routesMax: number;
    destination: DestinationValues;
    why: string;
  };
}

export const noTrunk: RuleTrunkValues = { trunkId: '', stripDigits: 0, prepend: '' };

export const newRule: RuleValues = {
  name: '',
  enabled: true,
  before: 'last',
  when: {
    prefixes: [],
    digitsMin: null,
    digitsMax: null,
    pattern: null,
    callers: [],
    arrivesBy: [],
    hours: [],
    holidays: 'any',
  },
  rewrite: { form: 'international', stripDigits: 0, prepend: '' },
  action: {
    kind: 'trunks',
    trunks: [noTrunk],
    order: 'listed',
    routesMax: 3,
    destination: noDestination,
    why: '',
  },
};

export function valuesOf({ name, enabled, when, rewrite, action }: RoutingRule): RuleValues {
  const chosen = newRule.action;
  const before = newRule.before;
  return { name, enabled, before, when, rewrite, action: { ...chosen, ...actionValues(action) } };
}

function actionValues(action: RuleAction): Partial<RuleValues['action']> {
  return action.kind === 'destination'
    ? { kind: action.kind, destination: destinationValues(action.destination) }
    : action;
}

export function settingsOf({ name, enabled, when, rewrite, action }: RuleValues): RoutingRuleSettings {
  return { name, enabled, when, rewrite, action: actionOf(action) };
}

function actionOf({ kind, trunks, order, routesMax, destination, why }: RuleValues['action']): RuleAction {
  switch (kind) {
    case 'trunks':
      return { kind, trunks, order, routesMax };
    case 'destination':
      return { kind, destination: localDestinationOf(destination) };
    case 'internal':
      return { kind };
    case 'refuse':
      return { kind, why };
  }
}
