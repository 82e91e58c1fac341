import type { Database } from '@tandem/sql';
import { z } from 'zod';

const entryRows = z.array(z.object({ username: z.string(), display_name: z.string() }));

/** Who can be called by name. */
interface DirectoryUser {
  readonly username: string;
  readonly displayName: string;
}

/** Read from the database each time: users come and go while the system runs. */
export interface Directory {
  userExists(username: string): Promise<boolean>;
  /** Null when there is no such user. */
  displayName(username: string): Promise<string | null>;
  /** Whether calls that the user does not answer go to the mailbox; false when there is no such user. */
  voicemailOn(username: string): Promise<boolean>;
  /** Those of the users that exist. */
  displayNames(usernames: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Sorted by user name; `search` finds the beginning of a user name or any part of a display name. */
  entries(query: { search?: string | undefined; limit: number }): Promise<DirectoryUser[]>;
}

export function createDirectory(db: Database): Directory {
  const displayNames = async (usernames: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    if (usernames.length === 0) return new Map();
    const rows: unknown = await db('users')
      .whereIn('username', [...new Set(usernames)])
      .select('username', 'display_name');
    return new Map(entryRows.parse(rows).map((row) => [row.username, row.display_name]));
  };
  const displayName = async (username: string): Promise<string | null> =>
    (await displayNames([username])).get(username) ?? null;
  return {
    userExists: async (username) => (await displayName(username)) !== null,
    displayName,
    displayNames,
    voicemailOn: async (username) =>
      (await db('users').where({ username, voicemail: true }).first('id')) !== undefined,
    async entries({ search, limit }) {
      const query = db('users').orderBy('username').limit(limit).select('username', 'display_name');
      if (search) {
        const literal = search.toLowerCase().replace(/[|%_]/g, (wildcard) => `|${wildcard}`);
        query.whereRaw("(username like ? escape '|' or lower(display_name) like ? escape '|')", [
          `${literal}%`,
          `%${literal}%`,
        ]);
      }
      const rows: unknown = await query;
      return entryRows.parse(rows).map((row) => ({ username: row.username, displayName: row.display_name }));
    },
  };
}
