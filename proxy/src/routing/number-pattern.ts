import { RE2JS } from 're2js';
import safeRegex from 'safe-regex2';

/** A regular expression that needs time linear in the length of the number, whatever it is. */
export interface NumberPattern {
  readonly source: string;
  matches(number: string): boolean;
}

/** Why a pattern cannot be used. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/**
 * RE2's syntax: no backreferences and no look-around, which is why it cannot hang. Repetitions within repetitions could
 * not hang here either, but are refused as well: they are mistakes, and other engines to which a rule is copied hang.
 * @throws PatternError with a sentence for an admin
 */
export function compileNumberPattern(source: string): NumberPattern {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(source);
  } catch (error) {
    const problem = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : '';
    throw new PatternError(
      `The pattern cannot be used: ${problem}. Backreferences and look-around are not allowed.`,
    );
  }
  if (!safeRegex(source)) {
    throw new PatternError(
      'The pattern repeats a repetition, as (1+)+ does: it could take forever. Write it flat.',
    );
  }
  return { source, matches: (number) => compiled.matcher(number).find() };
}
