import { type FieldError, problem } from '@tandem/api-types/problem';

export interface Refusal {
  /** A stable key of the kind of problem, such as `bad-input`; empty when the server sent none. */
  readonly code: string;
  readonly fieldErrors: readonly FieldError[];
  readonly context: unknown;
}

const unexplained: Refusal = { code: '', fieldErrors: [], context: null };

/** A request that did not succeed, with a sentence for the person. */
export class ApiError extends Error {
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly refusal: Refusal;

  constructor(status: number, message: string, refusal: Refusal = unexplained) {
    super(message);
    this.status = status;
    this.refusal = refusal;
  }
}

/** Parses an answer: a schema of `@tandem/api-types`. */
export interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1/`. */
  readonly path: string;
  /** Text is sent as CSV, everything else as JSON. */
  readonly body?: unknown;
  readonly accessToken?: string;
  /** The version that was edited: the server refuses when it is no longer the current one. */
  readonly version?: number | undefined;
}

const timeoutMs = 30_000;

/** Sends a request and parses its answer; every failure is an `ApiError`. */
export async function fetchJson<T>(request: HttpRequest, answer: Schema<T>): Promise<T> {
  const response = await send(request);
  const parsed = answer.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw new ApiError(response.status, 'The server’s answer could not be understood.');
  return parsed.data;
}

/** Sends a request whose answer has no content. */
export async function send(request: HttpRequest): Promise<Response> {
  const { method, path, body } = request;
  const response = await fetch(`/api/v1/${path}`, {
    method,
    headers: headersOf(request),
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => {
    throw new ApiError(0, 'The server cannot be reached.');
  });
  if (response.ok) return response;
  const refusal = problem.safeParse(await response.json().catch(() => undefined));
  if (!refusal.success)
    throw new ApiError(response.status, `The server refused the request (${response.status}).`);
  const { detail, code, errors = [], context = null } = refusal.data;
  throw new ApiError(response.status, detail, { code, fieldErrors: errors, context });
}

function headersOf({ body, accessToken, version }: HttpRequest): Record<string, string> {
  return {
    accept: 'application/json',
    ...(body === undefined
      ? {}
      : { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' }),
    ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
    ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
  };
}
