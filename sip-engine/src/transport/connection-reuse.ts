import type { SipRequest } from '../message/message.ts';
import { firstVia, parseVia } from '../message/via.ts';
import { addressOf, type Flow } from './flow.ts';
import { identifies } from './sip-identity.ts';

const DEFAULT_SIPS_PORT = 5061;

/**
 * The port of the sender at which requests may take this connection instead of a new one, or null when none may.
 * RFC 5923 §8: the top Via must ask for it (`alias`), and the certificate of the connection name its sent-by; over TCP
 * anyone could claim another's port.
 */
export function aliasPort(request: SipRequest, flow: Flow): number | null {
  if (flow.verifiedNames.length === 0 || flow.protocol !== 'tls' || !flow.accepted) return null;
  const via = parseVia(firstVia(request.headers.get('Via') ?? ''));
  if (via === null || !via.params.has('alias')) return null;
  return identifies(flow.verifiedNames, addressOf(via.host)) ? (via.port ?? DEFAULT_SIPS_PORT) : null;
}
