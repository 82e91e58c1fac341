import type { NumberRewrite, RoutingRule } from '@tandem/api-types/routing';
import type { RoutedCaller } from './decision.ts';
import { isWithin, type LocalTime } from './local-clock.ts';
import { compileNumberPattern, type NumberPattern } from './number-pattern.ts';
import { Prefixes } from './prefixes.ts';
import type { InternationalNumber } from './telephone-number.ts';

/** What a rule looks at. */
export interface RuleSubject {
  /** As dialled: digits, `*` and `#`, with a plus in front at most. */
  readonly dialled: string;
  readonly international: InternationalNumber | null;
  readonly caller: RoutedCaller;
  /** Worked out when the first rule asks. */
  readonly time: () => LocalTime;
  readonly isHoliday: () => boolean;
}

/** A rule made ready for asking. */
export interface CompiledRule {
  readonly rule: RoutingRule;
  readonly prefixes: Prefixes<true> | null;
  readonly pattern: NumberPattern | null;
  readonly callers: ReadonlySet<string>;
  readonly arrivesBy: ReadonlySet<string>;
}

/** @throws PatternError when the pattern of the rule cannot be used */
export function compileRule(rule: RoutingRule): CompiledRule {
  const { prefixes, pattern, callers, arrivesBy } = rule.when;
  return {
    rule,
    prefixes: prefixes.length === 0 ? null : new Prefixes(prefixes.map((prefix) => [prefix, true])),
    pattern: pattern === null ? null : compileNumberPattern(pattern),
    callers: new Set(callers),
    arrivesBy: new Set(arrivesBy),
  };
}

/**
 * Why the rule does not take the call, as the end of a sentence; null when it does. The cheap questions come first. A
 * rule that names no trunk is for calls of our own users alone, so nobody's call from outside goes out again unless an
 * admin said so.
 */
export function whyNot(compiled: CompiledRule, subject: RuleSubject): string | null {
  const { when, enabled } = compiled.rule;
  const { dialled, international, caller } = subject;
  if (!enabled) return 'it is switched off';
  const whose = whyNotCaller(compiled, caller);
  if (whose !== null) return whose;
  if (compiled.prefixes && !begins(compiled.prefixes, subject)) {
    return `the number does not begin with ${list(when.prefixes)}`;
  }
  const number = international?.e164 ?? dialled;
  const digits = number.startsWith('+') ? number.length - 1 : number.length;
  if (when.digitsMin !== null && digits < when.digitsMin)
    return `the number has fewer than ${when.digitsMin} digits`;
  if (when.digitsMax !== null && digits > when.digitsMax)
    return `the number has more than ${when.digitsMax} digits`;
  if (compiled.pattern && !compiled.pattern.matches(number))
    return `the pattern ${compiled.pattern.source} does not fit`;
  if (when.hours.length > 0 && !isWithin(when.hours, subject.time())) return 'it is not the time for it';
  if (when.holidays === 'only' && !subject.isHoliday()) return 'it is no holiday';
  if (when.holidays === 'never' && subject.isHoliday()) return 'it is a holiday';
  return null;
}

function whyNotCaller({ arrivesBy, callers }: CompiledRule, caller: RoutedCaller): string | null {
  if (caller.kind === 'trunk') {
    return arrivesBy.has(caller.trunkId)
      ? null
      : `it is not for calls that come in by the trunk ${caller.trunkId}`;
  }
  if (arrivesBy.size > 0) return 'it is for calls that come in by a trunk';
  if (caller.kind === 'anonymous') return 'it is for users who signed in';
  if (callers.size > 0 && !callers.has(caller.username)) return `it is not for ${caller.username}`;
  return null;
}

/** Prefixes with a plus look at the international form, the others at what was dialled. */
const begins = (prefixes: Prefixes<true>, { dialled, international }: RuleSubject): boolean =>
  (international !== null && prefixes.longest(international.e164) === true) ||
  prefixes.longest(dialled) === true;

const LISTED_MAX = 5;

function list(texts: readonly string[]): string {
  const shown = texts.slice(0, LISTED_MAX).join(', ');
  return texts.length > LISTED_MAX ? `${shown} or ${texts.length - LISTED_MAX} others` : shown;
}

/** The number as the rule writes it. A form that the number does not have leaves it as it was dialled. */
export function rewritten(
  { form, stripDigits, prepend }: NumberRewrite,
  dialled: string,
  international: InternationalNumber | null,
): string {
  const forms = {
    international: international?.e164 ?? dialled,
    digits: international?.e164.slice(1) ?? dialled,
    national: international?.national ?? dialled,
    dialled,
  };
  return changed(forms[form], { stripDigits, prepend });
}

/** Takes digits from the front, and the plus with them, and puts others there. */
export function changed(
  number: string,
  { stripDigits, prepend }: Pick<NumberRewrite, 'stripDigits' | 'prepend'>,
): string {
  const stripped = stripDigits === 0 ? number : number.replace(/^\+/, '').slice(stripDigits);
  return prepend === '' ? stripped : prepend + stripped.replace(/^\+/, '');
}
