import { pageQuery } from '@tandem/api-types';
import { trunkId } from '@tandem/api-types/trunk-connection';
import {
  createTrunkRequest,
  replaceTrunkRequest,
  trunk,
  trunkPage,
  trunkState,
  trunkTemplates,
  trunkTestRequest,
  trunkTestResult,
} from '@tandem/api-types/trunks';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { refusalResponses } from '../http/error-answer.ts';
import { actorOf } from '../http/signed-in.ts';
import { editedVersion, ifMatchHeaders, sendVersioned } from '../http/versions.ts';
import type { LiveTrunk } from './live/live-trunk.ts';
import type { LiveTrunks } from './live/live-trunks.ts';
import { templates } from './templates.ts';
import type { StoredTrunk } from './trunk.ts';
import type { TrunkTester } from './trunk-test.ts';
import { noSuchTrunk, type Trunks } from './trunks.ts';

const tags = ['trunks'];
const byId = z.object({ id: trunkId });
const cursorSchema = z.tuple([z.string()]);

/** Trunks, for those who may see or change them. */
export function trunkRoutes(trunks: Trunks, live: LiveTrunks, tester: TrunkTester): FastifyPluginAsyncZod {
  const known = (id: string): StoredTrunk => {
    const stored = trunks.get(id);
    if (!stored) throw noSuchTrunk(id);
    return stored;
  };
  const inService = (id: string): LiveTrunk => {
    const found = live.get(id);
    if (!found) throw noSuchTrunk(id);
    return found;
  };
  return async (api) => {
    api.get(
      '/trunks',
      {
        config: { scope: 'trunks:read' },
        schema: {
          summary: 'Trunks by their short name, each with its state',
          tags,
          querystring: pageQuery,
          response: { 200: trunkPage, ...refusalResponses },
        },
      },
      async (request) => {
        const { cursor, limit } = request.query;
        const after = cursor === undefined ? '' : decodeCursor(cursor, cursorSchema)[0];
        const rest = trunks.list().filter(({ id }) => id > after);
        const page = rest.slice(0, limit);
        const last = page.at(-1);
        return {
          trunks: page.map((stored) => ({
            trunk: trunks.shown(stored),
            state: inService(stored.id).state(),
          })),
          nextCursor: last && rest.length > limit ? encodeCursor([last.id]) : null,
        };
      },
    );
    api.get(
      '/trunk-templates',
      {
        config: { scope: 'trunks:read' },
        schema: {
          summary: 'Settings with which a new trunk can begin',
          tags,
          response: { 200: trunkTemplates, ...refusalResponses },
        },
      },
      async () => ({ templates }),
    );
    api.post(
      '/trunks',
      {
        config: { scope: 'trunks:write' },
        schema: {
          summary: 'Adds a trunk, which is in service at once',
          tags,
          body: createTrunkRequest,
          response: { 201: trunk, ...refusalResponses },
        },
      },
      async (request, reply) => {
        const { id, secret, ...settings } = request.body;
        const edit = { kind: 'put', id, settings, secret, version: 'new', managedBy: null } as const;
        await trunks.apply([edit], actorOf(request));
        return sendVersioned(reply, trunks.shown(known(id)), 201);
      },
    );
    api.get(
      '/trunks/:id',
      {
        config: { scope: 'trunks:read' },
        schema: {
          summary: 'One trunk, with the ETag that an edit needs',
          tags,
          params: byId,
          response: { 200: trunk, ...refusalResponses },
        },
      },
      async (request, reply) => sendVersioned(reply, trunks.shown(known(request.params.id))),
    );
    api.put(
      '/trunks/:id',
      {
        config: { scope: 'trunks:write' },
        schema: {
          summary: 'Replaces the settings of a trunk; calls go on',
          tags,
          params: byId,
          headers: ifMatchHeaders,
          body: replaceTrunkRequest,
          response: { 200: trunk, ...refusalResponses },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const { secret, ...settings } = request.body;
        const version = editedVersion(request);
        known(id);
        const edit = { kind: 'put', id, settings, secret, version, managedBy: null } as const;
        await trunks.apply([edit], actorOf(request));
        return sendVersioned(reply, trunks.shown(known(id)));
      },
    );
    api.delete(
      '/trunks/:id',
      {
        config: { scope: 'trunks:write' },
        schema: {
          summary: 'Removes a trunk; calls go on until they end',
          tags,
          params: byId,
          headers: ifMatchHeaders,
          response: { 204: z.null(), ...refusalResponses },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        await trunks.apply([{ kind: 'remove', id, version: editedVersion(request) }], actorOf(request));
        return reply.code(204).send(null);
      },
    );
    api.get(
      '/trunks/:id/state',
      {
        config: { scope: 'trunks:read' },
        schema: {
          summary: 'How a trunk is doing: registration, gateways, calls',
          tags,
          params: byId,
          response: { 200: trunkState, ...refusalResponses },
        },
      },
      async (request) => inService(request.params.id).state(),
    );
    api.post(
      '/trunks/:id/test',
      {
        config: { scope: 'trunks:test' },
        schema: {
          summary: 'Asks the gateways, registers, and places an echo call; takes half a minute at most',
          tags,
          params: byId,
          body: trunkTestRequest,
          response: { 200: trunkTestResult, ...refusalResponses },
        },
      },
      (request) => tester.test(inService(request.params.id), request.body.echoNumber),
    );
  };
}
