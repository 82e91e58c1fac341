import type { DecisionStep } from '@tandem/api-types/routing';
import type { RefusalKey } from '../errors.ts';
import type { Outcome, RoutingRequest } from './decision.ts';
import type { LimitedCall, RoutingPlan, RoutingSnapshot } from './routing-snapshot.ts';
import type { InternationalNumber } from './telephone-number.ts';

type Note = (step: DecisionStep) => void;

/** @param detail what the refusal's own sentence does not say */
export const refused = (key: RefusalKey, detail?: string): Outcome => ({
  kind: 'refused',
  key,
  ...(detail === undefined ? {} : { detail }),
});

const GLOBAL_PREFIX_DIGITS = 4;

/** The country of a number, or the beginning of one that no country has, such as a satellite network's. */
export const destinationOf = (number: InternationalNumber | null): string | null =>
  number && (number.country ?? number.e164.slice(0, GLOBAL_PREFIX_DIGITS));

/** Blocked and premium numbers. @returns null when the number may be called */
export function forbiddenNumber(
  plan: RoutingPlan,
  { e164, premium }: InternationalNumber,
  reason: RoutingRequest['reason'],
  note: Note,
): Outcome | null {
  const blocked = plan.blocked.longest(e164);
  if (blocked !== undefined) {
    note({ kind: 'blocked', sentence: `${e164} is blocked${blocked ? `: ${blocked}` : ''}.` });
    return refused('blocked-number', blocked || undefined);
  }
  const listed = plan.premium.longest(e164);
  if (listed === undefined && !premium) return null;
  note({ kind: 'premium', sentence: `${e164} is a premium number${listed ? `: ${listed}` : ''}.` });
  if (reason !== 'dialled') return refused('premium-number', `the call is ${reason} there`);
  return plan.settings.premiumCalls === 'allow' ? null : refused('premium-number');
}

/** Limits of who calls, and countries that they never called. @returns null when the caller may go on */
export function limitedCaller(
  { limits, plan }: Pick<RoutingSnapshot, 'limits' | 'plan'>,
  call: LimitedCall,
  note: Note,
): Outcome | null {
  const reached = limits.callerRefusal(call);
  if (reached !== null) {
    note({ kind: 'limit', sentence: reached });
    return refused('limit-reached', reached);
  }
  const { newCountries } = plan.settings;
  if (newCountries === 'ignore' || call.destination === null || !limits.isFirstTo(call)) return null;
  note({ kind: 'country', sentence: `The caller never called ${call.destination} before.` });
  return newCountries === 'refuse' ? refused('new-country', call.destination) : null;
}
