import type { RtpPacket } from './rtp-packet.ts';

/** By event code (RFC 4733 §3.2). */
const KEYS = '0123456789*#ABCD';
/** Longer presses are told in segments of so many ticks (RFC 4733 §2.5.1.3). */
const SEGMENT_TICKS = 0xffff;

/** Finds the keys in telephone events: each press once, though it is told in a dozen packets. */
export class KeyEvents {
  /** The press that is under way, or the last one. */
  #last: { readonly code: number; readonly timestamp: number } | null = null;

  /** @returns the key that begins to be pressed; null for packets that tell on of one, and for other events */
  keyOf({ payload, timestamp }: RtpPacket): string | null {
    const [code = 255] = payload;
    if (payload.length < 4 || code >= KEYS.length) return null;
    const last = this.#last;
    const later = last === null ? 1 : (timestamp - last.timestamp) | 0;
    // A packet of an earlier press came late.
    if (later <= 0) return null;
    this.#last = { code, timestamp };
    const goesOn = last !== null && last.code === code && later === SEGMENT_TICKS;
    return goesOn ? null : KEYS.charAt(code);
  }
}
