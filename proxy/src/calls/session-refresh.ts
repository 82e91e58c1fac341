import type { Log } from '../observability/log.ts';
import type { Leg, LegResponse } from './leg.ts';
import { meansLost } from './renegotiation.ts';
import { spread } from './spread.ts';

export interface SessionRefreshOptions {
  readonly leg: Leg;
  /** Session-Expires; a refresh goes out at half of it (RFC 4028 §10). */
  readonly sessionExpiresMs: number;
  /** Runs the refresh while nothing else changes the session; null when something does just now. */
  readonly alone: (refresh: () => Promise<LegResponse>) => Promise<LegResponse> | null;
  /** The phone does not answer any more. */
  readonly onExpired: () => void;
  readonly log: Log;
}

/** A phone with a re-INVITE of its own under way is asked again after this time (RFC 3261 §14.1: 2.1 to 4 s). */
const GLARE_PAUSE_MS = { least: 2100, spread: 1900 };

/**
 * Sees to it that a phone is still there, by offering it the same session again. We are the refresher on both legs and
 * need no support from the phones, of which some have no session timers and refuse UPDATE.
 */
export class SessionRefresh {
  readonly #options: SessionRefreshOptions;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(options: SessionRefreshOptions) {
    this.#options = options;
    this.#after(this.#intervalMs());
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  #intervalMs(): number {
    return spread(this.#options.sessionExpiresMs / 2);
  }

  #after(pauseMs: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.#refresh(), pauseMs);
  }

  async #refresh(): Promise<void> {
    const { leg, alone, onExpired, log } = this.#options;
    const response = await alone(() => leg.reinvite(leg.local.sdp, leg.timer?.headers));
    if (this.#stopped) return;
    if (response && meansLost(response)) {
      log.info('a phone did not answer the session refresh', { leg: leg.party, status: response.status });
      onExpired();
      return;
    }
    const glare = !response || response.status === 491;
    this.#after(
      glare
        ? Math.min(this.#intervalMs(), GLARE_PAUSE_MS.least + Math.random() * GLARE_PAUSE_MS.spread)
        : this.#intervalMs(),
    );
  }
}
