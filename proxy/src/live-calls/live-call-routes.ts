import { liveCalls } from '@tandem/api-types/calls';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Calls } from '../calls/calls.ts';
import type { Changes } from '../changes/changes.ts';
import { ApiError } from '../http/api-error.ts';
import { refusalResponses } from '../http/error-answer.ts';
import { actorOf } from '../http/signed-in.ts';
import { liveCallOf } from './live-call.ts';

const tags = ['calls'];
const LISTED_MAX = 1000;

/** Calls that go on now. */
export function liveCallRoutes(
  calls: Pick<Calls, 'active' | 'count' | 'find' | 'hangUp'>,
  changes: Pick<Changes, 'note'>,
): FastifyPluginAsyncZod {
  return async (api) => {
    api.get(
      '/admin/live-calls',
      {
        config: { scope: 'calls:read' },
        schema: {
          summary: 'Calls that go on now, the newest first, at most 1000',
          tags,
          response: { 200: liveCalls, ...refusalResponses },
        },
      },
      async () => {
        const newest = calls.active().sort((a, b) => b.facts.startedAtMs - a.facts.startedAtMs);
        return { calls: newest.slice(0, LISTED_MAX).map(liveCallOf), total: calls.count() };
      },
    );
    api.post(
      '/admin/live-calls/:id/hang-up',
      {
        config: { scope: 'calls:hang-up' },
        schema: {
          summary: 'Ends a call, or gives up the attempt',
          tags,
          params: z.object({ id: z.uuid() }),
          response: { 204: z.null(), ...refusalResponses },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const actor = actorOf(request);
        const facts = calls.find(id)?.facts;
        if (!facts || !calls.hangUp(id, actor.name)) {
          throw new ApiError('not-found', { message: 'The call has ended already.' });
        }
        const label = `${facts.callerUri} → ${facts.calleeUri}`;
        await changes.note({ action: 'hang-up', kind: 'call', id, label, actor });
        return reply.code(204).send(null);
      },
    );
  };
}
