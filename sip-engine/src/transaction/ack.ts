import { parseCSeq } from '../message/cseq.ts';
import { EMPTY_BODY, Headers, type SipRequest, type SipResponse } from '../message/message.ts';
import { firstVia } from '../message/via.ts';

/** Request-URI, From, Call-ID, CSeq number, Route and the one Via of the INVITE (RFC 3261 §9.1 and §17.1.1.3). */
function companion(invite: SipRequest, method: string, to: string): SipRequest {
  const headers = new Headers();
  headers.append('Via', firstVia(invite.headers.get('Via') ?? ''));
  headers.copyFrom(invite.headers, 'Route');
  headers.append('Max-Forwards', '70');
  headers.copyFrom(invite.headers, 'From');
  headers.append('To', to);
  headers.copyFrom(invite.headers, 'Call-ID');
  headers.append('CSeq', `${parseCSeq(invite.headers.get('CSeq') ?? '')?.number ?? 0} ${method}`);
  return { kind: 'request', method, uri: invite.uri, headers, body: EMPTY_BODY };
}

/** The ACK for a 300-699 response: the To is that of the response (RFC 3261 §17.1.1.3). */
export function ackFor(invite: SipRequest, response: SipResponse): SipRequest {
  return companion(invite, 'ACK', response.headers.get('To') ?? invite.headers.get('To') ?? '');
}

/** The CANCEL of an INVITE: the To is that of the INVITE (RFC 3261 §9.1). `extraHeaders` may hold a Reason. */
export function cancelFor(invite: SipRequest, extraHeaders: Headers | undefined): SipRequest {
  const cancel = companion(invite, 'CANCEL', invite.headers.get('To') ?? '');
  for (const { name, value } of extraHeaders?.entries() ?? []) cancel.headers.append(name, value);
  return cancel;
}
