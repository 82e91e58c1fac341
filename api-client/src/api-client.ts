/** The HTTP API as functions whose paths, parameters and answers TypeScript knows, made from the OpenAPI description. */
import { type Problem, problem } from '@tandem/api-types/problem';
import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './schema.ts';

export type ApiClient = Client<paths>;

export type Fetch = (request: Request) => Promise<Response>;

/** A request that did not succeed, with a sentence for the person. */
export class ApiFailure extends Error {
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  /** What the server said (RFC 9457); null when it was not the server who refused, or not in our words. */
  readonly problem: Problem | null;
  /** The problem's code, or `network`, `timeout` or `unreadable`. */
  readonly code: string;

  constructor(status: number, code: string, sentence: string, said: Problem | null = null) {
    super(sentence);
    this.name = 'ApiFailure';
    this.status = status;
    this.code = code;
    this.problem = said;
  }
}

const TIMEOUT_MS = 30_000;

/**
 * @param origin of the server; empty for the one that served the page
 * @param fetch as of the browser; an `ApiFailure` that it throws is handed on
 */
export function createApiClient(origin: string, fetch: Fetch): ApiClient {
  return createClient<paths>({
    baseUrl: origin,
    fetch: (request) => fetchInTime(fetch, request),
  });
}

async function fetchInTime(fetch: Fetch, request: Request): Promise<Response> {
  try {
    return await fetch(new Request(request, { signal: AbortSignal.timeout(TIMEOUT_MS) }));
  } catch (error) {
    if (error instanceof ApiFailure) throw error;
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new ApiFailure(0, 'timeout', 'The server took too long to answer. Try again.');
    }
    throw new ApiFailure(0, 'network', 'The server cannot be reached. Check your connection.');
  }
}

const PAGE_TIMEOUT_MS = 5_000;

/**
 * Whether the server gives a page now, so that a browser which loads it anew ends up with it.
 * @param path of the page
 */
export async function pageIsServed(path: string): Promise<boolean> {
  const signal = AbortSignal.timeout(PAGE_TIMEOUT_MS);
  const answer = await fetch(path, { method: 'HEAD', cache: 'no-store', signal }).catch(() => null);
  return answer?.ok === true;
}

/** The header that names the version that was edited: the server refuses when it is no longer the current one. */
export const ifMatch = (version: number) => ({ 'if-match': `"${version}"` });

/** What the functions of the client resolve to. */
interface Answered<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** A schema of `@tandem/api-types`. */
interface Schema<Data> {
  safeParse(value: unknown): { success: true; data: Data } | { success: false };
}

/**
 * The content of an answer. It is checked: the server may be of another version than the app.
 * @throws ApiFailure
 */
export async function contentOf<Data>(
  answer: Promise<Answered<NoInfer<Data>>>,
  schema: Schema<Data>,
): Promise<Data> {
  const { data, response } = await succeeded(answer);
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new ApiFailure(response.status, 'unreadable', 'The server’s answer could not be understood.');
}

/** Waits for an answer without content. @throws ApiFailure */
export async function succeeded<Data>(answer: Promise<Answered<Data>>): Promise<Answered<Data>> {
  const answered = await answer.catch((error: unknown) => {
    if (error instanceof ApiFailure) throw error;
    throw new ApiFailure(0, 'unreadable', 'The server’s answer could not be understood.');
  });
  if (answered.response.ok) return answered;
  const { status } = answered.response;
  const said = problem.safeParse(answered.error).data;
  if (said) throw new ApiFailure(status, said.code, said.detail, said);
  throw new ApiFailure(status, 'unreadable', `The server refused the request (${status}).`);
}

/** The content of an answer that is a file, asked for with `parseAs: 'blob'`. @throws ApiFailure */
export async function fileOf(answer: Promise<Answered<unknown>>): Promise<Blob> {
  const { data, response } = await succeeded(answer);
  if (data instanceof Blob) return data;
  throw new ApiFailure(response.status, 'unreadable', 'The server’s answer could not be understood.');
}

/** The part of a request that sends a CSV file as it is. */
export const csvFile = (file: Blob) => ({
  body: file,
  bodySerializer: (body: unknown) => body,
  headers: { 'content-type': 'text/csv' },
});
