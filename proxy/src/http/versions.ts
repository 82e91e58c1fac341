import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from './api-error.ts';

/** For the `headers` of a route that changes a resource. */
export const ifMatchHeaders = z.object({
  'if-match': z.string().max(200).optional().describe('The ETag of the version that was edited. Required.'),
});

/**
 * The version that the client edited (RFC 9110 §13.1.1), which must still be the newest.
 * @throws ApiError `version-missing`, `bad-input` for what is not one of our ETags
 */
export function editedVersion(request: Pick<FastifyRequest, 'headers'>): number {
  const header = request.headers['if-match'];
  if (header === undefined) throw new ApiError('version-missing');
  const version = /^"(\d{1,9})"$/.exec(header)?.[1];
  if (version === undefined)
    throw ApiError.ofField('if-match', 'must be the ETag that came with the resource');
  return Number(version);
}

/** Sends a resource with its version as the ETag. */
export function sendVersioned<Resource extends { readonly version: number }>(
  reply: FastifyReply,
  resource: Resource,
  status: 200 | 201 = 200,
): FastifyReply {
  return reply.code(status).header('etag', `"${resource.version}"`).send(resource);
}
