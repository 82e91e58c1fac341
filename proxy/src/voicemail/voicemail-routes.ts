import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { User } from '@tandem/api-types';
import {
  type VoicemailMessage,
  voicemailCount,
  voicemailEdit,
  voicemailMessage,
  voicemailPage,
  voicemailQuery,
  voicemailSettings,
} from '@tandem/api-types/voicemail';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Accounts } from '../accounts/accounts.ts';
import { ApiError } from '../http/api-error.ts';
import { refusalResponses } from '../http/error-answer.ts';
import { actorOf, callerOf } from '../http/signed-in.ts';
import type { MessageFiles } from './message-files.ts';
import type { StoredMessage } from './voicemail-message.ts';
import type { MessageChange, VoicemailStore } from './voicemail-store.ts';

const tags = ['voicemail'];
const byId = z.object({ id: z.uuid() });

export interface VoicemailRoutesOptions {
  readonly store: Pick<VoicemailStore, 'page' | 'find' | 'change' | 'count'>;
  readonly files: Pick<MessageFiles, 'soundPath'>;
  readonly accounts: Pick<Accounts, 'findUser' | 'editUser'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** What is in the mailbox of this user, or is new there, changed. */
  readonly onChanged: (username: string) => void;
}

/** The mailbox of whoever asks. Nobody, whatever their role, reaches another's: there is no route that names one. */
export function voicemailRoutes({
  store,
  files,
  accounts,
  now,
  onChanged,
}: VoicemailRoutesOptions): FastifyPluginAsyncZod {
  const owned = (message: StoredMessage | null): StoredMessage => {
    if (!message) throw new ApiError('not-found', { message: 'There is no such message in your mailbox.' });
    return message;
  };
  const change = async (owner: User, messageId: string, to: MessageChange): Promise<StoredMessage> => {
    const message = owned(await store.change(owner.id, messageId, to));
    onChanged(owner.username);
    return message;
  };
  const known = async (username: string) => {
    const user = await accounts.findUser(username);
    if (!user) throw new ApiError('not-signed-in');
    return user;
  };
  return async (api) => {
    await api.register(fastifyStatic, { root: dirname(files.soundPath('any')), serve: false });
    api.get(
      '/voicemail',
      {
        schema: {
          summary: 'Own voicemail messages, the newest first',
          tags,
          querystring: voicemailQuery,
          response: { 200: voicemailPage, ...refusalResponses },
        },
      },
      async (request) => {
        const { deleted = false, ...page } = request.query;
        const { messages, nextCursor } = await store.page(callerOf(request).id, { ...page, deleted });
        return { messages: messages.map(shown), nextCursor };
      },
    );
    api.get(
      '/voicemail/count',
      {
        schema: {
          summary: 'How many own messages there are, and how many of them are new',
          tags,
          response: { 200: voicemailCount, ...refusalResponses },
        },
      },
      async (request) => store.count(callerOf(request).id),
    );
    api.get(
      '/voicemail/settings',
      {
        schema: {
          summary: 'Whether the own missed calls can leave a message',
          tags,
          response: { 200: voicemailSettings, ...refusalResponses },
        },
      },
      async (request) => ({
        takesMissedCalls: (await known(callerOf(request).username)).voicemail,
      }),
    );
    api.put(
      '/voicemail/settings',
      {
        schema: {
          summary: 'Switches voicemail for the own missed calls on or off',
          tags,
          body: voicemailSettings,
          response: { 200: voicemailSettings, ...refusalResponses },
        },
      },
      async (request) => {
        const { username, version } = await known(callerOf(request).username);
        const edit = { voicemail: request.body.takesMissedCalls };
        const { voicemail } = await accounts.editUser(username, edit, version, actorOf(request));
        return { takesMissedCalls: voicemail };
      },
    );
    api.get(
      '/voicemail/:id/sound',
      {
        schema: {
          summary: 'The sound of one message; takes Range',
          tags,
          params: byId,
          response: {
            200: { description: '16-bit mono PCM', content: { 'audio/wav': { schema: z.unknown() } } },
            ...refusalResponses,
          },
        },
      },
      async (request, reply) => {
        const { id } = owned(await store.find(callerOf(request).id, request.params.id));
        const path = files.soundPath(id);
        if (!(await stat(path).catch(() => null)))
          throw new ApiError('not-found', { message: 'The sound of the message is not on this server.' });
        return reply
          .type('audio/wav')
          .sendFile(basename(path), dirname(path), { cacheControl: false, etag: false, lastModified: false });
      },
    );
    api.patch(
      '/voicemail/:id',
      {
        schema: {
          summary: 'Marks an own message as heard, or as new',
          tags,
          params: byId,
          body: voicemailEdit,
          response: { 200: voicemailMessage, ...refusalResponses },
        },
      },
      async (request) => {
        const owner = callerOf(request);
        const heardAtMs = request.body.heard ? now() : null;
        const message = owned(await store.find(owner.id, request.params.id));
        // When it was heard first stays.
        if (message.heardAtMs !== null && heardAtMs !== null) return shown(message);
        return shown(await change(owner, message.id, { heardAtMs }));
      },
    );
    api.delete(
      '/voicemail/:id',
      {
        schema: {
          summary: 'Deletes an own message; it can be restored for a while',
          tags,
          params: byId,
          response: { 204: z.null(), ...refusalResponses },
        },
      },
      async (request, reply) => {
        const owner = callerOf(request);
        const message = owned(await store.find(owner.id, request.params.id));
        if (message.deletedAtMs === null) await change(owner, message.id, { deletedAtMs: now() });
        return reply.code(204).send(null);
      },
    );
    api.post(
      '/voicemail/:id/restore',
      {
        schema: {
          summary: 'Puts a deleted message back into the own mailbox',
          tags,
          params: byId,
          response: { 200: voicemailMessage, ...refusalResponses },
        },
      },
      async (request) => shown(await change(callerOf(request), request.params.id, { deletedAtMs: null })),
    );
  };
}

const isoTimeOrNull = (timeMs: number | null): string | null =>
  timeMs === null ? null : new Date(timeMs).toISOString();

const shown = (message: StoredMessage): VoicemailMessage => ({
  id: message.id,
  caller: { uri: message.callerUri, displayName: message.callerName },
  receivedAt: new Date(message.receivedAtMs).toISOString(),
  durationMs: message.durationMs,
  bytes: message.bytes,
  heardAt: isoTimeOrNull(message.heardAtMs),
  deletedAt: isoTimeOrNull(message.deletedAtMs),
});
