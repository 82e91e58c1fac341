import { problem } from '@tandem/api-types/problem';
import type { z } from 'zod';
import { ApiError } from './api-error.ts';

const timeoutMs = 15_000;

export interface HttpRequest<T> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/api/v1/`. */
  readonly path: string;
  readonly body?: unknown;
  readonly accessToken?: string;
  /** Parses the answer; without it the answer's body is not read. */
  readonly answer?: z.ZodType<T>;
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;
export type Http = <T>(request: HttpRequest<T>) => Promise<T | undefined>;

/** Speaks to the HTTP API; every failure is an `ApiError` with a sentence. */
export function createHttp(fetch: Fetch): Http {
  return async ({ method, path, body, accessToken, answer }) => {
    const response = await send(fetch, `/api/v1/${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw await refusal(response);
    if (!answer) return undefined;
    const parsed = answer.safeParse(await response.json().catch(() => undefined));
    if (!parsed.success) {
      throw new ApiError(response.status, 'unreadable', 'The server’s answer could not be understood.');
    }
    return parsed.data;
  };
}

async function send(fetch: Fetch, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new ApiError(0, 'timeout', 'The server took too long to answer. Try again.');
    }
    throw new ApiError(0, 'network', 'The server cannot be reached. Check your connection.');
  }
}

async function refusal(response: Response): Promise<ApiError> {
  const parsed = problem.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return new ApiError(response.status, parsed.data.code, parsed.data.detail);
  return new ApiError(response.status, 'unreadable', `The server refused the request (${response.status}).`);
}
