import { simulation, simulationRequest } from '@tandem/api-types/routing';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { refusalResponses } from '../http/error-answer.ts';
import type { Routing } from './routing.ts';
import { type OutgoingHeaders, simulate } from './simulate.ts';

/** "Try a number". */
export function simulateRoutes(options: {
  readonly routing: Pick<Routing, 'snapshot' | 'references'>;
  readonly primaryDomain: string;
  readonly headers: OutgoingHeaders;
  readonly now: () => number;
}): FastifyPluginAsyncZod {
  const { routing, primaryDomain, headers, now } = options;
  return async (api) => {
    api.post(
      '/routing/simulate',
      {
        config: { scope: 'routing:read' },
        schema: {
          summary: 'Where a call would go, and why: by the code that decides calls, without calling anybody',
          tags: ['routing'],
          body: simulationRequest,
          response: { 200: simulation, ...refusalResponses },
        },
      },
      (request) =>
        simulate(request.body, routing.snapshot(), {
          nowMs: now(),
          primaryDomain,
          userExists: routing.references.userExists,
          headers,
        }),
    );
  };
}
