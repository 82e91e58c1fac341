import type { SipResponse } from '../message/message.ts';

/** Within 4xx these tell the caller how to succeed (RFC 3261 §16.7 step 6). */
const helpful: ReadonlySet<number> = new Set([401, 407, 415, 420, 484]);

/** Lower is better: 6xx, then 3xx, then helpful 4xx, other 4xx, 5xx. */
function rank(status: number): number {
  if (status >= 600) return 0;
  if (status < 400) return 1;
  if (helpful.has(status)) return 2;
  return status < 500 ? 3 : 4;
}

/** The final response that a caller gets when no branch succeeded; the first of equals, or null without any. */
export function bestResponse(responses: readonly SipResponse[]): SipResponse | null {
  let best: SipResponse | null = null;
  for (const response of responses) {
    if (best === null || rank(response.status) < rank(best.status)) best = response;
  }
  return best;
}

const challenges: readonly string[] = ['WWW-Authenticate', 'Proxy-Authenticate'];

/** A 401 or 407 carries the challenges of all branches (RFC 3261 §16.7 step 7); other responses stay as they are. */
export function withAllChallenges(best: SipResponse, responses: readonly SipResponse[]): SipResponse {
  if (best.status !== 401 && best.status !== 407) return best;
  for (const other of responses) {
    if (other === best || (other.status !== 401 && other.status !== 407)) continue;
    for (const name of challenges) best.headers.copyFrom(other.headers, name);
  }
  return best;
}
