import { problem } from '@tandem/api-types/problem';

/** A request that did not succeed, with a sentence for the person. */
export class ApiError extends Error {
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Parses an answer: a schema of `@tandem/api-types`. */
export interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/api/v1/`. */
  readonly path: string;
  readonly body?: unknown;
  readonly accessToken?: string;
}

const timeoutMs = 15_000;

/** Sends a request and parses its answer; every failure is an `ApiError`. */
export async function fetchJson<T>(request: HttpRequest, answer: Schema<T>): Promise<T> {
  const response = await send(request);
  const parsed = answer.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw new ApiError(response.status, 'The server’s answer could not be understood.');
  return parsed.data;
}

/** Sends a request whose answer has no content. */
export async function send({ method, path, body, accessToken }: HttpRequest): Promise<Response> {
  const response = await fetch(`/api/v1/${path}`, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => {
    throw new ApiError(0, 'The server cannot be reached.');
  });
  if (response.ok) return response;
  const refusal = problem.safeParse(await response.json().catch(() => undefined));
  throw new ApiError(
    response.status,
    refusal.success ? refusal.data.detail : `The server refused the request (${response.status}).`,
  );
}
