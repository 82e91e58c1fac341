import { health, overview } from '@tandem/api-types';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import type { Accounts } from '../accounts/accounts.ts';
import { refusalResponses } from './error-answer.ts';

type Health = z.infer<typeof health>;

/** Looks after the system as a whole. Must answer within a few seconds, whatever is down. */
export type HealthCheck = () => Promise<Health>;

/** Health is for load balancers too: 503 only when the system cannot serve calls at all. */
export function healthRoutes(checkHealth: HealthCheck): FastifyPluginAsyncZod {
  return async (api) => {
    api.get(
      '/health',
      {
        config: { rateLimit: false },
        schema: {
          summary: 'Whether the system can serve calls',
          tags: ['system'],
          response: { 200: health, 503: health },
        },
      },
      async (_request, reply) => {
        const answer = await checkHealth();
        return reply.code(answer.status === 'down' ? 503 : 200).send(answer);
      },
    );
    api.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
      reply.type('application/json').send(JSON.stringify(api.swagger())),
    );
  };
}

/** The console's first page. */
export function overviewRoutes(sources: {
  health: HealthCheck;
  location: { count(): number };
  calls: { count(): number };
  accounts: Pick<Accounts, 'countUsers'>;
}): FastifyPluginAsyncZod {
  return async (api) => {
    api.get(
      '/overview',
      {
        config: { scope: 'system:read' },
        schema: {
          summary: 'Figures of the whole system',
          tags: ['admin'],
          response: { 200: overview, ...refusalResponses },
        },
      },
      async () => {
        const [users, answer] = await Promise.all([sources.accounts.countUsers(), sources.health()]);
        return {
          health: answer,
          registeredBindings: sources.location.count(),
          activeCalls: sources.calls.count(),
          users,
        };
      },
    );
  };
}
