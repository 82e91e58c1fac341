import type { Database } from '@tandem/sql';
import { z } from 'zod';
import { newSecretToken, tokenHash } from './secret-token.ts';

const LIFETIME_MS = 24 * 3_600_000;

/** The table `sign_in_links`: secrets that sign a user in without a password, once, within a day. */
export interface SignInLinkStore {
  /** @returns the secret of the link, which is stored only as a hash */
  add(userId: string, nowMs: number): Promise<string>;
  /** @returns the user's id, or null when the link is unknown, used or too old */
  use(token: string, nowMs: number): Promise<string | null>;
  removeExpired(nowMs: number): Promise<void>;
}

export function createSignInLinkStore(db: Database): SignInLinkStore {
  return {
    async add(userId, nowMs) {
      const token = newSecretToken();
      await db('sign_in_links').insert({
        token_hash: tokenHash(token),
        user_id: userId,
        expires_at_ms: nowMs + LIFETIME_MS,
      });
      return token;
    },
    async use(token, nowMs) {
      const token_hash = tokenHash(token);
      const used = await db('sign_in_links')
        .where({ token_hash, used_at_ms: null })
        .where('expires_at_ms', '>', nowMs)
        .update({ used_at_ms: nowMs });
      if (used !== 1) return null;
      const row: unknown = await db('sign_in_links').where({ token_hash }).first('user_id');
      return z.object({ user_id: z.string() }).optional().parse(row)?.user_id ?? null;
    },
    async removeExpired(nowMs) {
      await db('sign_in_links').where('expires_at_ms', '<=', nowMs).delete();
    },
  };
}
