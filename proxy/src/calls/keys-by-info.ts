import { parseMediaType } from '@tandem/sip-engine/multipart';
import type { SipHeaders } from './call-headers.ts';

/** A key as an INFO says it; there is no RFC for it, only what phones and gateways do. */
export interface KeyByInfo {
  /** One of 0–9, `*`, `#`, A–D. */
  readonly key: string;
  readonly durationMs: number;
}

/** Where the INFO does not say how long, as in `application/dtmf`. */
const USUAL_KEY_MS = 250;
/** Some write the number of the event (RFC 4733 §3.2) instead of these keys. */
const BY_NUMBER: Readonly<Record<string, string>> = {
  '10': '*',
  '11': '#',
  '12': 'A',
  '13': 'B',
  '14': 'C',
  '15': 'D',
};

/**
 * Reads the key in the body of an INFO: `application/dtmf-relay` (`Signal=5`, `Duration=160` in milliseconds) or
 * `application/dtmf` (`5`).
 * @returns null when it is another body, or no single key, such as a hook flash
 */
export function readKey(contentType: string | undefined, body: string): KeyByInfo | null {
  const type = parseMediaType(contentType ?? '')?.name;
  if (type !== 'application/dtmf-relay' && type !== 'application/dtmf') return null;
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}\\s*=\\s*(\\S+)\\s*$`, 'im').exec(body.slice(0, 200))?.[1];
  const signal = field('Signal') ?? (type === 'application/dtmf' ? body.trim() : '');
  const key = BY_NUMBER[signal] ?? signal.toUpperCase();
  if (!/^[0-9*#A-D]$/.test(key)) return null;
  const duration = field('Duration') ?? '';
  return { key, durationMs: /^\d{1,5}$/.test(duration) ? Number(duration) : USUAL_KEY_MS };
}

/** The header and body of an INFO that says the key. */
export function writeKey({ key, durationMs }: KeyByInfo): { headers: SipHeaders; body: string } {
  return {
    headers: { 'Content-Type': 'application/dtmf-relay' },
    body: `Signal=${key}\r\nDuration=${Math.round(durationMs)}\r\n`,
  };
}
