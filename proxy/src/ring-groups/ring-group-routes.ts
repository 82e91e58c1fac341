import {
  type RingGroupSettings,
  ringGroup,
  ringGroupSettings,
  ringGroups,
} from '@tandem/api-types/ring-groups';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { documentRoutes } from '../changes/document-routes.ts';
import type { Versioned } from '../changes/versioned-documents.ts';
import { ApiError } from '../http/api-error.ts';
import { refusalResponses } from '../http/error-answer.ts';
import type { Routing } from '../routing/routing.ts';

const LISTED_MAX = 1000;

/** The name is the id. */
const shown = ({ id: _, ...group }: Versioned<RingGroupSettings>) => group;

/** Ring groups, for admins. The id in the path is the name. */
export function ringGroupRoutes({
  ringGroups: documents,
}: Pick<Routing, 'ringGroups'>): FastifyPluginAsyncZod {
  return async (api) => {
    api.get(
      '/ring-groups',
      {
        config: { scope: 'routing:read' },
        schema: {
          summary: 'All ring groups by name, at most 1000',
          tags: ['routing'],
          response: { 200: ringGroups, ...refusalResponses },
        },
      },
      async () => ({ ringGroups: (await documents.list()).slice(0, LISTED_MAX).map(shown) }),
    );
    await api.register(
      documentRoutes({
        documents,
        path: '/ring-groups',
        noun: 'ring group',
        settings: ringGroupSettings,
        shown: ringGroup,
        show: shown,
        idOf: ({ name }) => name,
        checkReplacement: (name, settings) => {
          if (settings.name !== name) throw ApiError.ofField('name', 'cannot be changed; add another group');
        },
      }),
    );
  };
}
