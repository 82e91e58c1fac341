import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from './api-error.ts';

/** How a route describes that its body is a CSV file; `csvBody` reads it. */
export const csvRequest = {
  consumes: ['text/csv'],
  body: z.unknown().describe('The file, in UTF-8.'),
};

/** Routes of this scope get CSV files as they arrive, without holding them in memory. */
export function acceptCsv(scope: Pick<FastifyInstance, 'addContentTypeParser'>): void {
  scope.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));
}

/**
 * The file in the body of a request.
 * @throws ApiError `wrong-media-type` when there is none; while it is read `too-large` beyond the route's `bodyLimit`,
 * and `bad-input` when the client hangs up
 */
export async function* csvBody(request: FastifyRequest): AsyncGenerator<Uint8Array> {
  const { body, routeOptions } = request;
  if (!isAsyncIterable(body))
    throw new ApiError('wrong-media-type', { message: 'The request must be text/csv.' });
  const limit = routeOptions.bodyLimit;
  let bytes = 0;
  for await (const chunk of untilCut(body, request)) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('a chunk of the body holds no bytes');
    bytes += chunk.length;
    if (bytes > limit) throw new ApiError('too-large');
    yield chunk;
  }
}

/** Whoever hangs up while sending is no reason to look at the database. */
async function* untilCut(body: AsyncIterable<unknown>, { raw }: FastifyRequest): AsyncGenerator<unknown> {
  try {
    yield* body;
  } catch (error) {
    if (raw.complete) throw error;
    throw new ApiError('bad-input', { message: 'The file ended before all of it had come.' });
  }
}

const isAsyncIterable = (body: unknown): body is AsyncIterable<unknown> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
