import { GenerationalMap } from './generational-map.ts';

/**
 * Slows down password guessing without giving a stranger the means to lock a phone out.
 *
 * - **Pair** (one user from one source): locked after few failures, for a time that doubles with each further one. This
 *   stops the usual guesser. A pair that signed in within the last hours is locked only briefly, so that an attacker
 *   behind the same router as the phone cannot keep it out.
 * - **Source** (any users): locked after more failures: somebody tries many user names.
 * - **User** (any sources): locked after many failures: a botnet tries one user.
 *
 * The last two never apply to a pair that signed in within the last hours: the phones of an office go on working while
 * one of them, or a stranger elsewhere, fails. Since a nonce is worth nothing from another address, nobody can run up
 * failures for an address that is not theirs.
 */
export interface Lockouts {
  /** Milliseconds until this user may try again from this source; 0 when it may now. */
  waitMs(username: string, source: string): number;
  /** Counts a wrong password. @returns what became locked, for the log */
  failed(username: string, source: string): LockedKind | null;
  /** A right password: forgets this pair's failures and remembers the pair. */
  succeeded(username: string, source: string): void;
}

export type LockedKind = 'pair' | 'source' | 'user';

export interface LockoutLimits {
  /** Failures of one user from one source before the first lock. */
  readonly pairFailures: number;
  /** Failures of one source, whatever the users. */
  readonly sourceFailures: number;
  /** Failures of one user, whatever the sources. */
  readonly userFailures: number;
  /** The first lock, in ms; it doubles with each failure after that. */
  readonly firstDelayMs: number;
  /** The longest lock, in ms. */
  readonly maxDelayMs: number;
  /** The longest lock of a pair that signed in lately, in ms. */
  readonly knownPairMaxDelayMs: number;
  /** Failures are forgotten this long after the last one, in ms. Longer than `maxDelayMs`. */
  readonly forgetAfterMs: number;
  /** A pair counts as known for at least this long after its last success, in ms. */
  readonly knownForMs: number;
  /** Bound of each table. */
  readonly maxEntries: number;
}

export const defaultLockoutLimits: LockoutLimits = {
  pairFailures: 5,
  sourceFailures: 25,
  userFailures: 100,
  firstDelayMs: 5_000,
  maxDelayMs: 15 * 60_000,
  knownPairMaxDelayMs: 30_000,
  forgetAfterMs: 60 * 60_000,
  knownForMs: 24 * 3_600_000,
  maxEntries: 200_000,
};

interface Failures {
  count: number;
  lastAtMs: number;
  lockedUntilMs: number;
}

/** @param now milliseconds, from a clock that tests may hold still */
export function createLockouts(limits: LockoutLimits, now: () => number): Lockouts {
  const table = (turnAfterMs: number) => ({ maxEntries: limits.maxEntries, turnAfterMs, now });
  const pairs = new GenerationalMap<string, Failures>(table(limits.forgetAfterMs));
  const sources = new GenerationalMap<string, Failures>(table(limits.forgetAfterMs));
  const users = new GenerationalMap<string, Failures>(table(limits.forgetAfterMs));
  const known = new GenerationalMap<string, true>(table(limits.knownForMs));

  const waitOf = (failures: Failures | undefined): number =>
    failures ? Math.max(0, failures.lockedUntilMs - now()) : 0;

  /** @returns whether this failure locked the key */
  const count = (
    map: GenerationalMap<string, Failures>,
    key: string,
    threshold: number,
    capMs: number,
  ): boolean => {
    const nowMs = now();
    const failures = map.get(key) ?? { count: 0, lastAtMs: nowMs, lockedUntilMs: 0 };
    if (nowMs - failures.lastAtMs >= limits.forgetAfterMs) failures.count = 0;
    failures.count += 1;
    failures.lastAtMs = nowMs;
    const doublings = failures.count - threshold;
    const locks = doublings >= 0;
    if (locks) failures.lockedUntilMs = nowMs + Math.min(capMs, limits.firstDelayMs * 2 ** doublings);
    map.set(key, failures);
    return locks;
  };

  return {
    waitMs(username, source) {
      if (pairs.size + sources.size + users.size === 0) return 0;
      const pair = pairKey(username, source);
      const pairWaitMs = waitOf(pairs.get(pair));
      if (known.get(pair)) return pairWaitMs;
      return Math.max(pairWaitMs, waitOf(sources.get(source)), waitOf(users.get(username)));
    },
    failed(username, source) {
      const pair = pairKey(username, source);
      const capMs = known.get(pair) ? limits.knownPairMaxDelayMs : limits.maxDelayMs;
      const sourceLocked = count(sources, source, limits.sourceFailures, limits.maxDelayMs);
      const userLocked = count(users, username, limits.userFailures, limits.maxDelayMs);
      if (count(pairs, pair, limits.pairFailures, capMs)) return 'pair';
      return sourceLocked ? 'source' : userLocked ? 'user' : null;
    },
    succeeded(username, source) {
      const pair = pairKey(username, source);
      if (pairs.size > 0) pairs.delete(pair);
      if (!known.get(pair)) known.set(pair, true);
    },
  };
}

/** A space cannot stand in an address, so no two pairs share a key. A template's result would be slow to find in a map. */
const pairKey = (username: string, source: string): string => [source, username].join(' ');
