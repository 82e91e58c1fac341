import type { Flow } from '../transport/flow.ts';

/** One message as it passes, in either direction. The octets are the wire's: who keeps them makes a copy. */
export interface WireCopy {
  /** Unix time in ms. */
  readonly atMs: number;
  readonly direction: 'in' | 'out';
  readonly protocol: string;
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly bytes: Buffer;
}

/** Takes from the flow what it needs: holding the flow would hold its dead connection. */
export function wireCopy(direction: 'in' | 'out', flow: Flow, bytes: Buffer): WireCopy {
  const { protocol, localAddress, localPort, remoteAddress, remotePort } = flow;
  return { atMs: Date.now(), direction, protocol, localAddress, localPort, remoteAddress, remotePort, bytes };
}

/** Where copies of messages go: the ring of last messages, a capture server. It must never throw and never wait. */
export interface Wiretap {
  /** @param callId empty when the message has none that can be read */
  tap(copy: WireCopy, callId: string): void;
}

const CALL_ID_FIELD = /[\r\n](?:call-id|i)[ \t]*:[ \t]*([^\r\n]*)/i;
const USUAL_CALL_ID_FIELD = Buffer.from('\r\nCall-ID: ', 'latin1');
const LINE_END = 0x0d;

/** The Call-ID of a whole message, or an empty string. */
export function callIdOf(bytes: Buffer): string {
  const field = bytes.indexOf(USUAL_CALL_ID_FIELD);
  if (field < 0) return CALL_ID_FIELD.exec(bytes.toString('latin1'))?.[1]?.trim() ?? '';
  const start = field + USUAL_CALL_ID_FIELD.length;
  const end = bytes.indexOf(LINE_END, start);
  return bytes.toString('latin1', start, end < 0 ? bytes.length : end).trim();
}

/** How the CSeq of a REGISTER and of its responses ends. */
const REGISTER_CSEQ = Buffer.from(' REGISTER\r\n', 'latin1');

const LETTER_A = 0x41;
const LETTER_R = 0x52;
const LETTER_S = 0x53;
const LETTER_Z = 0x5a;

/** Whether it is a REGISTER or answers one. */
export function isRegistration(bytes: Buffer): boolean {
  const first = bytes[0] ?? 0;
  // Only what begins as `REGISTER` and `SIP/2.0` do, or with something odd, needs to be searched.
  if (first >= LETTER_A && first <= LETTER_Z && first !== LETTER_R && first !== LETTER_S) return false;
  return bytes.includes(REGISTER_CSEQ);
}
