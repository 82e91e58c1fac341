import { refusals } from '../errors.ts';
import type { CancelReason, Ending } from './call-state.ts';

/** Headers by name, as drachtio-srf takes them. */
export type SipHeaders = Record<string, string>;

export interface CallingParty {
  /** Address-of-record, `sip:alice@example.com`. */
  readonly uri: string;
  readonly displayName: string | null;
}

/** Reads a header of a received message; the values of repeated lines come joined by commas. */
export type ReadHeader = (name: string) => string | undefined;

/** The methods that the other leg can get through us. */
const ALLOW = 'INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, MESSAGE, UPDATE';

/**
 * All that one leg learns from the headers of the other; the rest would tell of the other's network. Names as in
 * RFC 3261 §20, RFC 7433 (User-to-User).
 */
const PASSED_WITH_INVITE = ['Subject', 'Alert-Info', 'User-to-User'] as const;
const PASSED_WITH_BYE = ['Reason', 'User-to-User'] as const;
const VALUE_LENGTH_MAX = 1000;

/** Headers of the INVITE to a phone: who calls comes from the authenticated account, not from the caller's From. */
export function inviteHeaders(options: {
  readonly caller: CallingParty;
  readonly calleeUri: string;
  /** Path of the binding (RFC 3327), next hop first. */
  readonly route: readonly string[];
  /** Hops left, this one taken off. */
  readonly maxForwards: number;
  readonly received: ReadHeader;
}): SipHeaders {
  const { caller, calleeUri, route, maxForwards, received } = options;
  return {
    ...passed(PASSED_WITH_INVITE, received),
    From: nameAddr(caller),
    To: `<${calleeUri}>`,
    'Max-Forwards': String(maxForwards),
    Allow: ALLOW,
    ...(route.length > 0 ? { Route: route.join(', ') } : {}),
  };
}

/** Headers of provisional responses and the 200 to the caller. */
export const answerHeaders: Readonly<SipHeaders> = { Allow: ALLOW };

/** Headers that a BYE or CANCEL of one leg brings to the other. */
export const hangUpHeaders = (received: ReadHeader): SipHeaders => passed(PASSED_WITH_BYE, received);

/** RFC 3326. @param text without quotes and backslashes */
export const reasonHeader = (status: number, text: string): SipHeaders => ({
  Reason: `SIP;cause=${status};text="${text}"`,
});

/** Headers of a CANCEL: why (RFC 3326). */
export const cancelHeaders: Readonly<Record<CancelReason, SipHeaders>> = {
  'answered-elsewhere': reasonHeader(200, 'Call completed elsewhere'),
  'declined-elsewhere': reasonHeader(603, 'Declined elsewhere'),
  'no-answer': reasonHeader(480, 'No Answer'),
  failed: reasonHeader(500, 'Call failed'),
};

/** Headers of the BYE of a call that the system ends. */
export const endingHeaders = ({ key }: Ending): SipHeaders =>
  key === 'hang-up' ? {} : reasonHeader(refusals[key].sipStatus, refusals[key].reason);

function passed(names: readonly string[], received: ReadHeader): SipHeaders {
  const headers: SipHeaders = {};
  for (const name of names) {
    const value = received(name);
    if (value !== undefined) headers[name] = oneLine(value);
  }
  return headers;
}

/** Folded lines become one, and nothing can begin a header of its own. */
export const oneLine = (value: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  value.slice(0, VALUE_LENGTH_MAX).replace(/\s*[\u0000-\u001f\u007f]\s*/g, ' ');

function nameAddr({ uri, displayName }: CallingParty): string {
  if (!displayName) return `<${uri}>`;
  return `"${oneLine(displayName).replace(/["\\]/g, '\\$&')}" <${uri}>`;
}
