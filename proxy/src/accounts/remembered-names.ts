import { GenerationalMap } from '../authentication/generational-map.ts';
import type { Directory } from './directory.ts';

/** What calls ask of the directory. */
export type Names = Pick<Directory, 'userExists' | 'displayName' | 'voicemailOn'>;

export interface RememberedNamesOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long a name is used without asking again, unless it is forgotten. Default 60 s, as for passwords. */
  readonly freshMs?: number;
  /** That there is nobody of a name is believed for this long. Default 2 s. */
  readonly absentFreshMs?: number;
  /** How long a name is used when the database does not answer. Default 1 h, so that calls go on without it. */
  readonly usableMs?: number;
  /** Default 50,000. */
  readonly maxEntries?: number;
}

export interface RememberedNames extends Names {
  /** To be called when users were changed or removed. */
  forget(): void;
}

/** Spares the database its questions for each call while it is busy, and the calls the database while it is away. */
export function rememberNames(directory: Names, options: RememberedNamesOptions): RememberedNames {
  const displayNames = remembered((username: string) => directory.displayName(username), options);
  const voicemails = remembered((username: string) => directory.voicemailOn(username), options);
  return {
    displayName: displayNames.of,
    voicemailOn: voicemails.of,
    userExists: async (username) => (await displayNames.of(username)) !== null,
    forget() {
      displayNames.forget();
      voicemails.forget();
    },
  };
}

interface Remembered<Answer> {
  of(username: string): Promise<Answer>;
  forget(): void;
}

function remembered<Answer>(
  ask: (username: string) => Promise<Answer>,
  options: RememberedNamesOptions,
): Remembered<Answer> {
  const { now, freshMs = 60_000, absentFreshMs = 2_000 } = options;
  const { usableMs = 3_600_000, maxEntries = 50_000 } = options;
  const known = new GenerationalMap<string, { readonly answer: Answer; readonly readAtMs: number }>({
    maxEntries,
    turnAfterMs: usableMs,
    now,
  });
  /** Entries of before are as good as the database only while it is away. */
  let forgottenAtMs = Number.NEGATIVE_INFINITY;
  return {
    async of(username) {
      const entry = known.get(username);
      const askedAtMs = now();
      const believedMs = entry?.answer === null ? absentFreshMs : freshMs;
      if (entry && askedAtMs - entry.readAtMs < believedMs && entry.readAtMs > forgottenAtMs)
        return entry.answer;
      try {
        const answer = await ask(username);
        known.set(username, { answer, readAtMs: askedAtMs });
        return answer;
      } catch (error) {
        if (entry && now() - entry.readAtMs < usableMs) return entry.answer;
        throw error;
      }
    },
    forget() {
      forgottenAtMs = now();
    },
  };
}
