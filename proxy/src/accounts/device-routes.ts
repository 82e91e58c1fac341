import { deviceCredentials, deviceRequest, devices } from '@tandem/api-types';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { refusalResponses } from '../http/error-answer.ts';
import { callerOf } from '../http/signed-in.ts';
import type { Accounts } from './accounts.ts';

const tags = ['devices'];

/** A signed-in user's own devices. */
export function deviceRoutes(accounts: Accounts): FastifyPluginAsyncZod {
  return async (api) => {
    api.post(
      '/devices',
      {
        schema: {
          summary: 'Adds a device and tells its SIP credentials, once',
          tags,
          body: deviceRequest,
          response: { 201: deviceCredentials, ...refusalResponses },
        },
      },
      async (request, reply) =>
        reply.code(201).send(await accounts.addDevice(callerOf(request), request.body)),
    );
    api.get(
      '/devices',
      {
        schema: {
          summary: 'Own devices, the newest first',
          tags,
          response: { 200: devices, ...refusalResponses },
        },
      },
      async (request) => ({ devices: await accounts.listDevices(callerOf(request)) }),
    );
    api.delete(
      '/devices/:id',
      {
        schema: {
          summary: 'Removes a device; its SIP credentials stop working',
          tags,
          params: z.object({ id: z.string().max(36) }),
          response: { 204: z.null(), ...refusalResponses },
        },
      },
      async (request, reply) => {
        await accounts.removeDevice(callerOf(request), request.params.id);
        return reply.code(204).send(null);
      },
    );
  };
}
