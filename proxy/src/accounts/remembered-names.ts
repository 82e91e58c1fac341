import { GenerationalMap } from '../authentication/generational-map.ts';
import type { Directory } from './directory.ts';

/** What calls ask of the directory. */
export type Names = Pick<Directory, 'userExists' | 'displayName' | 'voicemailOn'>;

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

/** Spares the database its questions for each call while it is busy, and the calls the database while it is away. */
export function rememberNames(directory: Names, options: RememberedNamesOptions): Names {
  const displayName = remembered((username: string) => directory.displayName(username), options);
  const voicemailOn = remembered((username: string) => directory.voicemailOn(username), options);
  return {
    displayName,
    voicemailOn,
    userExists: async (username) => (await displayName(username)) !== null,
  };
}

function remembered<Answer>(
  ask: (username: string) => Promise<Answer>,
  { now, freshMs = 2_000, usableMs = 3_600_000, maxEntries = 50_000 }: RememberedNamesOptions,
): (username: string) => Promise<Answer> {
  const known = new GenerationalMap<string, { readonly answer: Answer; readonly readAtMs: number }>({
    maxEntries,
    turnAfterMs: usableMs,
    now,
  });
  return async (username) => {
    const entry = known.get(username);
    if (entry && now() - entry.readAtMs < freshMs) return entry.answer;
    try {
      const answer = await ask(username);
      known.set(username, { answer, readAtMs: now() });
      return answer;
    } catch (error) {
      if (entry && now() - entry.readAtMs < usableMs) return entry.answer;
      throw error;
    }
  };
}
