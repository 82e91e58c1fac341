/** How our registration at a carrier stands. Never changed: each outcome makes a new one. */
export interface Registration {
  readonly state: 'registered' | 'trying' | 'failed';
  /** A sentence. */
  readonly reason: string;
  readonly lastStatus: number | null;
  /** Attempts in a row that came to nothing. */
  readonly failures: number;
  /** What the next attempt asks for; a carrier may demand more than we want (423). */
  readonly askedExpiresSeconds: number;
  /** Milliseconds since 1970; null while not registered. */
  readonly expiresAtMs: number | null;
}

/** What one attempt came to. */
export type RegistrationOutcome =
  | { readonly kind: 'accepted'; readonly expiresSeconds: number }
  /** The carrier wants longer registrations (RFC 3261 §21.4.17). */
  | { readonly kind: 'too-brief'; readonly minExpiresSeconds: number }
  /** It cannot work at the moment, or did not answer. */
  | {
      readonly kind: 'unavailable';
      readonly status: number | null;
      readonly detail: string;
      readonly retryAfterSeconds: number | null;
    }
  /** It will not work until somebody changes something. */
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string };

export interface RegistrationStep {
  readonly registration: Registration;
  /** Until the next attempt. */
  readonly delayMs: number;
}

const BACK_OFF_FIRST_MS = 2_000;
const BACK_OFF_MAX_MS = 120_000;
/** A carrier locks an account out that keeps trying a wrong password. */
const REFUSED_PAUSE_MS = 15 * 60_000;
const EXPIRES_MAX_SECONDS = 86_400;
const RETRY_AFTER_MAX_SECONDS = 3_600;
const REFRESH_LEAST_MS = 5_000;

export const newRegistration = (expiresSeconds: number): Registration => ({
  state: 'trying',
  reason: 'It has not been tried yet.',
  lastStatus: null,
  failures: 0,
  askedExpiresSeconds: expiresSeconds,
  expiresAtMs: null,
});

/**
 * What follows from an attempt. Each pause has a part at random, so that the trunks of a carrier that comes back, and
 * the refreshes of trunks that began together, do not arrive all at once.
 * @param random 0 to 1
 */
export function afterAttempt(
  before: Registration,
  outcome: RegistrationOutcome,
  nowMs: number,
  random: number,
): RegistrationStep {
  switch (outcome.kind) {
    case 'accepted': {
      const expiresMs = outcome.expiresSeconds * 1000;
      return {
        registration: {
          ...before,
          state: 'registered',
          reason: 'The carrier accepted the registration.',
          lastStatus: 200,
          failures: 0,
          expiresAtMs: nowMs + expiresMs,
        },
        delayMs: Math.max(REFRESH_LEAST_MS, expiresMs * (0.55 + 0.3 * random)),
      };
    }
    case 'too-brief': {
      const asked = Math.min(
        EXPIRES_MAX_SECONDS,
        Math.max(outcome.minExpiresSeconds, before.askedExpiresSeconds),
      );
      const again = asked > before.askedExpiresSeconds;
      const failed = failure(before, nowMs, 423, 'The carrier wants longer registrations.');
      return {
        registration: { ...failed, askedExpiresSeconds: asked },
        delayMs: again ? 500 * random : backOffMs(failed.failures, random),
      };
    }
    case 'unavailable': {
      const failed = failure(before, nowMs, outcome.status, outcome.detail);
      const wishedMs = Math.min(outcome.retryAfterSeconds ?? 0, RETRY_AFTER_MAX_SECONDS) * 1000;
      // Whoever all got the same Retry-After must not come back at the same moment (RFC 3261 §20.33).
      const delayMs = wishedMs > 0 ? wishedMs * (1 + 0.5 * random) : backOffMs(failed.failures, random);
      return { registration: failed, delayMs };
    }
    case 'refused':
      return {
        registration: {
          ...before,
          state: 'failed',
          reason: outcome.detail,
          lastStatus: outcome.status,
          failures: before.failures + 1,
          expiresAtMs: null,
        },
        delayMs: REFUSED_PAUSE_MS * (0.5 + 0.5 * random),
      };
  }
}

/** Half of the pause is at random, so that the retries of many trunks spread over as much time as they have. */
function backOffMs(failures: number, random: number): number {
  const doubled = BACK_OFF_FIRST_MS * 2 ** Math.min(failures - 1, 16);
  return Math.min(BACK_OFF_MAX_MS, doubled) * (0.5 + 0.5 * random);
}

/** As long as the last registration lasts, a failed refresh takes nothing away. */
function failure(before: Registration, nowMs: number, status: number | null, detail: string): Registration {
  const lasts = before.expiresAtMs !== null && before.expiresAtMs > nowMs;
  return {
    ...before,
    state: lasts ? 'registered' : 'trying',
    reason: lasts ? `The last refresh failed: ${detail}` : detail,
    lastStatus: status,
    failures: before.failures + 1,
    expiresAtMs: lasts ? before.expiresAtMs : null,
  };
}

/** Trunks that start together spread their first attempts so that about these many are made in a second. */
const FIRST_ATTEMPTS_PER_SECOND = 25;

/** @param trunks how many register out; @param random 0 to 1 */
export const firstDelayMs = (trunks: number, random: number): number =>
  (trunks <= 1 ? 0 : trunks / FIRST_ATTEMPTS_PER_SECOND) * 1000 * random;
