import type { User } from '@tandem/api-types';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Accounts } from '../accounts/accounts.ts';
import { ApiError } from './api-error.ts';

const callers = new WeakMap<object, User>();

/**
 * Every route of this scope needs a valid access token. Asked after the rate limit and before the body is read.
 * @param scope an encapsulated Fastify scope; routes outside it stay open
 */
export function requireSignIn(
  scope: Pick<FastifyInstance, 'addHook'>,
  accounts: Pick<Accounts, 'verifyAccessToken'>,
): void {
  scope.addHook('preParsing', async (request) => {
    const token = bearerToken(request);
    const user = token === undefined ? null : await accounts.verifyAccessToken(token);
    if (!user) throw new ApiError('not-signed-in');
    callers.set(request, user);
  });
}

/** Every route of this scope is for admins. Comes after `requireSignIn`. */
export function requireAdmin(scope: Pick<FastifyInstance, 'addHook'>): void {
  scope.addHook('preParsing', async (request) => {
    if (callerOf(request).role !== 'admin') throw new ApiError('not-allowed');
  });
}

/** The token of RFC 6750 §2.1, not yet checked; undefined when there is none. */
export const bearerToken = (request: Pick<FastifyRequest, 'headers'>): string | undefined =>
  /^Bearer ([\w.-]{1,2000})$/i.exec(request.headers.authorization ?? '')?.[1];

/** The user who makes the request, as they are in the database now. Only in a scope with `requireSignIn`. */
export function callerOf(request: Pick<FastifyRequest, 'id'>): User {
  const user = callers.get(request);
  if (!user) throw new Error('The route is outside every scope that requires signing in.');
  return user;
}
