import { parseCSeq } from '../message/cseq.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import { BRANCH_COOKIE } from '../message/token.ts';
import { firstVia, parseVia, splitFirstVia, type Via } from '../message/via.ts';

/** The topmost Via of a message, or null when there is none or it is malformed. */
export function topVia(message: SipRequest | SipResponse): Via | null {
  const line = message.headers.get('Via');
  return line === undefined ? null : parseVia(firstVia(line));
}

/** Whether a message has a Via below the topmost one. */
export function hasFurtherVias({ headers }: SipRequest | SipResponse): boolean {
  return headers.countOf('Via') > 1 || splitFirstVia(headers.get('Via') ?? '').rest !== '';
}

/**
 * What a request has in common with its retransmissions, and an ACK or CANCEL with its INVITE when `method` is
 * INVITE (RFC 3261 §17.2.3). Without the magic cookie the rules of RFC 2543 apply.
 *
 * Keys live for half a minute, so they are joined by `join`: a template's result would keep its parts alive, and
 * these the whole text of the message from which they were cut.
 */
export function serverKey(request: SipRequest, via: Via, method: string): string {
  const { branch } = via;
  if (branch?.startsWith(BRANCH_COOKIE) && branch.length > BRANCH_COOKIE.length) {
    return [branch, via.host.toLowerCase(), via.port ?? '', method].join('|');
  }
  const { headers } = request;
  const cseq = parseCSeq(headers.get('CSeq') ?? '');
  const fromTag = tagOf(headers.get('From') ?? '') ?? '';
  const sentBy = `${via.host.toLowerCase()}|${via.port ?? ''}|${branch ?? ''}`;
  const callId = headers.get('Call-ID') ?? '';
  return ['2543', request.uri, fromTag, callId, cseq?.number ?? '', sentBy, method].join('|');
}
