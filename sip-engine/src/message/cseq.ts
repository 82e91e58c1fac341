import { digitsAt } from './digits.ts';
import { CSEQ_LIMIT } from './limits.ts';

export interface CSeq {
  /** 0 to 2^31 - 1. */
  readonly number: number;
  readonly method: string;
}

const SP = 0x20;
const CSEQ = /^\d{1,20}[ \t]+[A-Za-z0-9\-.!%*_+`'~]+$/;

/** Parses a CSeq value (RFC 3261 §20.16); null when it is malformed or the number is 2^31 or more. */
export function parseCSeq(text: string): CSeq | null {
  if (!CSEQ.test(text)) return null;
  const number = digitsAt(text, 0);
  let methodStart = text.length;
  while (text.charCodeAt(methodStart - 1) > SP) methodStart--;
  return number < CSEQ_LIMIT ? { number, method: text.slice(methodStart) } : null;
}
