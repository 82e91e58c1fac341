import {
  linkSignInRequest,
  refreshRequest,
  type Session,
  session,
  signInRequest,
  user,
} from '@tandem/api-types';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Changes } from '../changes/changes.ts';
import { refusalResponses } from '../http/error-answer.ts';
import { bearerToken, callerOf } from '../http/signed-in.ts';
import type { Accounts } from './accounts.ts';

const tags = ['sessions'];

/** Signing in and out. These routes are open: what they are given is the proof. */
export function sessionRoutes(
  accounts: Accounts,
  changes: Pick<Changes, 'note'>,
  signInsPerMinute: number,
): FastifyPluginAsyncZod {
  /** Only of those who can see or change more than their own phone. */
  const noteSignIn = async ({ user }: Session, sourceAddress: string): Promise<void> => {
    if (user.role === 'user') return;
    const actor = { kind: 'user' as const, name: user.username, sourceAddress };
    await changes.note({ action: 'sign-in', kind: 'session', id: user.id, label: user.username, actor });
  };
  const config = { rateLimit: { max: signInsPerMinute, timeWindow: 60_000 } };
  return async (api) => {
    api.post(
      '/sessions',
      {
        config,
        schema: {
          summary: 'Signs in with user name and password',
          tags,
          body: signInRequest,
          response: { 200: session, ...refusalResponses },
        },
      },
      async (request) => {
        const session = await accounts.signIn({ ...request.body, sourceAddress: request.ip });
        await noteSignIn(session, request.ip);
        return session;
      },
    );
    api.post(
      '/sessions/link',
      {
        config,
        schema: {
          summary: 'Signs in with the secret of a sign-in link, which works once',
          tags,
          body: linkSignInRequest,
          response: { 200: session, ...refusalResponses },
        },
      },
      async (request) => {
        const session = await accounts.signInByLink(request.body.token);
        await noteSignIn(session, request.ip);
        return session;
      },
    );
    api.post(
      '/sessions/refresh',
      {
        schema: {
          summary: 'Exchanges a refresh token for the next one and a new access token',
          description:
            'A refresh token works once. Used again within ten seconds (two tabs, a lost answer) it gives another ' +
            'successor; used again later it ends the whole session.',
          tags,
          body: refreshRequest,
          response: { 200: session, ...refusalResponses },
        },
      },
      (request) => accounts.refresh(request.body.refreshToken),
    );
    api.delete(
      '/sessions',
      {
        schema: {
          summary:
            'Signs out: ends the session of the refresh token, or of the bearer token when there is no body',
          tags,
          body: refreshRequest.nullish(),
          response: { 204: z.null(), ...refusalResponses },
        },
      },
      async (request, reply) => {
        await accounts.signOut({
          refreshToken: request.body?.refreshToken,
          accessToken: bearerToken(request),
        });
        return reply.code(204).send(null);
      },
    );
  };
}

/** Who am I? For signed-in users. */
export const meRoutes: FastifyPluginAsyncZod = async (api) => {
  api.get(
    '/me',
    { schema: { summary: 'The signed-in user', tags, response: { 200: user, ...refusalResponses } } },
    async (request) => callerOf(request),
  );
};
