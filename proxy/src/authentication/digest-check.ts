import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { parseUri } from '@tandem/sip-engine/uri';
import type { DigestCredentials } from './authorization-header.ts';
import type { Credential } from './credentials.ts';
import { type DigestAlgorithm, digestResponse } from './digest.ts';

/** Credentials by an algorithm that we accept. */
export type UsableDigest = DigestCredentials & { readonly algorithm: DigestAlgorithm };

/**
 * The first entry for our realm that we can check; several are allowed (RFC 3261 §22.3). Without `qop` only MD5 counts,
 * for telephones older than RFC 2617: RFC 8760 demands qop with SHA-256.
 */
export function chooseDigest(
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
export function isRight(
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
export function createFakeHa1(): (username: string, algorithm: DigestAlgorithm) => string {
  const salt = randomBytes(16).toString('hex');
  return (username, algorithm) =>
    hash('sha256', `${salt}:${username}`).slice(0, algorithm === 'MD5' ? 32 : 64);
}

/**
 * Whether the digest was made for this request (RFC 7616 §3.4.6). Telephones differ in parameters, in writing the
 * default port and, for some test tools, in leaving the user out, so only what both name is compared.
 */
export function isForTarget(digestUri: string, requestUri: string): boolean {
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
