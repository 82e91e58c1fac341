import { hash } from 'node:crypto';
import { rememberLast } from '../sip/remember-last.ts';

/** The digest algorithms we know, the preferred one first (RFC 8760 §2.4). */
export const digestAlgorithms = ['SHA-256', 'MD5'] as const;

export type DigestAlgorithm = (typeof digestAlgorithms)[number];

/** H(username:realm:password) for each algorithm, lower-case hexadecimal. This is stored; the password never is. */
export interface Ha1 {
  readonly md5: string;
  readonly sha256: string;
}

/** What a digest is computed over (RFC 7616 §3.4.1). All texts as they stood between the quotes. */
export interface DigestInput {
  readonly algorithm: DigestAlgorithm;
  readonly ha1: string;
  readonly nonce: string;
  readonly method: string;
  readonly uri: string;
  /** Null for the form of RFC 2069, which old phones still send. */
  readonly protection: { readonly nonceCount: string; readonly cnonce: string } | null;
}

/** The secret that SIP digest needs of a user: one HA1 per algorithm (RFC 7616 §3.4.2), text in UTF-8. */
export function ha1(username: string, realm: string, password: string): Ha1 {
  const text = `${username}:${realm}:${password}`;
  return { md5: hash('md5', text), sha256: hash('sha256', text) };
}

/** The response directive a client must send: lower-case hexadecimal, 32 characters for MD5, 64 for SHA-256. */
export function digestResponse(input: DigestInput): string {
  const name = input.algorithm === 'MD5' ? 'md5' : 'sha256';
  const ha2 = ha2Of(name, `${input.method}:${input.uri}`);
  const middle = input.protection
    ? `${input.nonce}:${input.protection.nonceCount}:${input.protection.cnonce}:auth`
    : input.nonce;
  return hash(name, `${input.ha1}:${middle}:${ha2}`);
}

const ha2Of = rememberLast((name, text) => hash(name, text));

/**
 * The values of the WWW-Authenticate headers of one challenge, one header line each (RFC 3261 §7.3.1 forbids joining
 * them).
 *
 * @param realm holds no quote and no backslash
 */
export function challengeHeaders(
  algorithms: readonly DigestAlgorithm[],
  realm: string,
  nonce: string,
  stale: boolean,
): string[] {
  const staleText = stale ? ', stale=true' : '';
  return algorithms.map(
    (algorithm) =>
      `Digest realm="${realm}", nonce="${nonce}", algorithm=${algorithm}, qop="auth"${staleText}`,
  );
}
