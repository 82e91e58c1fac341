import {
  type CallLimitSettings,
  callLimit,
  callLimitSettings,
  callLimits,
  callUsages,
  fraudAlarm,
  fraudAlarmPage,
  fraudAlarmQuery,
} from '@tandem/api-types/fraud';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { documentRoutes } from '../changes/document-routes.ts';
import type { VersionedDocuments } from '../changes/versioned-documents.ts';
import { ApiError } from '../http/api-error.ts';
import { refusalResponses } from '../http/error-answer.ts';
import { principalOf } from '../http/signed-in.ts';
import type { AlarmStore } from './alarm-store.ts';
import { limitId } from './call-limits.ts';
import type { FraudProtection } from './fraud-protection.ts';

const tags = ['fraud'];
const LISTED_MAX = 1000;

/** Limits, what is used of them, and alarms. */
export function fraudRoutes(options: {
  readonly limits: VersionedDocuments<CallLimitSettings>;
  readonly alarms: AlarmStore;
  readonly protection: Pick<FraudProtection, 'usages'>;
}): FastifyPluginAsyncZod {
  const { limits, alarms, protection } = options;
  return async (api) => {
    api.get(
      '/call-limits',
      {
        config: { scope: 'routing:read' },
        schema: {
          summary: 'All limits, at most 1000',
          tags,
          response: { 200: callLimits, ...refusalResponses },
        },
      },
      async () => ({ limits: (await limits.list()).slice(0, LISTED_MAX) }),
    );
    await api.register(
      documentRoutes({
        documents: limits,
        path: '/call-limits',
        noun: 'limit',
        settings: callLimitSettings,
        shown: callLimit,
        show: (limit) => limit,
        idOf: ({ appliesTo }) => limitId(appliesTo),
        checkReplacement: (id, { appliesTo }) => {
          if (limitId(appliesTo) !== id)
            throw ApiError.ofField('appliesTo', 'cannot be changed; add another limit');
        },
      }),
    );
    api.get(
      '/call-usage',
      {
        config: { scope: 'routing:read' },
        schema: {
          summary: 'Who called in the last day, the most expensive first, at most 100',
          tags,
          response: { 200: callUsages, ...refusalResponses },
        },
      },
      async () => ({ usages: protection.usages() }),
    );
    api.get(
      '/fraud-alarms',
      {
        config: { scope: 'routing:read' },
        schema: {
          summary: 'Alarms, newest first',
          tags,
          querystring: fraudAlarmQuery,
          response: { 200: fraudAlarmPage, ...refusalResponses },
        },
      },
      (request) => alarms.page(request.query),
    );
    api.post(
      '/fraud-alarms/:id/acknowledge',
      {
        config: { scope: 'routing:write' },
        schema: {
          summary: 'Says that somebody looked after the alarm',
          tags,
          params: z.object({ id: z.string().max(36) }),
          response: { 200: fraudAlarm, ...refusalResponses },
        },
      },
      (request) => alarms.acknowledge(request.params.id, principalOf(request).name),
    );
  };
}
