import type { RefusalKey } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import { createAlgorithmOffer } from './algorithm-offer.ts';
import { parseAuthorization } from './authorization-header.ts';
import { CredentialsUnavailable } from './credential-cache.ts';
import type { Awaitable, Credential, CredentialStore, Identity } from './credentials.ts';
import { challengeHeaders, type DigestAlgorithm, digestAlgorithms } from './digest.ts';
import { chooseDigest, createFakeHa1, isForTarget, isRight, type UsableDigest } from './digest-check.ts';
import { createLockouts, defaultLockoutLimits, type LockoutLimits } from './lockouts.ts';
import { createNonces } from './nonces.ts';
import { sourceKey } from './source-address.ts';

/** What authentication needs of a request. Texts are Unicode, unfolded or not. */
export interface RequestToAuthenticate {
  readonly method: string;
  readonly uri: string;
  /** All Authorization header values, joined by commas when there are several. */
  readonly authorization: string | undefined;
  /** The address the request came from, without a port. */
  readonly sourceAddress: string;
  /** The From header and the User-Agent header: they tell clients apart that cannot take SHA-256. */
  readonly from: string | undefined;
  readonly userAgent: string | undefined;
}

export type AuthenticationResult =
  | { readonly kind: 'accepted'; readonly identity: Identity }
  | {
      readonly kind: 'challenge';
      /** One WWW-Authenticate header line each, in this order. */
      readonly headers: readonly string[];
      readonly stale: boolean;
    }
  | {
      readonly kind: 'refused';
      readonly key: Extract<RefusalKey, 'bad-request' | 'too-many-failures' | 'database-down' | 'overloaded'>;
      /** For a Retry-After header; null when trying again is of no use. */
      readonly retryAfterSeconds: number | null;
    };

/** Decides who sent a request, by SIP digest (RFC 3261 §22, RFC 7616, RFC 8760). Knows nothing of sockets. */
export interface Authenticator {
  /**
   * No promise when the credentials are at hand. Never rejects: a database that does not answer is the refusal
   * `database-down`.
   */
  check(request: RequestToAuthenticate): Awaitable<AuthenticationResult>;
}

export interface AuthenticatorOptions {
  readonly credentials: CredentialStore;
  /** Without quotes and backslashes. */
  readonly realm: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
  /**
   * What is accepted, and offered in this order where the client can take it (see `AlgorithmOffer`). Default SHA-256,
   * then MD5: RFC 8760 wants the stronger first, and SIP.js and JsSIP, which know only MD5, take the last.
   */
  readonly algorithms?: readonly DigestAlgorithm[];
  readonly limits?: Partial<AuthenticationLimits>;
}

export interface AuthenticationLimits extends LockoutLimits {
  /** How long a nonce may be used, in ms. Default 300 s. */
  readonly nonceLifetimeMs: number;
  /** The latest nonces, whose uses are remembered against replay; older ones become stale. Default 524,288. */
  readonly maxNonces: number;
  /**
   * A failed attempt is answered at the next multiple of this time, in ms, so that neither a cache nor the database's
   * speed tells whether a user exists. 0 answers at once. Default 25 ms.
   */
  readonly failureStepMs: number;
  /** Failed attempts waiting for their answer at once; beyond it 503. Default 2,000. */
  readonly maxWaitingFailures: number;
}

const defaultLimits: AuthenticationLimits = {
  ...defaultLockoutLimits,
  nonceLifetimeMs: 300_000,
  maxNonces: 2 ** 19,
  failureStepMs: 25,
  maxWaitingFailures: 2_000,
};

const BUSY_RETRY_SECONDS = 5;
const CHANGED_PASSWORD_KNOWN_AFTER_MS = 2_000;
const NAME_MAX = 100;

export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { credentials, realm, now, log, algorithms = digestAlgorithms } = options;
  if (/["\\\r\n]/.test(realm)) throw new Error('A digest realm holds no quote, backslash or line break.');
  const limits = { ...defaultLimits, ...options.limits };
  const nonces = createNonces({
    now,
    lifetimeMs: limits.nonceLifetimeMs,
    maxRemembered: limits.maxNonces,
  });
  const lockouts = createLockouts(limits, now);
  const offer = createAlgorithmOffer(algorithms, now);
  const fakeHa1 = createFakeHa1();
  const forOurRealm = createRealmFilter(realm, log);
  let waitingFailures = 0;

  const challenge = (
    request: RequestToAuthenticate,
    source: string,
    stale: boolean,
  ): AuthenticationResult => {
    const headers = challengeHeaders(offer.to(request), realm, nonces.issue(source), stale);
    return { kind: 'challenge', headers, stale };
  };

  /** What can be told without knowing the user: the attempt to check, or the answer. */
  const read = (request: RequestToAuthenticate): Attempt | AuthenticationResult => {
    const source = sourceKey(request.sourceAddress);
    const { authorization } = request;
    if (!authorization) return challenge(request, source, false);
    const entries = parseAuthorization(authorization);
    if (!entries) return refused('bad-request', null);
    const digest = chooseDigest(entries, realm, algorithms);
    if (!digest) return challenge(request, source, false);
    offer.answered(request, digest.algorithm);
    if (!isForTarget(digest.uri, request.uri)) return refused('bad-request', null);
    const nonceId = nonces.examine(digest.nonce, source);
    if (nonceId === null) return challenge(request, source, true);
    return { request, source, digest, nonceId, username: digest.username.slice(0, NAME_MAX) };
  };

  const refusedWhenLocked = ({ username, source }: Attempt): AuthenticationResult | null => {
    const waitMs = lockouts.waitMs(username, source);
    return waitMs > 0 ? refused('too-many-failures', Math.ceil(waitMs / 1000)) : null;
  };

  const verify = (attempt: Attempt): Awaitable<AuthenticationResult> => {
    const locked = refusedWhenLocked(attempt);
    if (locked) return locked;
    if (waitingFailures >= limits.maxWaitingFailures) return refused('overloaded', BUSY_RETRY_SECONDS);
    const found = credentials.find(attempt.digest.username);
    if (!(found instanceof Promise)) return judge(attempt, forOurRealm(found), null);
    const begunAtMs = performance.now();
    return found.then(
      // Others that came while the database was asked may have used up the attempts.
      (credential) => refusedWhenLocked(attempt) ?? judge(attempt, forOurRealm(credential), begunAtMs),
      (error: unknown) => {
        if (!(error instanceof CredentialsUnavailable)) log.error('credentials', { error: asError(error) });
        return refused('database-down', BUSY_RETRY_SECONDS);
      },
    );
  };

  const judge = (
    attempt: Attempt,
    credential: Credential | null,
    begunAtMs: number | null,
  ): Awaitable<AuthenticationResult> =>
    isRight(attempt.digest, attempt.request.method, credential, fakeHa1)
      ? accept(attempt, credential)
      : reconsider(attempt, credential, begunAtMs ?? performance.now());

  const accept = (attempt: Attempt, credential: Credential | null): AuthenticationResult => {
    const { digest, nonceId, request, source, username } = attempt;
    const nonceCount = digest.qop && digest.nonceCount ? Number.parseInt(digest.nonceCount, 16) : null;
    if (!credential || !nonces.use(nonceId, nonceCount)) return challenge(request, source, true);
    lockouts.succeeded(username, source);
    return { kind: 'accepted', identity: credential.identity };
  };

  /**
   * A wrong password, unless another process changed it a moment ago, which a cache does not know. It is counted first,
   * so that many guesses at once are not all tried while the database is asked.
   */
  const reconsider = async (
    attempt: Attempt,
    remembered: Credential | null,
    begunAtMs: number,
  ): Promise<AuthenticationResult> => {
    const { digest, request, source, username } = attempt;
    const locked = lockouts.failed(username, source);
    if (remembered) {
      const current = forOurRealm(await currentCredential(digest.username));
      const changed = current !== remembered && isRight(digest, request.method, current, fakeHa1);
      if (changed) return accept(attempt, current);
    }
    log.info('wrong password or unknown user', { username, source });
    if (locked) log.warn('too many failed sign-ins', { locked, username, source });
    waitingFailures += 1;
    await untilNextStep(begunAtMs, limits.failureStepMs);
    waitingFailures -= 1;
    return refusedWhenLocked(attempt) ?? challenge(request, source, false);
  };

  const currentCredential = async (username: string): Promise<Credential | null> => {
    try {
      return await credentials.find(username, CHANGED_PASSWORD_KNOWN_AFTER_MS);
    } catch {
      return null;
    }
  };

  return {
    check(request) {
      const attempt = read(request);
      return 'kind' in attempt ? attempt : verify(attempt);
    },
  };
}

/** A request with credentials that are worth looking at. */
interface Attempt {
  readonly request: RequestToAuthenticate;
  readonly source: string;
  readonly digest: UsableDigest;
  readonly nonceId: number;
  /** As it is counted and logged. */
  readonly username: string;
}

/** An HA1 that was made for another realm can match nothing. */
function createRealmFilter(realm: string, log: Log): (credential: Credential | null) => Credential | null {
  let warned = false;
  return (credential) => {
    if (!credential || credential.realm === realm) return credential;
    if (!warned)
      log.error('SIP passwords were stored for another realm', { realm, stored: credential.realm });
    warned = true;
    return null;
  };
}

const refused = (
  key: Extract<AuthenticationResult, { kind: 'refused' }>['key'],
  retryAfterSeconds: number | null,
): AuthenticationResult => ({ kind: 'refused', key, retryAfterSeconds });

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

async function untilNextStep(begunAtMs: number, stepMs: number): Promise<void> {
  if (stepMs <= 0) return;
  const elapsedMs = performance.now() - begunAtMs;
  const waitMs = stepMs - (elapsedMs % stepMs);
  await new Promise((resolve) => setTimeout(resolve, waitMs));
}
