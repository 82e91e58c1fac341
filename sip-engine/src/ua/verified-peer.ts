import type { SipRequest } from '../message/message.ts';
import type { Flow } from '../transport/flow.ts';

/** Not registered anywhere: it exists between engine and application only. */
const VERIFIED_PEER = 'X-Verified-Peer';

/**
 * The request as the application gets it: when it came over TLS with a valid client certificate, the names in that are
 * the values of `X-Verified-Peer`. One that the sender wrote himself is taken out, so what is there is true.
 */
export function withVerifiedPeer(request: SipRequest, flow: Flow): SipRequest {
  const { verifiedNames } = flow;
  if (verifiedNames.length === 0 && !request.headers.has(VERIFIED_PEER)) return request;
  const headers = request.headers.clone();
  headers.remove(VERIFIED_PEER);
  if (verifiedNames.length > 0) headers.append(VERIFIED_PEER, verifiedNames.join(', '));
  return { ...request, headers };
}
