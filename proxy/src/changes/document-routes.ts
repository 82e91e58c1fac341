import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import { refusalResponses } from '../http/error-answer.ts';
import { actorOf } from '../http/signed-in.ts';
import { editedVersion, ifMatchHeaders, sendVersioned } from '../http/versions.ts';
import type { Actor } from './changes.ts';
import type { Versioned, VersionedDocuments } from './versioned-documents.ts';

/** As the API answers it. */
type Shown = { readonly version: number };

/** The routes of one sort of routing configuration: adding one, seeing, changing and removing it. */
export function documentRoutes<Settings extends object>(options: {
  readonly documents: VersionedDocuments<Settings>;
  /** Under `/api/v1`, such as `/ring-groups`. */
  readonly path: string;
  /** In summaries: "ring group". */
  readonly noun: string;
  readonly settings: z.ZodType<Settings>;
  readonly shown: z.ZodType;
  readonly show: (stored: Versioned<Settings>) => Shown | Promise<Shown>;
  /** The id of a new one. */
  readonly idOf: (settings: Settings) => string;
  /** In place of `documents.create`, when a query says more than the settings. */
  readonly adding?: {
    readonly query: z.ZodType;
    readonly create: (
      id: string,
      settings: Settings,
      actor: Actor,
      query: unknown,
    ) => Promise<Versioned<Settings>>;
  };
  /** Refuses what a change may not change. */
  readonly checkReplacement?: (id: string, settings: Settings) => void;
}): FastifyPluginAsyncZod {
  const { documents, path, noun, settings, shown, show, idOf, adding } = options;
  const tags = ['routing'];
  /** What Fastify checks the body by; it cannot work out the type of one that is a parameter. */
  const body: z.ZodType = settings;
  const params = z.object({ id: z.string().max(100) });
  const notFound = (): ApiError => new ApiError('not-found', { message: `There is no such ${noun}.` });
  return async (api) => {
    api.post(
      path,
      {
        config: { scope: 'routing:write' },
        schema: {
          summary: `Adds a ${noun}`,
          tags,
          body,
          ...(adding === undefined ? {} : { querystring: adding.query }),
          response: { 201: shown, ...refusalResponses },
        },
      },
      async (request, reply) => {
        const wanted = settings.parse(request.body);
        const [id, actor] = [idOf(wanted), actorOf(request)];
        const created =
          adding === undefined
            ? await documents.create(id, wanted, actor)
            : await adding.create(id, wanted, actor, request.query);
        return sendVersioned(reply, await show(created), 201);
      },
    );
    api.get(
      `${path}/:id`,
      {
        config: { scope: 'routing:read' },
        schema: { summary: `One ${noun}`, tags, params, response: { 200: shown, ...refusalResponses } },
      },
      async (request, reply) => {
        const found = await documents.find(request.params.id);
        if (!found) throw notFound();
        return sendVersioned(reply, await show(found));
      },
    );
    api.put(
      `${path}/:id`,
      {
        config: { scope: 'routing:write' },
        schema: {
          summary: `Changes a ${noun}`,
          tags,
          params,
          headers: ifMatchHeaders,
          body,
          response: { 200: shown, ...refusalResponses },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const version = editedVersion(request);
        const wanted = settings.parse(request.body);
        options.checkReplacement?.(id, wanted);
        const changed = await documents.replace(id, wanted, version, actorOf(request));
        return sendVersioned(reply, await show(changed));
      },
    );
    api.delete(
      `${path}/:id`,
      {
        config: { scope: 'routing:write' },
        schema: {
          summary: `Removes a ${noun}`,
          tags,
          params,
          headers: ifMatchHeaders,
          response: { 204: z.null(), ...refusalResponses },
        },
      },
      async (request, reply) => {
        await documents.remove(request.params.id, editedVersion(request), actorOf(request));
        return reply.code(204).send(null);
      },
    );
  };
}
