import type { Health, Session } from '@tandem/api-types';
import type { Database } from '@tandem/sql';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { createAccounts } from '../accounts/create-accounts.ts';
import { createDirectory } from '../accounts/directory.ts';
import { createApiKeys } from '../api-keys/api-keys.ts';
import { callRecordRoutes } from '../cdr/call-record-routes.ts';
import { createCallRecordStore } from '../cdr/call-record-store.ts';
import type { Trace } from '../cdr/call-report.ts';
import { createChanges } from '../changes/changes.ts';
import type { Log, LogFields } from '../observability/log.ts';
import type { Binding } from '../registrar/location.ts';
import { createHttpServer, type HttpServerOptions } from './http-server.ts';

export const START_MS = Date.parse('2026-11-22T12:00:00Z');

export const healthy: Health = {
  status: 'up',
  version: '0.1.0',
  node: 'test',
  uptimeSeconds: 1,
  components: {
    database: { up: true, detail: 'SQLite' },
    sip: { up: true, detail: 'embedded' },
    mediaRelay: { up: true, detail: 'one relay' },
  },
};

/** A log whose lines can be read back. */
function recordingLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  const write = (level: string) => (message: string, fields?: LogFields) => {
    lines.push(`${level} ${message} ${JSON.stringify(fields)} ${fields?.error ?? ''}`);
  };
  const log = {
    lines,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: () => log,
  };
  return log;
}

/** Of the call "call-1" one message is remembered. */
const tracedInvite: Trace = (callId) =>
  callId === 'call-1'
    ? [
        {
          atMs: START_MS,
          direction: 'in',
          protocol: 'udp',
          local: { address: '192.0.2.1', port: 5060 },
          remote: { address: '192.0.2.9', port: 5060 },
          bytes: 40,
          text: 'INVITE sip:bob@example.com SIP/2.0\r\n\r\n',
        },
      ]
    : [];

const binding = (id: string): Binding => ({
  id,
  username: 'alice',
  deviceId: null,
  instanceId: null,
  regId: null,
  path: [],
  callId: 'call',
  cseq: 1,
  qThousandths: 1000,
  contactUri: `sip:alice@${id}.example`,
  receivedUri: 'sip:192.0.2.7:5060;transport=udp',
  transport: 'udp',
  userAgent: 'Desk phone',
  registeredAtMs: START_MS,
  expiresAtMs: START_MS + 600_000,
});

/** A whole server on one database; what only the engine knows is given. */
export function serverOn(db: Database, given: Partial<HttpServerOptions> = {}) {
  const log = recordingLog();
  const now = () => START_MS;
  const changes = createChanges({ db, now });
  const accounts = createAccounts({
    db,
    changes,
    realm: 'tandem',
    sipDomain: 'example.com',
    tokenSecret: 'a secret of more than thirty-two characters',
    now,
    iceServers: [],
    log,
  });
  const callRecords = createCallRecordStore(db);
  const app = createHttpServer({
    accounts,
    directory: createDirectory(db),
    callRecords,
    changes,
    apiKeys: createApiKeys({ db, changes, now }),
    personal: [],
    features: [callRecordRoutes({ callRecords, calls: { find: () => null }, trace: tracedInvite })],
    location: {
      bindingsOf: (username) => (username === 'alice' ? [binding('here'), binding('there')] : []),
      count: () => 2,
    },
    calls: { count: () => 3 },
    sipDomain: 'example.com',
    health: async () => healthy,
    metricsText: async () => 'tandem_calls_active 3\n',
    log,
    rateLimits: { requestsPerMinute: 10_000, signInsPerMinute: 10_000 },
    staticFolders: { softphone: '/nowhere', admin: '/nowhere' },
    trustProxy: false,
    ...given,
  });
  return { app, accounts, callRecords, changes, log };
}

/** Speaks to the API as an app does. */
export function clientOf(app: FastifyInstance) {
  const call = async (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    { token, body, version }: { token?: string; body?: Record<string, unknown>; version?: number } = {},
  ) => {
    const headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    };
    const options: InjectOptions = { method, url: `/api/v1${path}`, headers };
    if (body) options.payload = body;
    const answer = await app.inject(options);
    return { status: answer.statusCode, headers: answer.headers, body: answer.body && answer.json() };
  };
  const signIn = async (username = 'alice'): Promise<Session> =>
    (await call('POST', '/sessions', { body: { username, password: 'correct horse' } })).body;
  return { call, signIn };
}
