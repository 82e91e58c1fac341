import { createHash, randomBytes } from 'node:crypto';

export interface Challenge {
  readonly algorithm: 'MD5' | 'SHA-256';
  readonly realm: string;
  readonly nonce: string;
  readonly stale: boolean;
}

/** The challenges of a 401, in the order in which they stand there. */
export function challengesOf(response: string): Challenge[] {
  return [...response.matchAll(/^WWW-Authenticate:\s*Digest\s(.*)$/gim)].map(([, text = '']) => {
    const value = (name: string) => new RegExp(`\\b${name}="?([^",]*)`, 'i').exec(text)?.[1]?.trim() ?? '';
    const algorithm = value('algorithm') || 'MD5';
    if (algorithm !== 'MD5' && algorithm !== 'SHA-256') throw new Error(`challenged with ${algorithm}`);
    return { algorithm, realm: value('realm'), nonce: value('nonce'), stale: /^true$/i.test(value('stale')) };
  });
}

/** The value of an Authorization header (RFC 7616 §3.4, quality of protection `auth`). */
export function authorization(
  challenge: Challenge,
  request: { method: string; uri: string; username: string; password: string; nonceCount?: number },
): string {
  const hash = (text: string) =>
    createHash(challenge.algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const { realm, nonce, algorithm } = challenge;
  const { method, uri, username, password } = request;
  const cnonce = randomBytes(8).toString('hex');
  const nc = (request.nonceCount ?? 1).toString(16).padStart(8, '0');
  const response = hash(
    [hash(`${username}:${realm}:${password}`), nonce, nc, cnonce, 'auth', hash(`${method}:${uri}`)].join(':'),
  );
  const quoted = { username, realm, nonce, uri, response, cnonce };
  const parameters = Object.entries(quoted).map(([name, value]) => `${name}="${value}"`);
  return `Digest ${[...parameters, `algorithm=${algorithm}`, 'qop=auth', `nc=${nc}`].join(', ')}`;
}
