import { hash, verify } from '@node-rs/argon2';
import { ApiError } from '../http/api-error.ts';

/** OWASP's Password Storage Cheat Sheet: argon2id (the library's own choice) with 19 MiB, two passes, one thread. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Two of libuv's four threads, so that a flood of sign-ins leaves room for file and name look-ups. */
const AT_ONCE_MAX = 2;
/** At about 25 ms each the last one waits a second and a half. */
const WAITING_MAX = 100;

/** Hashes and checks the passwords of the web sign-in. */
export interface PasswordHashing {
  /** @returns the hash with its parameters and salt, at most 255 characters */
  hash(password: string): Promise<string>;
  /**
   * Takes as long when there is no hash to compare with, so that nobody learns from the time which users exist.
   * @param passwordHash null for an unknown user: the answer is then false
   * @param begin called when its turn has come; may throw, and nothing is computed then
   * @throws ApiError `overloaded` when too many others wait
   */
  verify(passwordHash: string | null, password: string, begin?: () => void): Promise<boolean>;
}

export function createPasswordHashing(): PasswordHashing {
  const inTurn = createTurns(AT_ONCE_MAX, WAITING_MAX);
  let unknownUsersHash: Promise<string> | undefined;
  return {
    hash: (password) => inTurn(() => hash(password, PARAMETERS)),
    async verify(passwordHash, password, begin = () => {}) {
      unknownUsersHash ??= hash('a password that nobody has', PARAMETERS);
      const compared = passwordHash ?? (await unknownUsersHash);
      const matches = await inTurn(async () => {
        begin();
        return verify(compared, password);
      });
      return matches && passwordHash !== null;
    },
  };
}

/** Runs at most `atOnceMax` pieces of work together; the others wait, and beyond `waitingMax` they are refused. */
function createTurns(atOnceMax: number, waitingMax: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnceMax) {
      if (waiting.length >= waitingMax) throw new ApiError('overloaded', { retryAfterSeconds: 2 });
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
