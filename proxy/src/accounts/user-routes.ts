import { adminUser, adminUsers, createUserRequest } from '@tandem/api-types';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import { refusalResponses } from '../http/error-answer.ts';
import { callerOf } from '../http/signed-in.ts';
import type { Accounts } from './accounts.ts';

const tags = ['admin'];

/** Users, for admins. */
export function userRoutes(
  accounts: Accounts,
  location: { bindingsOf(username: string): readonly unknown[] },
): FastifyPluginAsyncZod {
  const withBindings = <Listed extends { username: string }>(listed: Listed) => ({
    ...listed,
    registeredBindings: location.bindingsOf(listed.username).length,
  });
  return async (api) => {
    api.get(
      '/admin/users',
      {
        schema: {
          summary: 'All users by name, at most 1000',
          tags,
          response: { 200: adminUsers, ...refusalResponses },
        },
      },
      async () => ({ users: (await accounts.listUsers()).map(withBindings) }),
    );
    api.post(
      '/admin/users',
      {
        schema: {
          summary: 'Adds a user',
          tags,
          body: createUserRequest,
          response: { 201: adminUser, ...refusalResponses },
        },
      },
      async (request, reply) => reply.code(201).send(withBindings(await accounts.createUser(request.body))),
    );
    api.delete(
      '/admin/users/:username',
      {
        schema: {
          summary: 'Removes a user with devices, sessions and registrations; call records stay',
          tags,
          params: z.object({ username: z.string().max(64) }),
          response: { 204: z.null(), ...refusalResponses },
        },
      },
      async (request, reply) => {
        const { username } = request.params;
        if (username === callerOf(request).username) throw new ApiError('own-account');
        await accounts.removeUser(username);
        return reply.code(204).send(null);
      },
    );
  };
}
