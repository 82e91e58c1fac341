import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { parseUri } from '@tandem/sip-engine/uri';
import type { RefusalKey } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import { createAlgorithmOffer } from './algorithm-offer.ts';
import { type DigestCredentials, parseAuthorization } from './authorization-header.ts';
import { CredentialsUnavailable } from './credential-cache.ts';
import type { Credential, CredentialStore, Identity } from './credentials.ts';
import { challengeHeaders, type DigestAlgorithm, digestAlgorithms, digestResponse } from './digest.ts';
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
  /** Never rejects: a database that does not answer is the refusal `database-down`. */
  check(request: RequestToAuthenticate): Promise<AuthenticationResult>;
}

export interface AuthenticatorOptions {
  readonly credentials: CredentialStore;
  /** Without quotes and backslashes. */
  readonly realm: string;
  /** At least 32 characters. Nonces do not outlive the process, so it need not be the same after a restart. */
  readonly nonceSecret: string;
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
  /** Nonces in use that are remembered against replay. Default 500,000. */
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
  maxNonces: 500_000,
  failureStepMs: 25,
  maxWaitingFailures: 2_000,
};

const BUSY_RETRY_SECONDS = 5;
const NAME_MAX = 100;
const CLIENT_KEY_MAX = 300;

export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { credentials, realm, now, log, algorithms = digestAlgorithms } = options;
  if (/["\\\r\n]/.test(realm)) throw new Error('A digest realm holds no quote, backslash or line break.');
  const limits = { ...defaultLimits, ...options.limits };
  const nonces = createNonces({
    secret: options.nonceSecret,
    now,
    lifetimeMs: limits.nonceLifetimeMs,
    maxRemembered: limits.maxNonces,
  });
  const lockouts = createLockouts(limits, now);
  const offer = createAlgorithmOffer(algorithms, now);
  const fakeHa1 = createFakeHa1();
  let waitingFailures = 0;
  let warnedOfRealm = false;

  const challenge = (
    request: RequestToAuthenticate,
    source: string,
    stale: boolean,
  ): AuthenticationResult => {
    const algorithms = offer.to(clientKey(request, source), request.userAgent);
    return {
      kind: 'challenge',
      headers: challengeHeaders(algorithms, realm, nonces.issue(source), stale),
      stale,
    };
  };

  const usable = (credential: Credential | null, username: string): Credential | null => {
    if (!credential || credential.realm === realm) return credential;
    if (!warnedOfRealm) log.error('SIP passwords were stored for another realm', { username, realm });
    warnedOfRealm = true;
    return null;
  };

  const refuseWhenLocked = (username: string, source: string): AuthenticationResult | null => {
    const waitMs = lockouts.waitMs(username, source);
    return waitMs > 0 ? refused('too-many-failures', Math.ceil(waitMs / 1000)) : null;
  };

  const fail = async (
    request: RequestToAuthenticate,
    username: string,
    source: string,
    begunAtMs: number,
  ): Promise<AuthenticationResult> => {
    const locked = lockouts.failed(username, source);
    log.info('wrong password or unknown user', { username, source });
    if (locked) log.warn('too many failed sign-ins', { locked, username, source });
    waitingFailures += 1;
    await untilNextStep(begunAtMs, limits.failureStepMs);
    waitingFailures -= 1;
    return refuseWhenLocked(username, source) ?? challenge(request, source, false);
  };

  return {
    async check(request) {
      const source = sourceKey(request.sourceAddress);
      if (!request.authorization) return challenge(request, source, false);
      const entries = parseAuthorization(request.authorization);
      if (!entries) return refused('bad-request', null);
      const digest = choose(entries, realm, algorithms);
      if (!digest) return challenge(request, source, false);
      offer.answered(clientKey(request, source), digest.algorithm);
      if (!isForTarget(digest.uri, request.uri)) return refused('bad-request', null);
      const nonceId = nonces.examine(digest.nonce, source);
      if (nonceId === null) return challenge(request, source, true);

      const username = digest.username.slice(0, NAME_MAX);
      const locked = refuseWhenLocked(username, source);
      if (locked) return locked;
      if (waitingFailures >= limits.maxWaitingFailures) return refused('overloaded', BUSY_RETRY_SECONDS);

      const begunAtMs = performance.now();
      let credential: Credential | null;
      try {
        credential = usable(await credentials.find(digest.username), username);
      } catch (error) {
        if (!(error instanceof CredentialsUnavailable)) log.error('credentials', { error: asError(error) });
        return refused('database-down', BUSY_RETRY_SECONDS);
      }
      // Others that came while the database was asked may have used up the attempts.
      const lockedMeanwhile = refuseWhenLocked(username, source);
      if (lockedMeanwhile) return lockedMeanwhile;
      if (!isRight(digest, request.method, credential, fakeHa1))
        return fail(request, username, source, begunAtMs);
      const nonceCount = digest.nonceCount === null ? null : Number.parseInt(digest.nonceCount, 16);
      if (!credential || !nonces.use(nonceId, digest.qop ? nonceCount : null))
        return challenge(request, source, true);
      lockouts.succeeded(username, source);
      return { kind: 'accepted', identity: credential.identity };
    },
  };
}

/** Whoever claims to be another only changes which algorithms that one is offered. */
const clientKey = ({ from, userAgent }: RequestToAuthenticate, source: string): string =>
  `${source} ${/sips?:[^>;\s]*/i.exec(from ?? '')?.[0] ?? ''} ${userAgent ?? ''}`.slice(0, CLIENT_KEY_MAX);

const refused = (
  key: Extract<AuthenticationResult, { kind: 'refused' }>['key'],
  retryAfterSeconds: number | null,
): AuthenticationResult => ({ kind: 'refused', key, retryAfterSeconds });

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

type UsableDigest = DigestCredentials & { readonly algorithm: DigestAlgorithm };

/**
 * The first entry for our realm that we can check; several are allowed (RFC 3261 §22.3). Without `qop` only MD5 counts,
 * for telephones older than RFC 2617: RFC 8760 demands qop with SHA-256.
 */
function choose(
  entries: readonly DigestCredentials[],
  realm: string,
  algorithms: readonly DigestAlgorithm[],
): UsableDigest | undefined {
  for (const entry of entries) {
    const algorithm = algorithms.find((name) => name === entry.algorithm);
    const formKnown = entry.qop === 'auth' || (entry.qop === null && algorithm === 'MD5');
    if (algorithm && formKnown && entry.realm === realm) return { ...entry, algorithm };
  }
  return undefined;
}

/**
 * Unknown users and wrong passwords take the same steps: both digests, the true and the fake one, are computed and
 * compared in constant time.
 */
function isRight(
  digest: UsableDigest,
  method: string,
  credential: Credential | null,
  fakeHa1: (username: string, algorithm: DigestAlgorithm) => string,
): boolean {
  const fake = fakeHa1(digest.username, digest.algorithm);
  const stored = digest.algorithm === 'MD5' ? credential?.ha1.md5 : credential?.ha1.sha256;
  const expected = digestResponse({
    algorithm: digest.algorithm,
    ha1: stored ?? fake,
    nonce: digest.nonce,
    method,
    uri: digest.uri,
    protection:
      digest.nonceCount !== null && digest.cnonce !== null && digest.qop !== null
        ? { nonceCount: digest.nonceCount, cnonce: digest.cnonce }
        : null,
  });
  const sent = Buffer.from(digest.response.padEnd(expected.length).slice(0, expected.length));
  const equal = timingSafeEqual(sent, Buffer.from(expected));
  return equal && digest.response.length === expected.length && stored !== undefined;
}

/** An HA1 that no password has; the same for the same name, so that repeating a guess tells nothing. */
function createFakeHa1(): (username: string, algorithm: DigestAlgorithm) => string {
  const salt = randomBytes(16).toString('hex');
  return (username, algorithm) =>
    hash('sha256', `${salt}:${username}`).slice(0, algorithm === 'MD5' ? 32 : 64);
}

/**
 * Whether the digest was made for this request (RFC 7616 §3.4.6). Telephones differ in parameters, in writing the
 * default port and, for some test tools, in leaving the user out, so only what both name is compared.
 */
function isForTarget(digestUri: string, requestUri: string): boolean {
  if (digestUri === requestUri) return true;
  const mine = parseUri(digestUri);
  const theirs = parseUri(requestUri);
  if (!mine || !theirs || mine.host !== theirs.host) return false;
  if (mine.host === '') return mine.user === theirs.user;
  const samePort = mine.port === undefined || theirs.port === undefined || mine.port === theirs.port;
  return samePort && (mine.user === undefined || unescapeUser(mine.user) === unescapeUser(theirs.user ?? ''));
}

function unescapeUser(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}

async function untilNextStep(begunAtMs: number, stepMs: number): Promise<void> {
  if (stepMs <= 0) return;
  const elapsedMs = performance.now() - begunAtMs;
  const waitMs = stepMs - (elapsedMs % stepMs);
  await new Promise((resolve) => setTimeout(resolve, waitMs));
}
