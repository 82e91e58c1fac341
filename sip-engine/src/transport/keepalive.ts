const CR = 0x0d;
const LF = 0x0a;
const PING_BYTES = 4;

/** What answers a double CRLF (RFC 5626 §3.5.1). */
export const PONG: Buffer = Buffer.from('\r\n');

/** A datagram or frame of nothing but a few line breaks, or of nothing at all. */
export function isKeepalive(bytes: Buffer): boolean {
  return bytes.length <= PING_BYTES && bytes.every((octet) => octet === CR || octet === LF);
}

/** Whether it wants a CRLF: a double one. A lone CRLF is a pong or padding (RFC 5626 §4.4.1). */
export function isPing(keepalive: Buffer): boolean {
  return keepalive.length === PING_BYTES;
}
