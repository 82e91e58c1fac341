import {
  type ConferenceMember,
  type ConferenceSettings,
  conference,
  conferenceMembers,
  conferenceMuting,
  conferencePin,
  conferenceSettings,
  conferences,
} from '@tandem/api-types/conferences';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Actor, Changes } from '../changes/changes.ts';
import { documentRoutes } from '../changes/document-routes.ts';
import type { Versioned, VersionedDocuments } from '../changes/versioned-documents.ts';
import { ApiError } from '../http/api-error.ts';
import { refusalResponses } from '../http/error-answer.ts';
import { actorOf } from '../http/signed-in.ts';
import type { ConferencePins } from './conference-pins.ts';
import type { LiveConferences } from './live-conferences.ts';

export interface ConferenceRoutesOptions {
  readonly rooms: VersionedDocuments<ConferenceSettings>;
  readonly pins: ConferencePins;
  readonly live: LiveConferences;
  readonly changes: Pick<Changes, 'note'>;
  readonly node: string;
}

const LISTED_MAX = 1000;
const tags = ['routing'];
const roomParams = z.object({ id: z.string().max(100) });
const memberParams = roomParams.extend({ memberId: z.uuid() });

/** Conference rooms for admins, and who is in them. The id in the path is the room's name. */
export function conferenceRoutes(options: ConferenceRoutesOptions): FastifyPluginAsyncZod {
  const { rooms, pins, live } = options;
  const shown = ({ id: _, ...room }: Versioned<ConferenceSettings>, withPin: ReadonlySet<string>) => ({
    ...room,
    members: live.members(room.name).length,
    pinIsSet: withPin.has(room.name),
  });
  return async (api) => {
    api.get(
      '/conferences',
      {
        config: { scope: 'routing:read' },
        schema: {
          summary: 'All conference rooms by name, at most 1000',
          tags,
          response: { 200: conferences, ...refusalResponses },
        },
      },
      async () => {
        const withPin = await pins.rooms();
        const listed = (await rooms.list()).slice(0, LISTED_MAX);
        return { conferences: listed.map((room) => shown(room, withPin)) };
      },
    );
    await api.register(
      documentRoutes({
        documents: rooms,
        path: '/conferences',
        noun: 'conference room',
        settings: conferenceSettings,
        shown: conference,
        show: async (stored) => shown(stored, await pins.rooms()),
        idOf: ({ name }) => name,
        checkReplacement: (name, settings) => {
          if (settings.name !== name) throw ApiError.ofField('name', 'cannot be changed; add another room');
        },
      }),
    );
    await api.register(pinRoute(options));
    await api.register(memberRoutes(options));
  };
}

/** The PIN is set and removed, and never read. */
function pinRoute({ rooms, pins, changes }: ConferenceRoutesOptions): FastifyPluginAsyncZod {
  return async (api) => {
    api.put(
      '/conferences/:id/pin',
      {
        config: { scope: 'routing:write' },
        schema: {
          summary: 'Sets or removes the PIN of a conference room',
          tags,
          params: roomParams,
          body: conferencePin,
          response: { 204: z.null(), ...refusalResponses },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const room = await rooms.find(id);
        if (!room) throw new ApiError('not-found', { message: 'There is no such conference room.' });
        const { pin } = request.body;
        await pins.set(id, pin);
        const action = pin === null ? 'remove-pin' : 'set-pin';
        await changes.note({
          action,
          kind: 'conference',
          id,
          label: room.displayName,
          actor: actorOf(request),
        });
        return reply.code(204).send(null);
      },
    );
  };
}

/** Who is in a room now. */
function memberRoutes({ live, changes, node }: ConferenceRoutesOptions): FastifyPluginAsyncZod {
  const noted = async (action: string, room: string, actor: Actor, member: ConferenceMember | null) => {
    if (!member) throw new ApiError('not-found', { message: 'The member has left already.' });
    const label = `${member.callerUri} in ${room}`;
    await changes.note({ action, kind: 'call', id: member.id, label, actor });
  };
  return async (api) => {
    api.get(
      '/conferences/:id/members',
      {
        config: { scope: 'calls:read' },
        schema: {
          summary: 'Who is in a conference room on this node',
          tags,
          params: roomParams,
          response: { 200: conferenceMembers, ...refusalResponses },
        },
      },
      async (request) => ({ node, members: live.members(request.params.id) }),
    );
    api.put(
      '/conferences/:id/members/:memberId/muted',
      {
        config: { scope: 'calls:hang-up' },
        schema: {
          summary: 'Mutes a member of a conference for the others, or lets it be heard again',
          tags,
          params: memberParams,
          body: conferenceMuting,
          response: { 204: z.null(), ...refusalResponses },
        },
      },
      async (request, reply) => {
        const { id, memberId } = request.params;
        const { muted } = request.body;
        const member = live.mute(id, memberId, muted);
        await noted(muted ? 'mute' : 'unmute', id, actorOf(request), member);
        return reply.code(204).send(null);
      },
    );
    api.delete(
      '/conferences/:id/members/:memberId',
      {
        config: { scope: 'calls:hang-up' },
        schema: {
          summary: 'Hangs up on a member of a conference',
          tags,
          params: memberParams,
          response: { 204: z.null(), ...refusalResponses },
        },
      },
      async (request, reply) => {
        const { id, memberId } = request.params;
        await noted('hang-up', id, actorOf(request), live.remove(id, memberId));
        return reply.code(204).send(null);
      },
    );
  };
}
