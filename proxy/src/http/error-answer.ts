import { type FieldError, type Problem, problem } from '@tandem/api-types/problem';
import { isDatabaseUnavailable } from '@tandem/sql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { TandemError } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import { ApiError, type ApiRefusalKey, apiRefusals } from './api-error.ts';

const PROBLEM_TYPE = 'application/problem+json';
const refusalResponse = {
  description: 'The request was refused.',
  content: { [PROBLEM_TYPE]: { schema: problem } },
};

/** Every refusal of a route in OpenAPI has the same shape (RFC 9457). */
export const refusalResponses = { '4xx': refusalResponse, '5xx': refusalResponse };

/** Where a kind of problem is explained. */
export const PROBLEM_PATH = '/problems/';

const DATABASE_RETRY_AFTER_SECONDS = 5;

/**
 * Turns whatever was thrown into one of the API's refusals. What is not meant for the client's eyes is logged with the
 * request's id, and the client gets that id.
 */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): void {
  const refusal = refusalOf(error, request.id);
  if (refusal.status >= 500) {
    const logged = error instanceof Error ? error : new Error(String(error));
    const fields = { requestId: request.id, refusal: refusal.key, error: logged };
    if (refusal.key === 'internal') log.error('http request failed', fields);
    else log.warn('http request failed', fields);
  }
  if (refusal.retryAfterSeconds !== null) reply.header('retry-after', refusal.retryAfterSeconds);
  if (refusal.status === 401) reply.header('www-authenticate', 'Bearer');
  reply
    .code(refusal.status)
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(problemOf(refusal, request.id)));
}

const problemOf = ({ key, status, message, errors, context }: ApiError, requestId: string): Problem => ({
  type: `/api/v1${PROBLEM_PATH}${key}`,
  title: apiRefusals[key].sentence,
  status,
  detail: message,
  instance: `urn:uuid:${requestId}`,
  code: key,
  ...(errors.length > 0 ? { errors: [...errors] } : {}),
  ...(context === undefined ? {} : { context }),
});

function refusalOf(error: unknown, requestId: string): ApiError {
  if (error instanceof ApiError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    return ApiError.ofFields(
      error.validation.map(
        ({ instancePath, message = 'is not valid' }): FieldError => ({
          field: instancePath.slice(1).replaceAll('/', '.'),
          message,
        }),
      ),
    );
  }
  if (error instanceof TandemError && error.key === 'bad-request') return badInput(error.message);
  if (isDatabaseUnavailable(error)) {
    return new ApiError('database-down', { retryAfterSeconds: DATABASE_RETRY_AFTER_SECONDS });
  }
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
  const key = typeof status === 'number' ? frameworkRefusals.get(status) : undefined;
  if (key && error instanceof Error) return new ApiError(key, { message: error.message });
  return new ApiError('internal', {
    message: `The server made a mistake. Its log has the details under request ${requestId}.`,
  });
}

const badInput = (message: string): ApiError => new ApiError('bad-input', { message: message.slice(0, 500) });

/** What Fastify itself refuses: its messages name no internals. */
const frameworkRefusals: ReadonlyMap<number, ApiRefusalKey> = new Map([
  [400, 'bad-input'],
  [404, 'not-found'],
  [413, 'too-large'],
  [415, 'wrong-media-type'],
  [416, 'no-such-range'],
]);
