import { randomUUID } from 'node:crypto';
import { type Scope, scope } from '@tandem/api-types/access';
import type { ApiKey, ApiKeyRequest } from '@tandem/api-types/api-keys';
import { type Database, isDuplicate } from '@tandem/sql';
import { z } from 'zod';
import { newSecretToken, tokenHash } from '../accounts/secret-token.ts';
import type { Actor, Changes } from '../changes/changes.ts';
import { ApiError } from '../http/api-error.ts';

/** What a valid key says of its bearer. */
export interface KeyHolder {
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** Keys with which programs use the HTTP API. Only a hash of each is kept. */
export interface ApiKeys {
  /**
   * @param actor who makes it; @param held what the maker may do, which the key must not exceed
   * @returns the key and its secret, which is told only here
   * @throws ApiError `not-allowed`, `name-taken`, `too-many-keys`
   */
  create(
    request: ApiKeyRequest,
    actor: Actor,
    held: ReadonlySet<Scope>,
  ): Promise<{ key: ApiKey; secret: string }>;
  /** The newest first. */
  list(): Promise<ApiKey[]>;
  /** It stops working at once. @throws ApiError `not-found` */
  remove(id: string, actor: Actor): Promise<void>;
  /** @returns null for what is no key, or one that was removed or has expired */
  verify(secret: string): Promise<KeyHolder | null>;
}

/** Tells a key from an access token, and scanners for leaked secrets what they found. */
const PREFIX = 'tandem_';
const KEYS_MAX = 200;
const DAY_MS = 86_400_000;
/** The time of the last use is written this often at most. */
const USE_WRITTEN_EVERY_MS = 60_000;

export const isApiKey = (token: string): boolean => token.startsWith(PREFIX);

export function createApiKeys(options: {
  db: Database;
  changes: Pick<Changes, 'record'>;
  now: () => number;
}): ApiKeys {
  const { db, changes, now } = options;
  return {
    async create(request, actor, held) {
      const beyond = request.scopes.filter((wanted) => !held.has(wanted));
      if (beyond.length > 0) {
        throw new ApiError('not-allowed', { message: `You do not have ${beyond.join(', ')} yourself.` });
      }
      const secret = PREFIX + newSecretToken();
      const { name, expiresInDays } = request;
      const row = {
        id: randomUUID(),
        name,
        scopes: [...new Set(request.scopes)].join(' '),
        created_by: actor.name,
        created_at_ms: now(),
        expires_at_ms: expiresInDays === null ? null : now() + expiresInDays * DAY_MS,
        last_used_at_ms: null,
      };
      const key = keyOf(row);
      await db
        .transaction(async (transaction) => {
          await refuseTooMany(transaction);
          await transaction('api_keys').insert({ ...row, secret_hash: tokenHash(secret) });
          await changes.record(transaction, {
            ...ofKey(key),
            version: 1,
            before: null,
            after: stateOf(key),
            actor,
          });
        })
        .catch((error: unknown) => {
          throw isDuplicate(error) ? new ApiError('name-taken') : error;
        });
      return { key, secret };
    },
    async list() {
      const rows: unknown[] = await db('api_keys').orderBy('created_at_ms', 'desc').limit(KEYS_MAX);
      return rows.map(keyOf);
    },
    remove: (id, actor) =>
      db.transaction(async (transaction) => {
        const row: unknown = await transaction('api_keys').where({ id }).first();
        if (row === undefined) throw new ApiError('not-found', { message: 'There is no such key.' });
        const key = keyOf(row);
        await transaction('api_keys').where({ id }).delete();
        await changes.record(transaction, {
          ...ofKey(key),
          version: 2,
          before: stateOf(key),
          after: null,
          actor,
        });
      }),
    async verify(secret) {
      const row: unknown = await db('api_keys')
        .where({ secret_hash: tokenHash(secret) })
        .first();
      if (row === undefined) return null;
      const { id, name, scopes, expires_at_ms, last_used_at_ms } = keyRow.parse(row);
      const nowMs = now();
      if (expires_at_ms !== null && expires_at_ms <= nowMs) return null;
      if (nowMs - (last_used_at_ms ?? 0) >= USE_WRITTEN_EVERY_MS) {
        await db('api_keys').where({ id }).update({ last_used_at_ms: nowMs });
      }
      return { name, scopes };
    },
  };
}

async function refuseTooMany(transaction: Database): Promise<void> {
  const row: unknown = await transaction('api_keys').count({ count: '*' }).first();
  const { count } = z.object({ count: z.coerce.number() }).parse(row);
  if (count >= KEYS_MAX) throw new ApiError('too-many-keys');
}

const ofKey = ({ id, name }: ApiKey) => ({ kind: 'api-key', id, label: name });

const stateOf = ({ name, scopes, expiresAt }: ApiKey) => ({ name, scopes, expiresAt });

const timeOrNull = z.union([z.null(), z.coerce.number()]);

const keyRow = z.object({
  id: z.string(),
  name: z.string(),
  // A scope that this version no longer knows allows nothing.
  scopes: z.string().transform((text) => text.split(' ').flatMap((name) => scope.safeParse(name).data ?? [])),
  created_by: z.string(),
  created_at_ms: z.coerce.number(),
  expires_at_ms: timeOrNull,
  last_used_at_ms: timeOrNull,
});

function keyOf(raw: unknown): ApiKey {
  const row = keyRow.parse(raw);
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    createdBy: row.created_by,
    createdAt: isoTime(row.created_at_ms),
    expiresAt: row.expires_at_ms === null ? null : isoTime(row.expires_at_ms),
    lastUsedAt: row.last_used_at_ms === null ? null : isoTime(row.last_used_at_ms),
  };
}

const isoTime = (timeMs: number): string => new Date(timeMs).toISOString();
