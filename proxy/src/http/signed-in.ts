import type { User } from '@tandem/api-types';
import { type Scope, scopesOfRole } from '@tandem/api-types/access';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Accounts } from '../accounts/accounts.ts';
import { type ApiKeys, isApiKey } from '../api-keys/api-keys.ts';
import { type Actor, neededScope } from '../changes/changes.ts';
import { ApiError } from './api-error.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the caller of the route needs; demanded of every route in a scope with `requireScopes`. */
    scope?: Scope;
  }
}

/** Who makes a request, as they are in the database now. */
export interface Principal {
  readonly kind: 'user' | 'api-key';
  /** User name, or the name of the key. */
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Null for an API key, which has no phone. */
  readonly user: User | null;
}

const principals = new WeakMap<object, Principal>();

/**
 * Every route of this scope needs a valid access token or API key. Asked after the rate limit and before the body is
 * read.
 * @param scope an encapsulated Fastify scope; routes outside it stay open
 */
export function requireSignIn(scope: Pick<FastifyInstance, 'addHook'>, bearers: Bearers): void {
  scope.addHook('preParsing', async (request) => {
    const token = bearerToken(request);
    const principal = token === undefined ? null : await principalBehind(token, bearers);
    if (!principal) throw new ApiError('not-signed-in');
    principals.set(request, principal);
  });
}

/** What bearer tokens are checked against. */
export interface Bearers {
  readonly accounts: Pick<Accounts, 'verifyAccessToken'>;
  readonly apiKeys: Pick<ApiKeys, 'verify'>;
}

async function principalBehind(token: string, { accounts, apiKeys }: Bearers): Promise<Principal | null> {
  if (isApiKey(token)) {
    const holder = await apiKeys.verify(token);
    return holder && { kind: 'api-key', name: holder.name, scopes: new Set(holder.scopes), user: null };
  }
  const user = await accounts.verifyAccessToken(token);
  return user && { kind: 'user', name: user.username, scopes: new Set(scopesOfRole[user.role]), user };
}

/**
 * Every route of this scope says in `config.scope` what its caller needs; one that says nothing stops the start. Comes
 * after `requireSignIn`.
 */
export function requireScopes(scope: Pick<FastifyInstance, 'addHook'>): void {
  scope.addHook('onRoute', ({ config, method, url, schema }) => {
    if (!config?.scope) throw new Error(`${String(method)} ${url} does not say which scope it needs.`);
    if (schema) {
      const needs = `Needs the scope \`${config.scope}\`.`;
      schema.description = schema.description ? `${schema.description}\n\n${needs}` : needs;
    }
  });
  scope.addHook('preParsing', async (request) => {
    const { scope: needed } = request.routeOptions.config;
    if (!needed || !principalOf(request).scopes.has(needed)) {
      throw new ApiError('not-allowed', needed ? { message: neededScope(needed) } : {});
    }
  });
}

/** The token of RFC 6750 §2.1, not yet checked; undefined when there is none. */
export const bearerToken = (request: Pick<FastifyRequest, 'headers'>): string | undefined =>
  /^Bearer ([\w.-]{1,2000})$/i.exec(request.headers.authorization ?? '')?.[1];

/** Who makes the request. Only in a scope with `requireSignIn`. */
export function principalOf(request: Pick<FastifyRequest, 'id'>): Principal {
  const principal = principals.get(request);
  if (!principal) throw new Error('The route is outside every scope that requires signing in.');
  return principal;
}

/**
 * The user who makes the request. Only in a scope with `requireSignIn`.
 * @throws ApiError `not-allowed` when it is an API key
 */
export function callerOf(request: Pick<FastifyRequest, 'id'>): User {
  const { user } = principalOf(request);
  if (!user) throw new ApiError('not-allowed', { message: 'This is for people; an API key has no phone.' });
  return user;
}

/** The author of what the request changes, for the history. */
export function actorOf(request: Pick<FastifyRequest, 'id' | 'ip'>): Actor {
  const { kind, name } = principalOf(request);
  return { kind, name, sourceAddress: request.ip };
}
