import type { SipMessage } from './message.ts';

/** Start line, header fields and the blank line, with a Content-Length that counts the body. latin1 text. */
export function headOf(message: SipMessage): string {
  const startLine =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0\r\n`
      : `SIP/2.0 ${message.status} ${message.reason}\r\n`;
  return `${startLine}${message.headers.text()}Content-Length: ${message.body.length}\r\n\r\n`;
}

/** Messages lie one behind the other in pieces of memory, for to get a piece costs more than to write a message. */
const PIECE_BYTES = 64 * 1024;
const LARGE_BYTES = 8 * 1024;
let piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
let used = 0;

/** Memory for a message of so many octets. */
export function room(length: number): Buffer {
  if (length > LARGE_BYTES) return Buffer.allocUnsafeSlow(length);
  if (used + length > PIECE_BYTES) {
    piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
    used = 0;
  }
  used += length;
  return piece.subarray(used - length, used);
}

/** Writes a message into memory of its length. @param head latin1 text, see {@link headOf} */
export function write(into: Buffer, head: string, body: Buffer): Buffer {
  into.write(head, 'latin1');
  if (body.length > 0) body.copy(into, head.length);
  return into;
}

/** The message as bytes for the wire. */
export function serialize(message: SipMessage): Buffer {
  const head = headOf(message);
  return write(room(head.length + message.body.length), head, message.body);
}
