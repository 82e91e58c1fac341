import { randomUUID } from 'node:crypto';
import { csvImportQuery } from '@tandem/api-types/numbers';
import { ratesImported, rateTable, rateTableSettings, rateTables } from '@tandem/api-types/rates';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { documentRoutes } from '../changes/document-routes.ts';
import { ApiError } from '../http/api-error.ts';
import { acceptCsv, csvBody, csvRequest } from '../http/csv-body.ts';
import { refuseProblems } from '../http/csv-lines.ts';
import { refusalResponses } from '../http/error-answer.ts';
import { actorOf } from '../http/signed-in.ts';
import { rateCsv, readRateCsv } from './rate-csv.ts';
import type { RateTables } from './rate-tables.ts';

const tags = ['routing'];
const params = z.object({ id: z.string().max(100) });
const CSV_BYTES_MAX = 64 * 1024 * 1024;

/** Rate tables, for admins. */
export function rateRoutes(rates: RateTables): FastifyPluginAsyncZod {
  return async (api) => {
    api.get(
      '/rate-tables',
      {
        config: { scope: 'routing:read' },
        schema: {
          summary: 'All rate tables by name',
          tags,
          response: { 200: rateTables, ...refusalResponses },
        },
      },
      async () => ({ rateTables: await rates.list() }),
    );
    await api.register(
      documentRoutes({
        documents: rates.tables,
        path: '/rate-tables',
        noun: 'rate table',
        settings: rateTableSettings,
        shown: rateTable,
        show: (table) => rates.withCount(table),
        idOf: () => randomUUID(),
      }),
    );
    await api.register(csvRoutes(rates));
  };
}

/** The lines of a table as a file, and back. */
function csvRoutes(rates: RateTables): FastifyPluginAsyncZod {
  const existing = async (id: string): Promise<void> => {
    if (!(await rates.tables.find(id)))
      throw new ApiError('not-found', { message: 'There is no such rate table.' });
  };
  return async (api) => {
    acceptCsv(api);
    api.get(
      '/rate-tables/:id/rates.csv',
      {
        config: { scope: 'routing:read' },
        schema: { summary: 'The prices of a table as a CSV file', tags, params },
      },
      async (request, reply) => {
        const { id } = request.params;
        await existing(id);
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="rates.csv"')
          .send(rateCsv(rates.lines(id)));
      },
    );
    api.put(
      '/rate-tables/:id/rates.csv',
      {
        config: { scope: 'routing:write' },
        bodyLimit: CSV_BYTES_MAX,
        schema: {
          summary: 'Puts a new price list in place of the old one, all or nothing',
          description:
            'The heading names the columns prefix, destination, price_per_minute, set_up_price, first_seconds and step_seconds. When lines are wrong nothing is applied, and the context of the refusal lists them as `lines`: line, field, message.',
          tags,
          params,
          querystring: csvImportQuery,
          ...csvRequest,
          response: { 200: ratesImported, ...refusalResponses },
        },
      },
      async (request) => {
        const { id } = request.params;
        await existing(id);
        const read = await readRateCsv(csvBody(request));
        refuseProblems(read.problems);
        if (request.query.dryRun === true)
          return { prefixes: read.rates.length, preview: await rates.previewLines(id, read.rates) };
        return { prefixes: await rates.replaceLines(id, read.rates, actorOf(request)) };
      },
    );
  };
}
