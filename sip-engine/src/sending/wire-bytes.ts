import type { SipMessage } from '../message/message.ts';

/** The version, a Via of ours with its branch, the length of the body and the blank line. */
const ADDED_BYTES = 130;

/** About how many octets a message will be, a request before it has its Via. */
export function wireBytes(message: SipMessage): number {
  const startLine =
    message.kind === 'request' ? message.method.length + message.uri.length : message.reason.length;
  return startLine + message.headers.byteLength + message.body.length + ADDED_BYTES;
}
