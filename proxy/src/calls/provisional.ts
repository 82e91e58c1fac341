/** A provisional response to the caller. */
export interface Provisional {
  readonly status: 180 | 183;
  /** With the callee's early media. */
  readonly early: boolean;
}

export interface ProvisionalFromBranch {
  /** 101 to 199. */
  readonly status: number;
  readonly hasSdp: boolean;
}

/**
 * What the caller hears of a provisional response (RFC 3261 §16.7 step 5). With several phones ringing there is one
 * 180 and no early media, because nobody could mix theirs.
 * @param sent what the caller already got
 * @returns null when there is nothing new to say
 */
export function provisionalForCaller(
  { status, hasSdp }: ProvisionalFromBranch,
  sent: Provisional | null,
  branches: number,
): Provisional | null {
  const early = hasSdp && branches === 1;
  if (early) return sent?.early ? null : { status: status === 180 ? 180 : 183, early };
  if (sent?.early) return null;
  const next = branches === 1 && status !== 180 ? 183 : 180;
  return sent && (sent.status === next || sent.status === 180) ? null : { status: next, early };
}
