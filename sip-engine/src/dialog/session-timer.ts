/** Session intervals shorter than this are refused (RFC 4028 §4), in seconds. */
export const minimumSessionSeconds = 90;

export interface SessionInterval {
  readonly seconds: number;
  /** Who is asked to refresh, as seen in the message: `uac` sent the request, `uas` answered it. */
  readonly refresher: 'uac' | 'uas' | null;
}

/** Parses a Session-Expires value (RFC 4028 §4), or returns null. */
export function parseSessionExpires(value: string | undefined): SessionInterval | null {
  if (value === undefined) return null;
  const match = /^\s*(\d{1,9})\s*(;.*)?$/.exec(value);
  if (match === null) return null;
  const refresher = /;\s*refresher\s*=\s*(uac|uas)\b/i.exec(match[2] ?? '')?.[1]?.toLowerCase();
  return {
    seconds: Number(match[1]),
    refresher: refresher === 'uac' || refresher === 'uas' ? refresher : null,
  };
}

export interface SessionTimerActions {
  /** Send a refresh; the timer is armed again by its answer. */
  refresh(): void;
  /** The peer did not refresh: end the session. */
  expired(): void;
}

/** Keeps a session alive or ends it when nobody does (RFC 4028 §10). */
export class SessionTimer {
  readonly seconds: number;
  readonly weRefresh: boolean;
  readonly #timer: NodeJS.Timeout;

  /**
   * @param seconds the session interval, at least {@link minimumSessionSeconds}
   * @param weRefresh refresh at half the interval; otherwise end the session before the interval has passed, by
   * the smaller of 32 s and a third of it
   */
  constructor(seconds: number, weRefresh: boolean, actions: SessionTimerActions) {
    this.seconds = seconds;
    this.weRefresh = weRefresh;
    const delaySeconds = weRefresh ? seconds / 2 : seconds - Math.min(32, seconds / 3);
    this.#timer = setTimeout(() => (weRefresh ? actions.refresh() : actions.expired()), delaySeconds * 1000);
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
