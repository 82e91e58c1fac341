import type { SipHeaders } from './call-headers.ts';

/** The session timer of one leg (RFC 4028). */
export interface SessionTimer {
  /** A refresh goes out at half of it; null: none does. */
  readonly expiresMs: number | null;
  /** What each refresh says of it. */
  readonly headers: SipHeaders;
}
