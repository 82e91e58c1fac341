import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ApiError, apiRefusals } from './api-error.ts';
import { PROBLEM_PATH, refusalResponses } from './error-answer.ts';

const problemKind = z.object({ code: z.string(), status: z.number().int(), title: z.string() });

const KINDS = Object.entries(apiRefusals).map(([code, { status, sentence }]) => ({
  code,
  status,
  title: sentence,
}));

/** What the `type` of a problem document leads to (RFC 9457 §3.1.1). */
export const problemRoutes: FastifyPluginAsyncZod = async (api) => {
  api.get(
    `${PROBLEM_PATH}:code`,
    {
      schema: {
        summary: 'What a kind of problem means',
        tags: ['system'],
        params: z.object({ code: z.string().max(60) }),
        response: { 200: problemKind, ...refusalResponses },
      },
    },
    async (request) => {
      const kind = KINDS.find(({ code }) => code === request.params.code);
      if (!kind) throw new ApiError('not-found');
      return kind;
    },
  );
};
