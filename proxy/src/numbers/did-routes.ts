import {
  csvImportQuery,
  csvImportResult,
  type DidSettings,
  did,
  didPage,
  didQuery,
  didSettings,
} from '@tandem/api-types/numbers';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import { acceptCsv, csvBody, csvRequest } from '../http/csv-body.ts';
import { refuseProblems } from '../http/csv-lines.ts';
import { refusalResponses } from '../http/error-answer.ts';
import { actorOf } from '../http/signed-in.ts';
import { editedVersion, ifMatchHeaders, sendVersioned } from '../http/versions.ts';
import type { Routing } from '../routing/routing.ts';
import { didErrors, didNumber } from './did-checks.ts';
import { didCsv, readDidCsv } from './did-csv.ts';

const tags = ['numbers'];
const params = z.object({ number: z.string().max(32) });

/** Numbers of ours, for admins. */
export function didRoutes(routing: Routing): FastifyPluginAsyncZod {
  const { numbers, references } = routing;
  const plan = () => routing.snapshot().plan.numbering;
  const checked = async (settings: DidSettings): Promise<DidSettings> => {
    const read = didNumber(settings.number, plan());
    const errors = await didErrors(settings, references);
    if ('problem' in read) throw ApiError.ofFields([{ field: 'number', message: read.problem }, ...errors]);
    if (errors.length > 0) throw ApiError.ofFields(errors);
    return { ...settings, number: read.e164 };
  };
  return async (api) => {
    api.get(
      '/numbers',
      {
        config: { scope: 'routing:read' },
        schema: {
          summary: 'Numbers, sorted',
          tags,
          querystring: didQuery,
          response: { 200: didPage, ...refusalResponses },
        },
      },
      (request) => numbers.page(request.query),
    );
    api.post(
      '/numbers',
      {
        config: { scope: 'routing:write' },
        schema: {
          summary: 'Adds a number',
          tags,
          body: didSettings,
          response: { 201: did, ...refusalResponses },
        },
      },
      async (request, reply) =>
        sendVersioned(reply, await numbers.create(await checked(request.body), actorOf(request)), 201),
    );
    api.get(
      '/numbers/:number',
      {
        config: { scope: 'routing:read' },
        schema: {
          summary: 'One number, in international form',
          tags,
          params,
          response: { 200: did, ...refusalResponses },
        },
      },
      async (request, reply) => {
        const found = await numbers.find(request.params.number);
        if (!found) throw new ApiError('not-found', { message: 'This is not one of our numbers.' });
        return sendVersioned(reply, found);
      },
    );
    api.put(
      '/numbers/:number',
      {
        config: { scope: 'routing:write' },
        schema: {
          summary: 'Changes where a number leads',
          tags,
          params,
          headers: ifMatchHeaders,
          body: didSettings,
          response: { 200: did, ...refusalResponses },
        },
      },
      async (request, reply) => {
        const version = editedVersion(request);
        const settings = await checked(request.body);
        if (settings.number !== request.params.number) {
          throw ApiError.ofField('number', 'cannot be changed; add the other number');
        }
        return sendVersioned(reply, await numbers.replace(settings, version, actorOf(request)));
      },
    );
    api.delete(
      '/numbers/:number',
      {
        config: { scope: 'routing:write' },
        schema: {
          summary: 'Removes a number',
          tags,
          params,
          headers: ifMatchHeaders,
          response: { 204: z.null(), ...refusalResponses },
        },
      },
      async (request, reply) => {
        await numbers.remove(request.params.number, editedVersion(request), actorOf(request));
        return reply.code(204).send(null);
      },
    );
    await api.register(csvRoutes(routing));
  };
}

/** All numbers as a file, and back. */
function csvRoutes(routing: Routing): FastifyPluginAsyncZod {
  const { numbers, references } = routing;
  return async (api) => {
    acceptCsv(api);
    api.get(
      '/numbers.csv',
      {
        config: { scope: 'routing:read' },
        schema: { summary: 'All numbers as a CSV file', tags },
      },
      (_request, reply) =>
        reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="numbers.csv"')
          .send(didCsv(numbers.all())),
    );
    api.post(
      '/numbers.csv',
      {
        config: { scope: 'routing:write' },
        bodyLimit: 64 * 1024 * 1024,
        schema: {
          summary: 'Adds and changes numbers by a CSV file, all or none',
          description:
            'The heading names the columns number, label, destination, target, trunk_number and arrives_by. When lines are wrong nothing is applied, and the context of the refusal lists them as `lines`: line, field, message.',
          tags,
          ...csvRequest,
          querystring: csvImportQuery,
          response: { 200: csvImportResult, ...refusalResponses },
        },
      },
      async (request) => {
        const read = await readDidCsv(csvBody(request), routing.snapshot().plan.numbering, references);
        refuseProblems(read.problems);
        return request.query.dryRun === true
          ? numbers.previewImport(read.rows)
          : numbers.importAll(read.rows, actorOf(request));
      },
    );
  };
}
