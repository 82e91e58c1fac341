import { apiError } from '@tandem/api-types';
import { isDatabaseUnavailable } from '@tandem/sql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { TandemError } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import { ApiError, type ApiRefusalKey } from './api-error.ts';

/** Every refusal of a route in OpenAPI has the same shape. */
export const refusalResponses = { '4xx': apiError, '5xx': apiError };

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
  reply.code(refusal.status).type('application/json').send({ error: refusal.key, message: refusal.message });
}

function refusalOf(error: unknown, requestId: string): ApiError {
  if (error instanceof ApiError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const [first] = error.validation;
    const field = first?.instancePath.slice(1).replaceAll('/', '.');
    return badInput(field ? `${field}: ${first?.message}` : (first?.message ?? error.message));
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
]);
