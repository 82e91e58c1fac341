import { randomUUID } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance } from 'fastify';
import {
  type FastifyPluginAsyncZod,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { config } from 'zod';
import type { Accounts } from '../accounts/accounts.ts';
import { deviceRoutes } from '../accounts/device-routes.ts';
import type { Directory } from '../accounts/directory.ts';
import { meRoutes, sessionRoutes } from '../accounts/session-routes.ts';
import { userRoutes } from '../accounts/user-routes.ts';
import { apiKeyRoutes } from '../api-keys/api-key-routes.ts';
import type { ApiKeys } from '../api-keys/api-keys.ts';
import type { CallRecordStore } from '../cdr/call-record-store.ts';
import { auditRoutes } from '../changes/audit-routes.ts';
import { changeRoutes } from '../changes/change-routes.ts';
import type { Changes } from '../changes/changes.ts';
import type { Log } from '../observability/log.ts';
import type { Location } from '../registrar/location.ts';
import { ApiError } from './api-error.ts';
import { callRoutes } from './call-routes.ts';
import { answerError } from './error-answer.ts';
import { TIMEOUT_CHECK_MS } from './listen.ts';
import { plainWords } from './plain-words.ts';
import { problemRoutes } from './problem-routes.ts';
import { addSecurityHeaders, allowInstalledApps } from './security-headers.ts';
import { requireScopes, requireSignIn } from './signed-in.ts';
import { type StaticFolders, serveApps } from './static-apps.ts';
import { type HealthCheck, healthRoutes, overviewRoutes } from './system-routes.ts';

export interface HttpServerOptions {
  readonly accounts: Accounts;
  readonly directory: Pick<Directory, 'entries' | 'displayNames'>;
  readonly callRecords: Pick<CallRecordStore, 'pageForUser' | 'missed'>;
  readonly location: Pick<Location, 'bindingsOf' | 'count'>;
  readonly calls: { count(): number };
  /** The host part of addresses-of-record. */
  readonly sipDomain: string;
  readonly health: HealthCheck;
  /** Prometheus exposition text. */
  readonly metricsText: () => Promise<string>;
  readonly changes: Changes;
  readonly apiKeys: ApiKeys;
  /** What else every signed-in person has of their own: the routes of one feature each. */
  readonly personal: readonly FastifyPluginAsyncZod[];
  /**
   * What else an operator or admin may see and do: the routes of one feature each. Every route says in `config.scope`
   * what its caller needs.
   */
  readonly features: readonly FastifyPluginAsyncZod[];
  readonly log: Log;
  /** For each source address: an IPv4 address or an IPv6 /64. */
  readonly rateLimits: {
    /** API requests; the apps' files and health are not counted. */
    readonly requestsPerMinute: number;
    readonly signInsPerMinute: number;
  };
  readonly staticFolders: StaticFolders;
  /**
   * True behind a reverse proxy that is the only way in: the source address is then the last one in X-Forwarded-For,
   * which anybody who can reach this server directly could make up.
   */
  readonly trustProxy: boolean;
}

const BODY_BYTES_MAX = 64 * 1024;
/** For the whole request to arrive; an answer may take longer. */
const REQUEST_TIMEOUT_MS = 30_000;
/** For its head, which is all that a request for a WebSocket has. */
const HEAD_TIMEOUT_MS = 10_000;
const MINUTE_MS = 60_000;

/**
 * The API under `/api/v1`, `/metrics`, the softphone and the console. It does not listen: call `listen()`, and after
 * `ready()` the function `routing` serves a second server (HTTPS) too.
 */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  config({ customError: plainWords });
  const log = options.log.child({ part: 'http' });
  const app = Fastify({
    logger: false,
    trustProxy: options.trustProxy ? (_address, hop) => hop === 0 : false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEAD_TIMEOUT_MS, connectionsCheckingInterval: TIMEOUT_CHECK_MS },
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => answerError(error, request, reply, log),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, log));
  logRequests(app, log);
  addSecurityHeaders(app);
  allowInstalledApps(app);
  app.register(apiRoutes(options), { prefix: '/api/v1' });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await options.metricsText()),
  );
  app.register((apps) => serveApps(apps, options.staticFolders));
  return app;
}

function apiRoutes(options: HttpServerOptions): FastifyPluginAsyncZod {
  const { accounts, location, rateLimits } = options;
  return async (api) => {
    await api.register(rateLimit, {
      max: rateLimits.requestsPerMinute,
      timeWindow: MINUTE_MS,
      errorResponseBuilder: (_request, { ttl }) =>
        new ApiError('too-many-requests', { retryAfterSeconds: Math.max(1, Math.ceil(ttl / 1000)) }),
    });
    await api.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: { title: 'Tandem', version: '1', description: 'Accounts, devices, calls and the console.' },
        components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
      },
      transform: jsonSchemaTransform,
    });
    api.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    await api.register(healthRoutes(options.health));
    await api.register(problemRoutes);
    await api.register(sessionRoutes(accounts, options.changes, rateLimits.signInsPerMinute));
    await api.register(async (signedIn) => {
      requireSignIn(signedIn, options);
      describeAsProtected(signedIn);
      await signedIn.register(meRoutes);
      await signedIn.register(deviceRoutes(accounts));
      await signedIn.register(callRoutes(options));
      for (const routes of options.personal) await signedIn.register(routes);
      await signedIn.register(async (scoped) => {
        requireScopes(scoped);
        await scoped.register(overviewRoutes(options));
        await scoped.register(userRoutes(accounts, location, options.changes));
        await scoped.register(changeRoutes(options.changes));
        await scoped.register(auditRoutes(options.changes));
        await scoped.register(apiKeyRoutes(options.apiKeys));
        for (const routes of options.features) await scoped.register(routes);
      });
    });
  };
}

/** Says in OpenAPI that the routes of this scope need a bearer token. */
function describeAsProtected(scope: FastifyInstance | { addHook: FastifyInstance['addHook'] }): void {
  scope.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, security: [{ bearer: [] }] };
  });
}

/** One line for each request. Neither query nor headers nor bodies: tokens and passwords travel there. */
function logRequests(app: FastifyInstance, log: Log): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const [path = ''] = request.url.split('?', 1);
    const fields = {
      requestId: request.id,
      method: request.method,
      path: path.slice(0, 200),
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      sourceAddress: request.ip,
    };
    const isInteresting = path.startsWith('/api/') && path !== '/api/v1/health';
    if (isInteresting) log.info('http request', fields);
    else log.debug('http request', fields);
  });
}
