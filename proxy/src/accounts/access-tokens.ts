import { hash } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

const ISSUER = 'tandem';
const AUDIENCE = 'tandem-api';
const SECRET_CHARACTERS_MIN = 32;

/** What an access token says: who, not what they may do now, which is read from the database for each request. */
const accessClaims = z.object({ sub: z.uuid(), sid: z.uuid() });

interface AccessTokenHolder {
  readonly userId: string;
  /** The family of refresh tokens it was given with. */
  readonly sessionId: string;
}

/** Short-lived bearer tokens: JSON Web Tokens (RFC 7519) with HMAC-SHA-256. */
export interface AccessTokens {
  readonly lifetimeSeconds: number;
  sign(holder: AccessTokenHolder, role: string): Promise<string>;
  /** @returns null when the token is forged, expired or meant for something else */
  verify(token: string): Promise<AccessTokenHolder | null>;
}

/** @param secret 32 characters or more; every node of one system has the same */
export function createAccessTokens(options: {
  secret: string;
  lifetimeSeconds: number;
  now: () => number;
}): AccessTokens {
  const { secret, lifetimeSeconds, now } = options;
  if (secret.length < SECRET_CHARACTERS_MIN) throw new RangeError('The token secret is too short.');
  const key = new Uint8Array(hash('sha256', secret, 'buffer'));
  return {
    lifetimeSeconds,
    sign({ userId, sessionId }, role) {
      const issuedAtSeconds = Math.floor(now() / 1000);
      return new SignJWT({ role, sid: sessionId })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(userId)
        .setIssuedAt(issuedAtSeconds)
        .setExpirationTime(issuedAtSeconds + lifetimeSeconds)
        .sign(key);
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          audience: AUDIENCE,
          requiredClaims: ['exp', 'sub'],
          currentDate: new Date(now()),
        });
        const { data: claims } = accessClaims.safeParse(payload);
        return claims ? { userId: claims.sub, sessionId: claims.sid } : null;
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}
