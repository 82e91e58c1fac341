import type { ParseFailure } from '../message/parse.ts';
import { responseTo } from '../message/respond.ts';
import { serialize } from '../message/serialize.ts';
import type { Flow } from './flow.ts';
import { stampVia } from './incoming.ts';

/**
 * The answer to octets that are no valid request, or null when there must be none: to a response, to an ACK
 * (RFC 3261 §17), and to what is not SIP at all.
 */
export function refusalOf(failure: ParseFailure, flow: Flow): Buffer | null {
  const { request } = failure;
  if (request === undefined || request.method === 'ACK') return null;
  stampVia(request, flow);
  return serialize(responseTo(request, failure.status, failure.reason));
}
