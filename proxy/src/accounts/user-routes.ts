import {
  adminUser,
  adminUsers,
  adminUsersQuery,
  bindings,
  createUserRequest,
  deviceCredentials,
  deviceRequest,
  devices,
  editUserRequest,
  setPasswordRequest,
  signInLink,
} from '@tandem/api-types';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Changes, neededScope } from '../changes/changes.ts';
import { ApiError } from '../http/api-error.ts';
import { refusalResponses } from '../http/error-answer.ts';
import { actorOf, principalOf } from '../http/signed-in.ts';
import { editedVersion, ifMatchHeaders, sendVersioned } from '../http/versions.ts';
import type { Binding } from '../registrar/binding.ts';
import type { Accounts } from './accounts.ts';
import { noSuchUser } from './users.ts';

const tags = ['admin'];
const byUsername = z.object({ username: z.string().max(64) });

/** Users, for admins. */
export function userRoutes(
  accounts: Accounts,
  location: { bindingsOf(username: string): readonly Binding[] },
  changes: Pick<Changes, 'note'>,
): FastifyPluginAsyncZod {
  const note = (request: FastifyRequest, action: string, username: string): Promise<void> =>
    changes.note({ action, kind: 'user', id: username, label: username, actor: actorOf(request) });
  const known = async (username: string) => {
    const user = await accounts.findUser(username);
    if (!user) throw noSuchUser(username);
    return user;
  };
  const withBindings = <Listed extends { username: string }>(listed: Listed) => ({
    ...listed,
    registeredBindings: location.bindingsOf(listed.username).length,
  });
  return async (api) => {
    api.get(
      '/admin/users',
      {
        config: { scope: 'users:read' },
        schema: {
          summary: 'Users by name',
          tags,
          querystring: adminUsersQuery,
          response: { 200: adminUsers, ...refusalResponses },
        },
      },
      async (request) => {
        const { users, nextCursor } = await accounts.listUsers(request.query);
        return { users: users.map(withBindings), nextCursor };
      },
    );
    api.post(
      '/admin/users',
      {
        config: { scope: 'users:write' },
        schema: {
          summary: 'Adds a user',
          description: 'Another role than `user` also needs the scope `roles:write`.',
          tags,
          body: createUserRequest,
          response: { 201: adminUser, ...refusalResponses },
        },
      },
      async (request, reply) => {
        if (request.body.role !== undefined && request.body.role !== 'user') demandRoles(request);
        const added = await accounts.createUser(request.body, actorOf(request));
        return sendVersioned(reply, withBindings(added), 201);
      },
    );
    api.get(
      '/admin/users/:username',
      {
        config: { scope: 'users:read' },
        schema: {
          summary: 'One user, with the ETag that an edit needs',
          tags,
          params: byUsername,
          response: { 200: adminUser, ...refusalResponses },
        },
      },
      async (request, reply) => sendVersioned(reply, withBindings(await known(request.params.username))),
    );
    api.patch(
      '/admin/users/:username',
      {
        config: { scope: 'users:write' },
        schema: {
          summary: 'Changes the display name, the role, or whether voicemail is on, of a user',
          description:
            'A change of the role, and of anybody with a role, also needs the scope `roles:write`.',
          tags,
          params: byUsername,
          headers: ifMatchHeaders,
          body: editUserRequest,
          response: { 200: adminUser, ...refusalResponses },
        },
      },
      async (request, reply) => {
        const { username } = request.params;
        const version = editedVersion(request);
        const { role } = await known(username);
        const wanted = request.body.role;
        if (role !== 'user' || (wanted !== undefined && wanted !== role)) demandRoles(request);
        if (wanted !== undefined && wanted !== role && username === principalOf(request).name) {
          throw new ApiError('own-account');
        }
        const edited = await accounts.editUser(username, request.body, version, actorOf(request));
        return sendVersioned(reply, withBindings(edited));
      },
    );
    api.post(
      '/admin/users/:username/password',
      {
        config: { scope: 'users:write' },
        schema: {
          summary: 'Sets a password; the sessions of the user end',
          description: 'For anybody with a role it also needs the scope `roles:write`.',
          tags,
          params: byUsername,
          body: setPasswordRequest,
          response: { 204: z.null(), ...refusalResponses },
        },
      },
      async (request, reply) => {
        const { username } = request.params;
        if ((await known(username)).role !== 'user') demandRoles(request);
        await accounts.setPassword(username, request.body.password, actorOf(request));
        return reply.code(204).send(null);
      },
    );
    api.post(
      '/admin/users/:username/sign-in-link',
      {
        config: { scope: 'users:write' },
        schema: {
          summary: 'Makes a link, for a QR code, that signs the user in on a telephone once within a day',
          description: 'For anybody with a role it also needs the scope `roles:write`.',
          tags,
          params: byUsername,
          response: { 201: signInLink, ...refusalResponses },
        },
      },
      async (request, reply) => {
        const { username } = request.params;
        if ((await known(username)).role !== 'user') demandRoles(request);
        const fragment = `#/link/${await accounts.createSignInLink(username)}`;
        await note(request, 'sign-in-link', username);
        return reply.code(201).send({ fragment, url: `${request.protocol}://${request.host}/${fragment}` });
      },
    );
    api.get(
      '/admin/users/:username/bindings',
      {
        config: { scope: 'users:read' },
        schema: {
          summary: 'Phones and browsers of a user that are registered now, the preferred first',
          tags,
          params: byUsername,
          response: { 200: bindings, ...refusalResponses },
        },
      },
      async (request) => {
        const { username } = await known(request.params.username);
        return { bindings: location.bindingsOf(username).map(shownBinding) };
      },
    );
    api.post(
      '/admin/users/:username/devices',
      {
        config: { scope: 'users:write' },
        schema: {
          summary: 'Adds a phone for a user and tells its SIP credentials, once',
          description: 'For anybody with a role it also needs the scope `roles:write`.',
          tags,
          params: byUsername,
          body: deviceRequest,
          response: { 201: deviceCredentials, ...refusalResponses },
        },
      },
      async (request, reply) => {
        const user = await known(request.params.username);
        if (user.role !== 'user') demandRoles(request);
        const added = await accounts.addDevice(user, request.body);
        await note(request, 'add-device', user.username);
        return reply.code(201).send(added);
      },
    );
    api.get(
      '/admin/users/:username/devices',
      {
        config: { scope: 'users:read' },
        schema: {
          summary: 'Devices of a user, the newest first',
          tags,
          params: byUsername,
          response: { 200: devices, ...refusalResponses },
        },
      },
      async (request) => ({ devices: await accounts.listDevices(await known(request.params.username)) }),
    );
    api.delete(
      '/admin/users/:username/devices/:id',
      {
        config: { scope: 'users:write' },
        schema: {
          summary: 'Removes a device of a user; its SIP credentials stop working',
          tags,
          params: byUsername.extend({ id: z.string().max(36) }),
          response: { 204: z.null(), ...refusalResponses },
        },
      },
      async (request, reply) => {
        const { username, id } = request.params;
        const user = await known(username);
        if (user.role !== 'user') demandRoles(request);
        await accounts.removeDevice(user, id);
        await note(request, 'remove-device', username);
        return reply.code(204).send(null);
      },
    );
    api.delete(
      '/admin/users/:username',
      {
        config: { scope: 'users:write' },
        schema: {
          summary: 'Removes a user with devices, sessions and registrations; call records stay',
          tags,
          params: byUsername,
          response: { 204: z.null(), ...refusalResponses },
        },
      },
      async (request, reply) => {
        const { username } = request.params;
        if (username === principalOf(request).name) throw new ApiError('own-account');
        if ((await known(username)).role !== 'user') demandRoles(request);
        await accounts.removeUser(username, actorOf(request));
        return reply.code(204).send(null);
      },
    );
  };
}

function shownBinding({ receivedUri, registeredAtMs, expiresAtMs, ...binding }: Binding) {
  const { id, deviceId, contactUri, transport, userAgent } = binding;
  return {
    id,
    deviceId,
    contactUri,
    source: receivedUri,
    transport,
    userAgent,
    registeredAt: new Date(registeredAtMs).toISOString(),
    expiresAt: new Date(expiresAtMs).toISOString(),
  };
}

/** Nobody makes themselves, or others, more powerful than they are. @throws ApiError `not-allowed` */
function demandRoles(request: FastifyRequest): void {
  if (!principalOf(request).scopes.has('roles:write')) {
    throw new ApiError('not-allowed', { message: neededScope('roles:write') });
  }
}
