import type { FieldError } from '@tandem/api-types/problem';
import type { RoutingRule, RoutingRuleSettings, RuleConditions } from '@tandem/api-types/routing';
import { compileNumberPattern, PatternError } from './number-pattern.ts';
import {
  destinationErrors,
  fieldsOf,
  type References,
  repeatedErrors,
  trunkErrors,
  usersErrors,
} from './references.ts';

/** What is wrong with a rule by itself and with what it names. */
export async function ruleErrors(rule: RoutingRuleSettings, references: References): Promise<FieldError[]> {
  const { when } = rule;
  return [
    ...conditionErrors(when),
    ...(await usersErrors(fieldsOf('when.callers', when.callers), when.callers, references)),
    ...trunkErrors(fieldsOf('when.arrivesBy', when.arrivesBy), when.arrivesBy, references),
    ...(await actionErrors(rule, references)),
  ];
}

function conditionErrors(when: RuleConditions): FieldError[] {
  const errors: FieldError[] = [
    ...repeatedErrors('when.callers', when.callers),
    ...repeatedErrors('when.arrivesBy', when.arrivesBy),
    ...prefixErrors(when.prefixes),
  ];
  const { digitsMin, digitsMax, pattern } = when;
  if (digitsMin !== null && digitsMax !== null && digitsMin > digitsMax) {
    errors.push({ field: 'when.digitsMin', message: 'must not be more than digitsMax' });
  }
  if (pattern !== null) errors.push(...patternErrors(pattern));
  if (when.callers.length > 0 && when.arrivesBy.length > 0) {
    errors.push({ field: 'when.callers', message: 'a call that comes in by a trunk has no user who calls' });
  }
  for (const [place, { from, to }] of when.hours.entries()) {
    if (from === to) errors.push({ field: `when.hours.${place}.to`, message: 'must differ from "from"' });
  }
  return errors;
}

/** A prefix that begins with another one of the rule says nothing. */
const prefixErrors = (prefixes: readonly string[]): FieldError[] =>
  prefixes.flatMap((prefix, place) => {
    const wider = prefixes.find(
      (other, at) => at !== place && prefix.startsWith(other) && (other !== prefix || at < place),
    );
    return wider === undefined
      ? []
      : { field: `when.prefixes.${place}`, message: `${wider} takes it already` };
  });

function patternErrors(pattern: string): FieldError[] {
  try {
    compileNumberPattern(pattern);
    return [];
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return [{ field: 'when.pattern', message: error.message }];
  }
}

async function actionErrors(
  { action, when }: RoutingRuleSettings,
  references: References,
): Promise<FieldError[]> {
  switch (action.kind) {
    case 'refuse':
      return [];
    case 'internal':
      return when.arrivesBy.length > 0
        ? []
        : [{ field: 'when.arrivesBy', message: 'name the trunks; users reach each other without a rule' }];
    case 'destination':
      return destinationErrors('action.destination', action.destination, references);
    case 'trunks': {
      const trunkIds = action.trunks.map(({ trunkId }) => trunkId);
      const fields = trunkIds.map((_, place) => `action.trunks.${place}.trunkId`);
      return [
        ...repeatedErrors('action.trunks', trunkIds),
        ...trunkErrors(fields, trunkIds, references),
        ...loopErrors(when, trunkIds),
      ];
    }
  }
}

/** A trunk that can only get back what it sent. */
const loopErrors = ({ arrivesBy }: RuleConditions, trunkIds: readonly string[]): FieldError[] =>
  trunkIds.flatMap((trunkId, place) =>
    arrivesBy.length === 1 && arrivesBy[0] === trunkId
      ? {
          field: `action.trunks.${place}.trunkId`,
          message: 'the call comes in by this trunk and would go round',
        }
      : [],
  );

/** The first rule that is asked before the candidate and takes every call of it. @param ordered all rules, in order */
export function coveringRule(
  ordered: readonly RoutingRule[],
  candidate: RoutingRule,
): RoutingRule | undefined {
  const place = ordered.findIndex(({ id }) => id === candidate.id);
  return ordered.slice(0, Math.max(place, 0)).find((rule) => takesAllOf(rule, candidate));
}

/**
 * Rules that nobody would ever reach, since one before them takes all their calls.
 * @param ordered all rules in the order in which they are asked
 * @param candidate the one that is being written; of pairs without it nothing is said
 */
export function overlapErrors(ordered: readonly RoutingRule[], candidate: RoutingRule): FieldError[] {
  const place = ordered.findIndex(({ id }) => id === candidate.id);
  if (!candidate.enabled || place < 0) return [];
  const before = coveringRule(ordered, candidate);
  const after = ordered.slice(place + 1).find((rule) => takesAllOf(candidate, rule));
  return [
    ...(before
      ? [overlap(`the rule "${before.name}", which is asked before, takes every call of this one`)]
      : []),
    ...(after ? [overlap(`it would take every call of the rule "${after.name}", which is asked later`)] : []),
  ];
}

const overlap = (message: string): FieldError => ({ field: 'when', message });

/** The first pair of which the later one would never be reached, as a sentence; null when there is none. */
export function unreachable(ordered: readonly RoutingRule[]): string | null {
  for (const [place, rule] of ordered.entries()) {
    const before = ordered.slice(0, place).find((earlier) => takesAllOf(earlier, rule));
    if (before) return `"${rule.name}" would never be reached: "${before.name}" takes every call of it`;
  }
  return null;
}

/** Whether every call that `rule` takes is one that `earlier` takes. Says yes only when that is sure. */
function takesAllOf(earlier: RoutingRule, rule: RoutingRule): boolean {
  if (!earlier.enabled || !rule.enabled) return false;
  const a = earlier.when;
  const b = rule.when;
  return (
    (a.arrivesBy.length > 0 ? isPart(b.arrivesBy, a.arrivesBy) : b.arrivesBy.length === 0) &&
    (a.callers.length === 0 || isPart(b.callers, a.callers)) &&
    (a.prefixes.length === 0 ||
      (b.prefixes.length > 0 && b.prefixes.every((prefix) => begins(prefix, a.prefixes)))) &&
    (a.digitsMin ?? 1) <= (b.digitsMin ?? 1) &&
    (a.digitsMax ?? 99) >= (b.digitsMax ?? 99) &&
    (a.pattern === null || a.pattern === b.pattern) &&
    (a.hours.length === 0 || JSON.stringify(a.hours) === JSON.stringify(b.hours)) &&
    (a.holidays === 'any' || a.holidays === b.holidays)
  );
}

const isPart = (some: readonly string[], of: readonly string[]): boolean =>
  some.length > 0 && some.every((one) => of.includes(one));

const begins = (prefix: string, wider: readonly string[]): boolean =>
  wider.some((other) => prefix.startsWith(other));
