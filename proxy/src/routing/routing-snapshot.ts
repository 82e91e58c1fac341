import type { ConferenceSettings } from '@tandem/api-types/conferences';
import type { CallDestination } from '@tandem/api-types/numbers';
import type { RoutingRule, RoutingSettings } from '@tandem/api-types/routing';
import type { Domains } from '../domains.ts';
import type { RateBook } from '../rates/rate-book.ts';
import type { CallPrice, RoutableTrunk, RoutedCaller, RoutedRingGroup } from './decision.ts';
import { createLocalClock, type LocalClock } from './local-clock.ts';
import { Prefixes } from './prefixes.ts';
import { type CompiledRule, compileRule } from './routing-rule.ts';
import { createNumberingPlan, type NumberingPlan } from './telephone-number.ts';

/** A number of ours. */
export interface RoutedNumber {
  readonly destination: CallDestination;
  /** The only trunk by which it is reached; null for any. */
  readonly trunkId: string | null;
}

/** What an admin configured, made ready for deciding. Never changes: a change makes a new one. */
export interface RoutingPlan {
  readonly settings: RoutingSettings;
  readonly numbering: NumberingPlan;
  readonly clock: LocalClock;
  readonly emergencyNumbers: ReadonlySet<string>;
  /** By prefix with its plus, and why. */
  readonly blocked: Prefixes<string>;
  readonly premium: Prefixes<string>;
  readonly holidays: ReadonlySet<string>;
  readonly rules: readonly CompiledRule[];
  /** By E.164 with its plus. */
  readonly numbers: ReadonlyMap<string, RoutedNumber>;
  readonly ringGroups: ReadonlyMap<string, RoutedRingGroup>;
  readonly conferences: ReadonlyMap<string, ConferenceSettings>;
  readonly rates: RateBook;
}

/** The trunks as they are now. */
export interface RoutableTrunks {
  get(trunkId: string): RoutableTrunk | undefined;
  /** Sorted by id. */
  ids(): readonly string[];
}

/** A call to the outside that is about to be made. */
export interface LimitedCall {
  readonly caller: RoutedCaller;
  readonly international: string | null;
  /** ISO 3166, or the number's beginning where no country has it; null for short codes. */
  readonly destination: string | null;
  readonly nowMs: number;
}

/** What fraud protection says. It only looks: counting begins when the call does. */
export interface CallLimits {
  /** Why the caller may not make it, as a sentence; null when they may. */
  callerRefusal(call: LimitedCall): string | null;
  /** Why the trunk may not carry it, as the end of a sentence; null when it may. */
  trunkRefusal(trunkId: string, price: CallPrice | null, nowMs: number): string | null;
  /** Whether the caller never called that country before. */
  isFirstTo(call: LimitedCall): boolean;
}

/** All that a decision depends on besides the call itself. */
export interface RoutingSnapshot {
  readonly plan: RoutingPlan;
  readonly trunks: RoutableTrunks;
  readonly limits: CallLimits;
  readonly domains: Pick<Domains, 'isLocal'>;
  /** Whether our users may call addresses of other domains. */
  readonly externalCallsAllowed: boolean;
}

/** What an admin configured, as it is stored. */
export interface StoredRouting {
  readonly settings: RoutingSettings;
  /** In the order in which they are asked. */
  readonly rules: readonly RoutingRule[];
  readonly numbers: ReadonlyMap<string, RoutedNumber>;
  readonly ringGroups: ReadonlyMap<string, RoutedRingGroup>;
  readonly conferences: ReadonlyMap<string, ConferenceSettings>;
  readonly rates: RateBook;
}

/**
 * @throws RangeError for an unknown country or time zone
 * @throws PatternError for a rule's pattern that cannot be used
 */
export function createRoutingPlan({
  settings,
  rules,
  numbers,
  ringGroups,
  conferences,
  rates,
}: StoredRouting): RoutingPlan {
  const byPrefix = (listed: RoutingSettings['blocked']) =>
    new Prefixes(listed.map(({ prefix, why }) => [prefix, why]));
  return {
    settings,
    numbering: createNumberingPlan(settings.country),
    clock: createLocalClock(settings.timeZone),
    emergencyNumbers: new Set(settings.emergencyNumbers),
    blocked: byPrefix(settings.blocked),
    premium: byPrefix(settings.premium),
    holidays: new Set(settings.holidays.map(({ date }) => date)),
    rules: rules.map(compileRule),
    numbers,
    ringGroups,
    conferences,
    rates,
  };
}
