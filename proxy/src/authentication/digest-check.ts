import { hash, randomBytes } from 'node:crypto';
import { parseUri } from '@tandem/sip-engine/uri';
import { percentDecoded } from '../sip/percent-decoded.ts';
import { rememberLast } from '../sip/remember-last.ts';
import type { DigestCredentials } from './authorization-header.ts';
import type { Credential } from './credentials.ts';
import { type DigestAlgorithm, digestResponse } from './digest.ts';
import { isSameText } from './same-text.ts';

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
    const formKnown = entry.qop === 'auth' || (entry.qop === null && entry.algorithm === 'MD5');
    if (formKnown && entry.realm === realm && isUsable(entry, algorithms)) return entry;
  }
  return undefined;
}

const isUsable = (entry: DigestCredentials, algorithms: readonly DigestAlgorithm[]): entry is UsableDigest =>
  algorithms.some((name) => name === entry.algorithm);

/** Unknown users and wrong passwords take the same steps: one fake HA1, one digest, one comparison in constant time. */
export function isRight(
  digest: UsableDigest,
  method: string,
  credential: Credential | null,
  fakeHa1: (username: string, algorithm: DigestAlgorithm) => string,
): boolean {
  const stored = digest.algorithm === 'MD5' ? credential?.ha1.md5 : credential?.ha1.sha256;
  const right = stored !== undefined && isAnswerFor(digest, method, stored);
  if (right) return true;
  const fake = fakeHa1(digest.username, digest.algorithm);
  if (stored === undefined) isAnswerFor(digest, method, fake);
  return false;
}

function isAnswerFor(digest: UsableDigest, method: string, ha1: string): boolean {
  const { algorithm, nonce, nonceCount, cnonce, qop, response, uri } = digest;
  const protection = nonceCount !== null && cnonce !== null && qop !== null ? { nonceCount, cnonce } : null;
  return isSameText(digestResponse({ algorithm, ha1, nonce, method, uri, protection }), response);
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
  return digestUri === requestUri || namesTarget(digestUri, requestUri);
}

const namesTarget = rememberLast((digestUri, requestUri) => {
  const mine = parseUri(digestUri);
  const theirs = parseUri(requestUri);
  if (!mine || !theirs || mine.host !== theirs.host) return false;
  if (mine.host === '') return mine.user === theirs.user;
  const samePort = mine.port === undefined || theirs.port === undefined || mine.port === theirs.port;
  return (
    samePort && (mine.user === undefined || percentDecoded(mine.user) === percentDecoded(theirs.user ?? ''))
  );
});
