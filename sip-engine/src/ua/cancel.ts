import { EMPTY_BODY, Headers, type SipRequest } from '../message/message.ts';
import { serialize } from '../message/serialize.ts';
import type { SparseMessage } from './header-rules.ts';
import type { OutgoingRequest } from './outgoing-request.ts';

const notInCancel: ReadonlySet<string> = new Set([
  'from',
  'to',
  'contact',
  'p-asserted-identity',
  'call-id',
  'cseq',
  'max-forwards',
  'route',
  'require',
  'proxy-require',
]);

/**
 * Cancels an INVITE of an application. Other methods have no CANCEL (RFC 3261 §9.1): such a request is given up, and
 * no copies of it go out any more.
 * @returns what the CANCEL adds to its INVITE's headers; null when there is nothing to cancel any more
 */
export function cancelRequest(outgoing: OutgoingRequest, sparse: SparseMessage): Headers | null {
  if (outgoing.routed === null || outgoing.finished) return null;
  const extra = new Headers();
  if (outgoing.method !== 'INVITE') {
    outgoing.routed.giveUp();
    return extra;
  }
  for (const { key, name, value } of sparse.headers) if (!notInCancel.has(key)) extra.append(name, value);
  if (outgoing.invite !== null) outgoing.invite.cancelled = true;
  outgoing.routed.cancel(extra);
  return extra;
}

/** The CANCEL as the application is told of it; it may have to wait for a provisional response. */
export function cancelText(outgoing: OutgoingRequest, extra: Headers): Buffer {
  const invite = outgoing.routed?.request ?? outgoing.request;
  return serialize(cancelFor(invite ?? NOTHING_SENT, outgoing.invite?.cseq ?? 0, extra));
}

const NOTHING_SENT = { uri: 'sip:unknown.invalid', headers: new Headers() };

/** The CANCEL of an INVITE (RFC 3261 §9.1), with what `extra` adds. */
export function cancelFor(
  invite: Pick<SipRequest, 'uri' | 'headers'>,
  cseq: number,
  extra: Headers,
): SipRequest {
  const headers = new Headers();
  for (const name of ['Via', 'Max-Forwards', 'From', 'To', 'Call-ID']) headers.copyFrom(invite.headers, name);
  headers.append('CSeq', `${cseq} CANCEL`);
  for (const { name, value } of extra.entries()) headers.append(name, value);
  return { kind: 'request', method: 'CANCEL', uri: invite.uri, headers, body: EMPTY_BODY };
}
