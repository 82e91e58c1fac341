import {
  type AuditFilters,
  auditFilters,
  auditPage,
  auditQuery,
  type AuditEntry as ShownEntry,
} from '@tandem/api-types/audit';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { csvFile, textCell } from '../http/csv-lines.ts';
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
        const { entries, nextCursor } = await changes.auditPage(filterOf(request.query), request.query);
        return { entries: entries.map(shown), nextCursor };
      },
    );
    api.get(
      '/admin/audit.csv',
      {
        config: { scope: 'audit:read' },
        schema: {
          summary: 'The audit log as CSV, the newest first, at most 100,000 entries',
          tags: ['changes'],
          querystring: auditFilters,
          response: {
            200: { description: 'RFC 4180', content: { 'text/csv': { schema: z.unknown() } } },
            ...refusalResponses,
          },
        },
      },
      async (request, reply) =>
        reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="audit.csv"')
          .send(csvFile(entriesOf(changes, filterOf(request.query)), COLUMNS, cellsOf)),
    );
  };
}

function filterOf({ from, to, kind, resourceId, author, action }: AuditFilters) {
  return {
    kind,
    resourceId,
    author,
    action,
    fromMs: from === undefined ? undefined : Date.parse(from),
    toMs: to === undefined ? undefined : Date.parse(to),
  };
}

const CSV_ENTRIES_MAX = 100_000;
const CSV_PAGE = 100;

async function* entriesOf(changes: Pick<Changes, 'auditPage'>, filter: ReturnType<typeof filterOf>) {
  let cursor: string | undefined;
  for (let count = 0; count < CSV_ENTRIES_MAX; count += CSV_PAGE) {
    const page = await changes.auditPage(filter, { cursor, limit: CSV_PAGE });
    yield* page.entries.map(shown);
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

const COLUMNS = ['at', 'author_kind', 'author', 'source_address', 'action', 'kind', 'resource', 'label'];

const cellsOf = ({ at, author, sourceAddress, action, kind, resourceId, label }: ShownEntry) => ({
  at,
  author_kind: author.kind,
  author: textCell(author.name),
  source_address: sourceAddress ?? '',
  action,
  kind,
  resource: textCell(resourceId),
  label: textCell(label),
});

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
