import { conferenceSettings } from '@tandem/api-types/conferences';
import {
  type RoutingRule,
  type RoutingSettings,
  routingRuleSettings,
  routingSettings,
} from '@tandem/api-types/routing';
import type { z } from 'zod';
import { createDomains } from '../../domains.ts';
import { createRateBook, pricedTable, type RateLine } from '../../rates/rate-book.ts';
import type { RoutableTrunk, RoutedRingGroup, RoutingRequest } from '../decision.ts';
import {
  type CallLimits,
  createRoutingPlan,
  type RoutableTrunks,
  type RoutedNumber,
  type RoutingSnapshot,
} from '../routing-snapshot.ts';

/** Wednesday, noon in Berlin. */
export const NOON_MS = Date.parse('2026-11-25T12:00:00+01:00');

/** A trunk with two gateways that can be used. */
export function testTrunk(id: string, changes: Partial<RoutableTrunk> = {}): RoutableTrunk {
  const trunk: RoutableTrunk = {
    id,
    name: `Trunk ${id}`,
    unusable: () => null,
    isDown: () => {
      const gateways = trunk.gateways();
      return gateways.length > 0 && gateways.every(({ state }) => state === 'down');
    },
    gateways: () => [
      { gateway: `gw1.${id}.example:5060;transport=udp`, state: 'up' },
      { gateway: `gw2.${id}.example:5060;transport=udp`, state: 'unknown' },
    ],
    ...changes,
  };
  return trunk;
}

export const trunksOf = (...trunks: RoutableTrunk[]): RoutableTrunks => ({
  get: (id) => trunks.find((trunk) => trunk.id === id),
  ids: () => trunks.map(({ id }) => id).sort(),
});

export const noLimits: CallLimits = {
  callerRefusal: () => null,
  trunkRefusal: () => null,
  isFirstTo: () => false,
};

/** What constants of a test can be given for. */
type Given<T> = T extends readonly (infer Element)[]
  ? readonly Given<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: Given<T[Key]> }
    : T;

type GivenRule = Given<z.input<typeof routingRuleSettings>>;

/** A rule as the API takes it, its name also its id. */
const testRule = (rule: GivenRule): RoutingRule => ({
  ...routingRuleSettings.parse(rule),
  id: rule.name,
  version: 1,
});

export interface TestRouting {
  readonly settings?: Given<z.input<typeof routingSettings>>;
  readonly rules?: readonly GivenRule[];
  readonly numbers?: Readonly<Record<string, RoutedNumber>>;
  readonly ringGroups?: readonly RoutedRingGroup[];
  readonly conferences?: readonly Given<z.input<typeof conferenceSettings>>[];
  readonly rates?: readonly { readonly trunkIds: readonly string[]; readonly lines: readonly RateLine[] }[];
  readonly trunks?: readonly RoutableTrunk[];
  readonly limits?: Partial<CallLimits>;
  readonly externalCallsAllowed?: boolean;
}

/** A German system `example.com` with the trunks `carrier` and `backup`. */
export function testRouting({
  trunks = [testTrunk('carrier'), testTrunk('backup')],
  ...given
}: TestRouting = {}) {
  const settings: RoutingSettings = routingSettings.parse({
    country: 'DE',
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    ...given.settings,
  });
  const snapshot: RoutingSnapshot = {
    plan: createRoutingPlan({
      settings,
      rules: (given.rules ?? []).map(testRule),
      numbers: new Map(Object.entries(given.numbers ?? {})),
      ringGroups: new Map((given.ringGroups ?? []).map((group) => [group.name, group])),
      conferences: new Map(
        (given.conferences ?? []).map((room) => [room.name, conferenceSettings.parse(room)]),
      ),
      rates: createRateBook((given.rates ?? []).map(({ trunkIds, lines }) => pricedTable(trunkIds, lines))),
    }),
    trunks: trunksOf(...trunks),
    limits: { ...noLimits, ...given.limits },
    domains: createDomains(['example.com'], () => ['localhost', '192.168.1.5', 'fd00::5']),
    externalCallsAllowed: given.externalCallsAllowed ?? true,
  };
  return snapshot;
}

/** Alice dials, unless said otherwise. */
export const testRequest = (dialled: string, changes: Partial<RoutingRequest> = {}): RoutingRequest => ({
  requestUri: dialled.includes(':') ? dialled : `sip:${dialled}@example.com`,
  caller: { kind: 'user', username: 'alice' },
  reason: 'dialled',
  maxForwards: 70,
  userExists: false,
  nowMs: NOON_MS,
  ...changes,
});
