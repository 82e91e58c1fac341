import type { Flow } from './flow.ts';

const CR = 0x0d;
const LF = 0x0a;
const PING_BYTES = 4;

/** What answers a double CRLF (RFC 5626 §3.5.1). */
export const PONG: Buffer = Buffer.from('\r\n');

/** A datagram or frame of nothing but a few line breaks, or of nothing at all. */
export function isKeepalive(bytes: Buffer): boolean {
  return bytes.length <= PING_BYTES && bytes.every((octet) => octet === CR || octet === LF);
}

/**
 * Answers CRLFCRLF by CRLF, also on UDP: RFC 5626 wants STUN there, but many phones send line breaks and some look for
 * the answer. A lone CRLF is a pong or padding.
 */
export function answerPing(keepalive: Buffer, flow: Pick<Flow, 'send'>): void {
  if (keepalive.length === PING_BYTES) flow.send(PONG);
}
