import type { CsvLineError } from '@tandem/api-types/numbers';
import type { FieldError } from '@tandem/api-types/problem';

/** The closed set of the API's refusals: each has an HTTP status, a stable key and a sentence for a person. */
export const apiRefusals = {
  'bad-input': { status: 400, sentence: 'The request is not valid.' },
  'not-signed-in': { status: 401, sentence: 'Sign in first.' },
  'wrong-password': { status: 401, sentence: 'The user name or the password is wrong.' },
  'link-not-valid': { status: 401, sentence: 'The sign-in link was used already or is too old.' },
  'refresh-not-valid': { status: 401, sentence: 'The session has ended. Sign in again.' },
  'refresh-reused': {
    status: 401,
    sentence: 'The session was continued from two places, so it was ended for safety. Sign in again.',
  },
  'not-allowed': { status: 403, sentence: 'Your role or API key does not allow this.' },
  'not-found': { status: 404, sentence: 'There is no such thing here.' },
  'user-exists': { status: 409, sentence: 'The user name is taken.' },
  'own-account': {
    status: 409,
    sentence: 'You cannot remove the account you are signed in with, nor change its role.',
  },
  'too-many-devices': {
    status: 409,
    sentence: 'Too many devices of this user are registered. Remove one of them first.',
  },
  'changed-meanwhile': { status: 412, sentence: 'Somebody else changed it while you were editing.' },
  'version-missing': {
    status: 428,
    sentence: 'Say in the header If-Match which version you edited: the ETag that came with it.',
  },
  'in-use': { status: 409, sentence: 'Something else still leads to it.' },
  'not-undoable': { status: 409, sentence: 'This change cannot be taken back.' },
  'file-managed': { status: 409, sentence: 'This is managed by a configuration file; edit that file.' },
  'name-taken': { status: 409, sentence: 'The name is taken.' },
  'too-many-keys': { status: 409, sentence: 'There are too many API keys. Remove one of them first.' },
  'too-large': { status: 413, sentence: 'The request is too large.' },
  'wrong-media-type': { status: 415, sentence: 'The request must be JSON.' },
  'no-such-range': { status: 416, sentence: 'The requested range lies outside of it.' },
  'too-many-attempts': { status: 429, sentence: 'Too many wrong attempts. Wait a little and try again.' },
  'too-many-requests': { status: 429, sentence: 'Too many requests. Wait a little and try again.' },
  internal: { status: 500, sentence: 'The server made a mistake.' },
  'database-down': { status: 503, sentence: 'The database does not answer. Try again in a moment.' },
  overloaded: { status: 503, sentence: 'The server is busy. Try again in a moment.' },
} as const satisfies Record<string, { status: number; sentence: string }>;

export type ApiRefusalKey = keyof typeof apiRefusals;

interface ApiErrorOptions {
  /** Replaces the refusal's own sentence; never a secret, never an internal detail. */
  readonly message?: string;
  readonly retryAfterSeconds?: number;
  readonly errors?: readonly FieldError[];
  readonly context?: unknown;
}

/** More of them help nobody, and an answer stays small. */
const ERRORS_MAX = 100;

/** A refusal of the API that travels as an exception. Its message may be shown to anybody. */
export class ApiError extends Error {
  readonly key: ApiRefusalKey;
  /** When to try again, for the Retry-After header; null when waiting does not help. */
  readonly retryAfterSeconds: number | null;

  /** The fields that are wrong; empty when it is none of them. */
  readonly errors: readonly FieldError[];
  /** What a client can act on; undefined when there is nothing. */
  readonly context: unknown;

  constructor(key: ApiRefusalKey, options: ApiErrorOptions = {}) {
    super(options.message ?? apiRefusals[key].sentence);
    this.name = 'ApiError';
    this.key = key;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
    this.errors = options.errors ?? [];
    this.context = options.context;
  }

  /** `bad-input` for one field. @param message what is wrong there, as a sentence for a person */
  static ofField(field: string, message: string): ApiError {
    return ApiError.ofFields([{ field, message }]);
  }

  /** `bad-input` that names each wrong field; the first one makes the sentence. @param context what a client can act on */
  static ofFields(errors: readonly FieldError[], context?: unknown): ApiError {
    const [first] = errors;
    if (!first) return new ApiError('bad-input');
    const message = first.field === '' ? first.message : `${first.field}: ${first.message}`;
    return new ApiError('bad-input', {
      message: message.slice(0, 500),
      errors: errors.slice(0, ERRORS_MAX),
      context,
    });
  }

  /** `bad-input` for a file, of which nothing was applied. All wrong lines are in the context. */
  static ofLines(lines: readonly CsvLineError[]): ApiError {
    const [first] = lines;
    const where =
      lines.length === 1
        ? `Line ${first?.line} is wrong`
        : `${lines.length} lines are wrong, the first is line ${first?.line}`;
    const message = `${where}; nothing was applied. ${first?.field ? `${first.field}: ` : ''}${first?.message ?? ''}`;
    return new ApiError('bad-input', { message, context: { lines } });
  }

  get status(): number {
    return apiRefusals[this.key].status;
  }
}
