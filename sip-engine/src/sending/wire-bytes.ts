import type { SipRequest } from '../message/message.ts';

/** A Via of ours with its branch, the length of the body and the blank line. */
const ADDED_BYTES = 130;

/** About how many octets a request will be, before it has its Via. */
export function wireBytes({ method, uri, headers, body }: SipRequest): number {
  return method.length + uri.length + headers.byteLength + body.length + ADDED_BYTES;
}
