import type { ParseFailure } from '../message/parse.ts';
import { responseTo } from '../message/respond.ts';
import { serialize } from '../message/serialize.ts';
import { firstVia, parseVia } from '../message/via.ts';
import type { Flow } from './flow.ts';
import { stampVia } from './incoming.ts';

export interface Refusal {
  readonly bytes: Buffer;
  /** The port that the Via asks for on UDP; null: the packet's source (RFC 3581, or no usable Via). */
  readonly sentByPort: number | null;
}

const DEFAULT_SIP_PORT = 5060;

/**
 * The answer to octets that are no valid request, or null when there must be none: to a response, to an ACK
 * (RFC 3261 §17), and to what is not SIP at all.
 */
export function refusalOf(failure: ParseFailure, flow: Flow): Refusal | null {
  const { request } = failure;
  if (request === undefined || request.method === 'ACK') return null;
  stampVia(request, flow);
  const via = parseVia(firstVia(request.headers.get('Via') ?? ''));
  const sentByPort = via === null || via.rport !== undefined ? null : (via.port ?? DEFAULT_SIP_PORT);
  return { bytes: serialize(responseTo(request, failure.status, failure.reason)), sentByPort };
}
