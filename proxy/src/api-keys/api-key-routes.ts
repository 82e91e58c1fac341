import { apiKeyRequest, apiKeys, newApiKey } from '@tandem/api-types/api-keys';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { refusalResponses } from '../http/error-answer.ts';
import { actorOf, principalOf } from '../http/signed-in.ts';
import type { ApiKeys } from './api-keys.ts';

const tags = ['api keys'];

/** Keys for programs. */
export function apiKeyRoutes(keys: ApiKeys): FastifyPluginAsyncZod {
  return async (api) => {
    api.get(
      '/admin/api-keys',
      {
        config: { scope: 'keys:write' },
        schema: {
          summary: 'All keys, the newest first',
          tags,
          response: { 200: apiKeys, ...refusalResponses },
        },
      },
      async () => ({ keys: await keys.list() }),
    );
    api.post(
      '/admin/api-keys',
      {
        config: { scope: 'keys:write' },
        schema: {
          summary: 'Makes a key and tells its secret, once',
          description: 'A key can do no more than who makes it.',
          tags,
          body: apiKeyRequest,
          response: { 201: newApiKey, ...refusalResponses },
        },
      },
      async (request, reply) => {
        const made = await keys.create(request.body, actorOf(request), principalOf(request).scopes);
        return reply.code(201).send(made);
      },
    );
    api.delete(
      '/admin/api-keys/:id',
      {
        config: { scope: 'keys:write' },
        schema: {
          summary: 'Removes a key, which stops working at once',
          tags,
          params: z.object({ id: z.uuid() }),
          response: { 204: z.null(), ...refusalResponses },
        },
      },
      async (request, reply) => {
        await keys.remove(request.params.id, actorOf(request));
        return reply.code(204).send(null);
      },
    );
  };
}
