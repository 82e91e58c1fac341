import type { SipMessage, SipResponse } from '../message/message.ts';
import type { Flow } from '../transport/flow.ts';
import { MAX_DATAGRAM_BYTES } from '../transport/limits.ts';

/** The version, a Via of ours with its branch, the length of the body and the blank line. */
const ADDED_BYTES = 130;

/** About how many octets a message will be, a request before it has its Via. */
export function wireBytes(message: SipMessage): number {
  const startLine =
    message.kind === 'request' ? message.method.length + message.uri.length : message.reason.length;
  return startLine + message.headers.byteLength + message.body.length + ADDED_BYTES;
}

/** A response goes by the way of its request (RFC 3261 §18.2.2), and UDP cannot carry this one. */
export function fitsInNoDatagram(response: SipResponse, flow: Flow): boolean {
  return !flow.reliable && wireBytes(response) > MAX_DATAGRAM_BYTES;
}
