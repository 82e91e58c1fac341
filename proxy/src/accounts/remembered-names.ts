import { GenerationalMap } from '../authentication/generational-map.ts';
import type { Directory } from './directory.ts';

/** What calls ask of the directory. */
export type Names = Pick<Directory, 'userExists' | 'displayName'>;

export interface RememberedNamesOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long a name is used without asking again. Default 2 s: a removed user is called no longer than that. */
  readonly freshMs?: number;
  /** How long a name is used when the database does not answer. Default 1 h, so that calls go on without it. */
  readonly usableMs?: number;
  /** Default 50,000. */
  readonly maxEntries?: number;
}

/** Spares the database two questions a call while it is busy, and the calls the database while it is away. */
export function rememberNames(directory: Names, options: RememberedNamesOptions): Names {
  const { now, freshMs = 2_000, usableMs = 3_600_000, maxEntries = 50_000 } = options;
  const known = new GenerationalMap<string, { readonly name: string | null; readonly readAtMs: number }>({
    maxEntries,
    turnAfterMs: usableMs,
    now,
  });
  const displayName = async (username: string): Promise<string | null> => {
    const entry = known.get(username);
    if (entry && now() - entry.readAtMs < freshMs) return entry.name;
    try {
      const name = await directory.displayName(username);
      known.set(username, { name, readAtMs: now() });
      return name;
    } catch (error) {
      if (entry && now() - entry.readAtMs < usableMs) return entry.name;
      throw error;
    }
  };
  return { displayName, userExists: async (username) => (await displayName(username)) !== null };
}
