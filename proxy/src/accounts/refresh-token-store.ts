import { randomUUID } from 'node:crypto';
import type { Database } from '@tandem/sql';
import { z } from 'zod';
import { newSecretToken, tokenHash } from './secret-token.ts';

/**
 * Two tabs that wake together, or a phone that lost the answer, present one token twice within moments. That is no theft,
 * so each gets a successor of its own. A thief who is as quick gains nothing over one who comes first: both are found
 * out when the token, or any older one, is presented later.
 */
const REUSE_GRACE_MS = 10_000;
/** Used tokens are remembered this long, to recognise a late reuse. */
const REMEMBER_USED_MS = 7 * 24 * 3_600_000;

const tokenRow = z.object({
  family_id: z.string(),
  user_id: z.string(),
  expires_at_ms: z.coerce.number(),
  used_at_ms: z.coerce.number().nullable(),
  revoked_at_ms: z.coerce.number().nullable(),
});

type TokenRow = z.infer<typeof tokenRow>;

/** A token just made. It is stored only as a hash. */
export interface IssuedToken {
  readonly refreshToken: string;
  readonly userId: string;
  readonly familyId: string;
}

/** What came of presenting a refresh token. */
type Rotation =
  | { readonly kind: 'rotated'; readonly next: IssuedToken }
  /** Unknown, expired, or of a session that has ended. */
  | { readonly kind: 'not-valid' }
  /** It had been used before: the whole family has just been ended. */
  | { readonly kind: 'reused'; readonly userId: string };

/** The table `refresh_tokens`. One sign-in begins a family; each refresh adds the next token to it. */
export interface RefreshTokenStore {
  /** Begins a family. */
  begin(userId: string, nowMs: number): Promise<IssuedToken>;
  rotate(token: string, nowMs: number): Promise<Rotation>;
  /** Ends the session the token belongs to. Does nothing for an unknown token. */
  end(token: string, nowMs: number): Promise<void>;
  endFamily(familyId: string, nowMs: number): Promise<void>;
  removeExpired(nowMs: number): Promise<void>;
}

/** @param lifetimeMs from each refresh on */
export function createRefreshTokenStore(db: Database, lifetimeMs: number): RefreshTokenStore {
  const add = async (on: Database, userId: string, familyId: string, nowMs: number): Promise<IssuedToken> => {
    const refreshToken = newSecretToken();
    await on('refresh_tokens').insert({
      token_hash: tokenHash(refreshToken),
      family_id: familyId,
      user_id: userId,
      created_at_ms: nowMs,
      expires_at_ms: nowMs + lifetimeMs,
    });
    return { refreshToken, userId, familyId };
  };

  const find = async (on: Database, token: string): Promise<TokenRow | null> => {
    const row: unknown = await on('refresh_tokens')
      .where({ token_hash: tokenHash(token) })
      .first();
    return row === undefined ? null : tokenRow.parse(row);
  };

  const revoke = async (familyId: string, nowMs: number): Promise<void> => {
    await db('refresh_tokens')
      .where({ family_id: familyId, revoked_at_ms: null })
      .update({ revoked_at_ms: nowMs });
  };

  /** Marks the token used and adds its successor, both or neither. @returns null when it may not be used now */
  const use = (token: string, nowMs: number): Promise<Rotation | null> =>
    db.transaction(async (transaction) => {
      // The update comes first: it decides, whatever another process does at the same moment.
      const used = await transaction('refresh_tokens')
        .where({ token_hash: tokenHash(token), revoked_at_ms: null })
        .where('expires_at_ms', '>', nowMs)
        .where((fresh) => fresh.whereNull('used_at_ms').orWhere('used_at_ms', '>=', nowMs - REUSE_GRACE_MS))
        .update({ used_at_ms: transaction.raw('coalesce(used_at_ms, ?)', [nowMs]) });
      const row = used === 1 ? await find(transaction, token) : null;
      if (!row) return null;
      await transaction('refresh_tokens')
        .where({ family_id: row.family_id })
        .where('used_at_ms', '<', nowMs - REMEMBER_USED_MS)
        .delete();
      return { kind: 'rotated', next: await add(transaction, row.user_id, row.family_id, nowMs) };
    });

  return {
    begin: (userId, nowMs) => add(db, userId, randomUUID(), nowMs),
    async rotate(token, nowMs) {
      const rotated = await use(token, nowMs);
      if (rotated) return rotated;
      const row = await find(db, token);
      if (!row || row.revoked_at_ms !== null || row.used_at_ms === null || row.expires_at_ms <= nowMs) {
        return { kind: 'not-valid' };
      }
      await revoke(row.family_id, nowMs);
      return { kind: 'reused', userId: row.user_id };
    },
    async end(token, nowMs) {
      const row = await find(db, token);
      if (row) await revoke(row.family_id, nowMs);
    },
    endFamily: revoke,
    async removeExpired(nowMs) {
      await db('refresh_tokens').where('expires_at_ms', '<=', nowMs).delete();
    },
  };
}
