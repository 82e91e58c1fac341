import { auditPage, auditQuery, type AuditEntry as ShownEntry } from '@tandem/api-types/audit';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { refusalResponses } from '../http/error-answer.ts';
import type { AuditEntry } from './audit-store.ts';
import type { Changes } from './changes.ts';

/** Who did what: changes of the configuration, sign-ins, calls that were hung up, keys. */
export function auditRoutes(changes: Pick<Changes, 'auditPage'>): FastifyPluginAsyncZod {
  return async (api) => {
    api.get(
      '/admin/audit',
      {
        config: { scope: 'audit:read' },
        schema: {
          summary: 'The audit log, the newest first',
          tags: ['changes'],
          querystring: auditQuery,
          response: { 200: auditPage, ...refusalResponses },
        },
      },
      async (request) => {
        const { from, to, kind, resourceId, author, action } = request.query;
        const filter = {
          kind,
          resourceId,
          author,
          action,
          fromMs: from === undefined ? undefined : Date.parse(from),
          toMs: to === undefined ? undefined : Date.parse(to),
        };
        const { entries, nextCursor } = await changes.auditPage(filter, request.query);
        return { entries: entries.map(shown), nextCursor };
      },
    );
  };
}

const shown = (entry: AuditEntry): ShownEntry => ({
  id: entry.id,
  at: new Date(entry.atMs).toISOString(),
  author: entry.author,
  sourceAddress: entry.sourceAddress,
  action: entry.action,
  kind: entry.kind,
  resourceId: entry.resourceId,
  label: entry.label,
  change: entry.version !== null,
});
