import { changePage, changeQuery } from '@tandem/api-types/changes';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { refusalResponses } from '../http/error-answer.ts';
import { actorOf, principalOf } from '../http/signed-in.ts';
import type { Changes } from './changes.ts';

const tags = ['changes'];

/** The history of the configuration, and taking changes back. */
export function changeRoutes(changes: Changes): FastifyPluginAsyncZod {
  return async (api) => {
    api.get(
      '/admin/changes',
      {
        config: { scope: 'system:read' },
        schema: {
          summary: 'Changes of the configuration, the newest first',
          tags,
          querystring: changeQuery,
          response: { 200: changePage, ...refusalResponses },
        },
      },
      (request) => changes.page(request.query, request.query),
    );
    api.post(
      '/admin/changes/:id/undo',
      {
        // Each kind of resource asks for the scope of its own writes.
        config: { scope: 'system:read' },
        schema: {
          summary: 'Takes a change back; it must be the newest of its resource',
          description: 'Also needs the scope with which the resource is changed, such as `trunks:write`.',
          tags,
          params: z.object({ id: z.coerce.number().int().positive() }),
          response: { 204: z.null(), ...refusalResponses },
        },
      },
      async (request, reply) => {
        const { scopes } = principalOf(request);
        await changes.undo(request.params.id, actorOf(request), (scope) => scopes.has(scope));
        return reply.code(204).send(null);
      },
    );
  };
}
