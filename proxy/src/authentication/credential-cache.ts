import type { Log } from '../observability/log.ts';
import type { Credential, CredentialStore } from './credentials.ts';
import { GenerationalMap } from './generational-map.ts';

/** A cache that keeps known users working while the database is away. */
export interface CredentialCache extends CredentialStore {
  /** Forgets one authorization username: call it when its password changed or it was removed. */
  invalidate(authorizationUsername: string): void;
  /** Forgets everything. */
  clear(): void;
}

/** The store did not answer and nothing usable was cached. */
export class CredentialsUnavailable extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(`Credentials could not be read: ${detail}.`, options);
    this.name = 'CredentialsUnavailable';
  }
}

export interface CredentialCacheOptions {
  readonly now: () => number;
  readonly log: Log;
  /** An entry is used without asking for this long; a change made by another process shows after it. Default 60 s. */
  readonly freshMs?: number;
  /** "Nobody has it" is believed for this long. Default 2 s. */
  readonly absentFreshMs?: number;
  /** How long a known user keeps working while the database is away. Default 1 h. */
  readonly usableMs?: number;
  /** Entries kept. Default 100,000. */
  readonly maxEntries?: number;
  /** Lookups under way at once. Default 200. */
  readonly maxLookups?: number;
  /** The longest wait for one lookup. Default 2 s. */
  readonly lookupTimeoutMs?: number;
  /** After a failed lookup the store is left alone for this long. Default 1 s. */
  readonly retryAfterMs?: number;
}

interface Entry {
  readonly credential: Credential | null;
  readonly readAtMs: number;
}

/** @param store what to ask when the cache does not know */
export function cacheCredentials(store: CredentialStore, options: CredentialCacheOptions): CredentialCache {
  const { now, log, freshMs = 60_000, absentFreshMs = 2_000, usableMs = 3_600_000 } = options;
  const { maxEntries = 100_000, maxLookups = 200, lookupTimeoutMs = 2_000, retryAfterMs = 1_000 } = options;
  const entries = new GenerationalMap<string, Entry>({ maxEntries, turnAfterMs: usableMs, now });
  const lookups = new Map<string, Promise<Credential | null>>();
  /** Changes at every invalidation, so that a lookup begun before it is not kept after it. */
  let generation = 0;
  let askAgainAtMs = 0;

  const lookUp = async (authorizationUsername: string): Promise<Credential | null> => {
    const begunIn = generation;
    try {
      const credential = await within(lookupTimeoutMs, Promise.resolve(store.find(authorizationUsername)));
      if (begunIn === generation) entries.set(authorizationUsername, { credential, readAtMs: now() });
      return credential;
    } catch (error) {
      askAgainAtMs = now() + retryAfterMs;
      log.warn('credentials could not be read', { error: error instanceof Error ? error : undefined });
      throw new CredentialsUnavailable('the database did not answer', { cause: error });
    } finally {
      lookups.delete(authorizationUsername);
    }
  };

  const ask = (authorizationUsername: string): Promise<Credential | null> => {
    const underWay = lookups.get(authorizationUsername);
    if (underWay) return underWay;
    if (now() < askAgainAtMs) throw new CredentialsUnavailable('the database did not answer a moment ago');
    if (lookups.size >= maxLookups) throw new CredentialsUnavailable('too many lookups are under way');
    const lookup = lookUp(authorizationUsername);
    lookups.set(authorizationUsername, lookup);
    return lookup;
  };

  /** @param fallback what does when the database is away */
  const askFor = async (
    authorizationUsername: string,
    fallback: Credential | null | undefined,
  ): Promise<Credential | null> => {
    try {
      return await ask(authorizationUsername);
    } catch (error) {
      if (fallback) return fallback;
      throw error;
    }
  };

  return {
    find(authorizationUsername, maxAgeMs = freshMs) {
      const entry = entries.get(authorizationUsername);
      const ageMs = entry ? now() - entry.readAtMs : Number.POSITIVE_INFINITY;
      if (entry && ageMs < (entry.credential ? maxAgeMs : absentFreshMs)) return entry.credential;
      return askFor(authorizationUsername, ageMs < usableMs ? entry?.credential : null);
    },
    invalidate(authorizationUsername) {
      generation += 1;
      lookups.delete(authorizationUsername);
      entries.delete(authorizationUsername);
    },
    clear() {
      generation += 1;
      lookups.clear();
      entries.clear();
    },
  };
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
