import type { DidSettings } from '@tandem/api-types/numbers';
import type { FieldError } from '@tandem/api-types/problem';
import { destinationErrors, type References, trunkErrors } from '../routing/references.ts';
import type { NumberingPlan } from '../routing/telephone-number.ts';

/** What an admin may write between digits (RFC 3966 §5.1.1, and the slash of German habits). */
const TYPED = /^\+?[0-9][-0-9.()/ ]*$/;

/**
 * The number in E.164, or what is wrong with it as a sentence. Neither a SIP address nor `;phone-context` is a number,
 * and nothing is guessed from letters.
 */
export function didNumber(typed: string, plan: NumberingPlan): { e164: string } | { problem: string } {
  const text = typed.trim();
  if (text.length > 32) return { problem: 'has more than 32 characters; a number has 15 digits at most' };
  if (/^(?:sips?|tel):/i.test(text))
    return { problem: 'must be a number, not an address: leave out what stands before it' };
  if (text.includes(';')) return { problem: 'must be the number alone, without ";" and what follows' };
  if (/[a-z]/i.test(text)) return { problem: 'must not hold letters' };
  if (!TYPED.test(text)) return { problem: 'must be digits, with a plus in front at most' };
  const international = plan.international(text.replace(/[^+0-9]/g, ''));
  if (!international) {
    return { problem: `is no complete number; write it with its country code, such as +49 30 12345678` };
  }
  return { e164: international.e164 };
}

/** What is wrong with where a number leads, with its own trunk, and with both together. */
export async function didErrors(did: DidSettings, references: References): Promise<FieldError[]> {
  const { destination, trunkId } = did;
  return [
    ...(trunkId === null ? [] : trunkErrors(['trunkId'], [trunkId], references)),
    ...(await destinationErrors('destination', destination, references)),
    ...(destination.kind === 'trunk' && destination.trunkId === trunkId
      ? [{ field: 'destination.trunkId', message: 'calls come in by this trunk and would go round' }]
      : []),
  ];
}
