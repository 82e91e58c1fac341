import { CSEQ_LIMIT } from './limits.ts';

export interface CSeq {
  /** 0 to 2^31 - 1. */
  readonly number: number;
  readonly method: string;
}

const CSEQ = /^(\d{1,20})[ \t]+([A-Za-z0-9\-.!%*_+`'~]+)$/;

/** Parses a CSeq value (RFC 3261 §20.16); null when it is malformed or the number is 2^31 or more. */
export function parseCSeq(text: string): CSeq | null {
  const match = CSEQ.exec(text);
  const method = match?.[2];
  if (method === undefined) return null;
  const number = Number(match?.[1]);
  return number < CSEQ_LIMIT ? { number, method } : null;
}
