import { randomBytes } from 'node:crypto';
import { parameter, readEntries, unescapeQuoted } from './authorization-header.ts';
import { type DigestAlgorithm, digestAlgorithms, digestResponse, ha1 } from './digest.ts';

/** A challenge of the Digest scheme (RFC 3261 §25.1 `challenge`). */
export interface Challenge {
  /** Unescaped. */
  readonly realm: string;
  /** As between the quotes. */
  readonly nonce: string;
  /** Null when it is one that we do not know. */
  readonly algorithm: DigestAlgorithm | null;
  /** Empty in the form of RFC 2069. */
  readonly qop: readonly string[];
  readonly opaque: string | null;
  readonly stale: boolean;
}

/** For what a secret may be used. */
export interface DigestAccount {
  readonly username: string;
  readonly realm: string;
  readonly secret: string;
}

/** What became of a challenge. `wrong-realm` and `unknown-form` never come with anything made from the secret. */
export type ChallengeAnswer =
  | { readonly kind: 'credentials'; readonly value: string }
  | { readonly kind: 'wrong-realm'; readonly realms: readonly string[] }
  | { readonly kind: 'unknown-form' };

/** Reads WWW-Authenticate or Proxy-Authenticate, several lines joined by commas; empty when it cannot be read. */
export function parseChallenges(text: string): Challenge[] {
  const entries = readEntries(text.replace(/\r\n[ \t]+/g, ' ')) ?? [];
  return entries.flatMap(({ scheme, parameters }) => {
    const realm = parameters.get(parameter.realm);
    const nonce = parameters.get(parameter.nonce);
    if (scheme.toLowerCase() !== 'digest' || realm === undefined || !nonce) return [];
    const algorithm = parameters.get(parameter.algorithm)?.toUpperCase() ?? 'MD5';
    return {
      realm: unescapeQuoted(realm),
      nonce,
      algorithm: digestAlgorithms.find((name) => name === algorithm) ?? null,
      qop: (parameters.get(parameter.qop) ?? '')
        .toLowerCase()
        .split(',')
        .flatMap((option) => option.trim() || []),
      opaque: parameters.get(parameter.opaque) ?? null,
      stale: parameters.get(parameter.stale)?.toLowerCase() === 'true',
    };
  });
}

/**
 * Answers the strongest challenge of the account's realm (RFC 8760 §2.4), each nonce once.
 * @param uri the Request-URI
 * @param cnonce for tests; else random
 */
export function answerChallenges(
  challenges: readonly Challenge[],
  account: DigestAccount,
  request: { readonly method: string; readonly uri: string },
  cnonce: string = randomBytes(12).toString('hex'),
): ChallengeAnswer {
  const ours = challenges.filter(({ realm }) => realm === account.realm);
  if (ours.length === 0) return { kind: 'wrong-realm', realms: challenges.map(({ realm }) => realm) };
  for (const algorithm of digestAlgorithms) {
    const challenge = ours.find((each) => each.algorithm === algorithm && canAnswer(each));
    if (challenge)
      return { kind: 'credentials', value: credentials(challenge, algorithm, account, request, cnonce) };
  }
  return { kind: 'unknown-form' };
}

/** Integrity of bodies (`auth-int`) is used by nobody; SHA-256 without qop is not allowed (RFC 8760 §2.6). */
const canAnswer = ({ qop, algorithm }: Challenge): boolean =>
  qop.length === 0 ? algorithm === 'MD5' : qop.includes('auth');

function credentials(
  { nonce, realm, qop, opaque }: Challenge,
  algorithm: DigestAlgorithm,
  { username, secret }: DigestAccount,
  { method, uri }: { method: string; uri: string },
  cnonce: string,
): string {
  const both = ha1(username, realm, secret);
  const protection = qop.length === 0 ? null : { nonceCount: '00000001', cnonce };
  const response = digestResponse({
    algorithm,
    ha1: algorithm === 'MD5' ? both.md5 : both.sha256,
    nonce,
    method,
    uri,
    protection,
  });
  return [
    `Digest username="${quoted(username)}"`,
    `realm="${quoted(realm)}"`,
    `nonce="${nonce}"`,
    `uri="${uri}"`,
    `response="${response}"`,
    `algorithm=${algorithm}`,
    ...(protection ? ['qop=auth', `nc=${protection.nonceCount}`, `cnonce="${cnonce}"`] : []),
    ...(opaque === null ? [] : [`opaque="${opaque}"`]),
  ].join(', ');
}

const quoted = (text: string): string => text.replace(/["\\]/g, '\\$&');
