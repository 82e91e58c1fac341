import type { User } from '@tandem/api-types';
import { role } from '@tandem/api-types/access';
import { type Database, isDuplicate } from '@tandem/sql';
import { z } from 'zod';
import type { Ha1 } from '../authentication/digest.ts';
import { ApiError } from '../http/api-error.ts';

const userRow = z.object({
  id: z.string(),
  username: z.string(),
  display_name: z.string(),
  role,
  password_hash: z.string(),
  created_at_ms: z.coerce.number(),
  version: z.number(),
  // SQLite has no booleans.
  voicemail: z.coerce.boolean(),
});

const userRows = z.array(userRow);

export interface StoredUser {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: User['role'];
  readonly passwordHash: string;
  readonly createdAtMs: number;
  /** Counted up with each change but of the password. */
  readonly version: number;
  /** Whether calls that nobody answers go to the mailbox. */
  readonly voicemail: boolean;
}

/** What a desk phone signs in with: the user's own name, and HA1 of the same password as on the web. */
interface DeskPhoneSecret {
  readonly realm: string;
  readonly ha1: Ha1;
}

export interface UserListRequest {
  readonly search?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** What is written together with a change, or not at all. */
export type Recording = (transaction: Database) => Promise<void>;

/** The table `users` and what hangs on it. */
export interface UserStore {
  /** @throws ApiError `user-exists`, also when something else is dialled by the name */
  insert(user: StoredUser, secret: DeskPhoneSecret, inSameTransaction: Recording): Promise<void>;
  /**
   * Writes the display name, the role, whether voicemail is on, and the version.
   * @returns false when the user is gone or no longer of the version before
   */
  update(user: StoredUser, inSameTransaction: Recording): Promise<boolean>;
  findByUsername(username: string): Promise<StoredUser | null>;
  findById(id: string): Promise<StoredUser | null>;
  /**
   * Sorted by user name.
   * @param request `search` is a part of the user name or display name; `after` the last name of the page before
   */
  list(request: UserListRequest): Promise<StoredUser[]>;
  count(): Promise<number>;
  /** Removes devices, credentials, tokens, links and bindings with the user. @returns whether there was such a user */
  remove(username: string, inSameTransaction: Recording): Promise<boolean>;
  /** Also ends the user's sessions and sign-in links. */
  setPassword(user: StoredUser, passwordHash: string, secret: DeskPhoneSecret, nowMs: number): Promise<void>;
}

/** Ring groups and conference rooms are dialled by their names, as users are. @throws ApiError `user-exists` */
async function refuseDialledName(db: Database, name: string): Promise<void> {
  const taken: unknown = await db('configuration_documents')
    .where({ id: name })
    .whereIn('kind', ['ring-group', 'conference'])
    .first('id');
  if (taken !== undefined)
    throw new ApiError('user-exists', { message: 'A ring group or a conference room has this name.' });
}

export function createUserStore(db: Database): UserStore {
  const find = async (where: Record<string, string>): Promise<StoredUser | null> => {
    const row: unknown = await db('users').where(where).first();
    return row === undefined ? null : storedUser(userRow.parse(row));
  };
  return {
    async insert(user, secret, inSameTransaction) {
      try {
        await db.transaction(async (transaction) => {
          await refuseDialledName(transaction, user.username);
          await transaction('users').insert({
            id: user.id,
            username: user.username,
            display_name: user.displayName,
            role: user.role,
            password_hash: user.passwordHash,
            created_at_ms: user.createdAtMs,
            version: user.version,
            voicemail: user.voicemail,
          });
          await transaction('sip_credentials').insert(deskPhoneRow(user, secret, user.createdAtMs));
          await inSameTransaction(transaction);
        });
      } catch (error) {
        if (isDuplicate(error)) throw new ApiError('user-exists');
        throw error;
      }
    },
    update: (user, inSameTransaction) =>
      db.transaction(async (transaction) => {
        const changed = await transaction('users')
          .where({ id: user.id, version: user.version - 1 })
          .update({
            display_name: user.displayName,
            role: user.role,
            version: user.version,
            voicemail: user.voicemail,
          });
        if (changed === 1) await inSameTransaction(transaction);
        return changed === 1;
      }),
    findByUsername: (username) => find({ username }),
    findById: (id) => find({ id }),
    async list({ search, after, limit }) {
      const query = db('users').orderBy('username').limit(limit);
      if (after !== undefined) query.where('username', '>', after);
      if (search) {
        const literal = `%${search.toLowerCase().replace(/[|%_]/g, (wildcard) => `|${wildcard}`)}%`;
        query.whereRaw("(username like ? escape '|' or lower(display_name) like ? escape '|')", [
          literal,
          literal,
        ]);
      }
      return userRows.parse(await query).map(storedUser);
    },
    async count() {
      const row: unknown = await db('users').count({ users: '*' }).first();
      return z.object({ users: z.coerce.number() }).parse(row).users;
    },
    remove: (username, inSameTransaction) =>
      db.transaction(async (transaction) => {
        await transaction('bindings').where({ username }).delete();
        const removed = (await transaction('users').where({ username }).delete()) > 0;
        if (removed) await inSameTransaction(transaction);
        return removed;
      }),
    setPassword: (user, passwordHash, secret, nowMs) =>
      db.transaction(async (transaction) => {
        const changed = await transaction('users')
          .where({ id: user.id })
          .update({ password_hash: passwordHash });
        if (changed === 0) throw new ApiError('not-found', { message: 'There is no such user any more.' });
        await transaction('sip_credentials')
          .insert(deskPhoneRow(user, secret, nowMs))
          .onConflict('authorization_username')
          .merge(['realm', 'ha1_md5', 'ha1_sha256', 'created_at_ms']);
        await transaction('refresh_tokens')
          .where({ user_id: user.id, revoked_at_ms: null })
          .update({ revoked_at_ms: nowMs });
        await transaction('sign_in_links').where({ user_id: user.id }).delete();
      }),
  };
}

const storedUser = (row: z.infer<typeof userRow>): StoredUser => ({
  id: row.id,
  username: row.username,
  displayName: row.display_name,
  role: row.role,
  passwordHash: row.password_hash,
  createdAtMs: row.created_at_ms,
  version: row.version,
  voicemail: row.voicemail,
});

const deskPhoneRow = (user: StoredUser, { realm, ha1 }: DeskPhoneSecret, createdAtMs: number) => ({
  authorization_username: user.username,
  user_id: user.id,
  device_id: null,
  realm,
  ha1_md5: ha1.md5,
  ha1_sha256: ha1.sha256,
  created_at_ms: createdAtMs,
});
