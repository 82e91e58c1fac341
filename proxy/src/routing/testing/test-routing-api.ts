import { type Database, migrate, openDatabase } from '@tandem/sql';
import type { OpenTestDatabase } from '@tandem/sql/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { createLockouts, defaultLockoutLimits } from '../../authentication/lockouts.ts';
import { createChanges } from '../../changes/changes.ts';
import { createConferencePins } from '../../conferences/conference-pins.ts';
import { conferenceRoutes } from '../../conferences/conference-routes.ts';
import { createLiveConferences } from '../../conferences/live-conferences.ts';
import { createTestSound } from '../../conferences/testing/test-sound.ts';
import { createDomains } from '../../domains.ts';
import { clientOf, serverOn } from '../../http/test-server.ts';
import { didRoutes } from '../../numbers/did-routes.ts';
import { silentLog } from '../../observability/log.ts';
import { rateRoutes } from '../../rates/rate-routes.ts';
import { ringGroupRoutes } from '../../ring-groups/ring-group-routes.ts';
import { createSecretBox } from '../../setup/secret-box.ts';
import { openRouting } from '../routing.ts';
import { ruleRoutes } from '../rule-routes.ts';
import { simulateRoutes } from '../simulate-routes.ts';
import { NOON_MS, noLimits, testTrunk, trunksOf } from './test-routing.ts';

/** The settings of the served system. */
export const germany = { country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR' };
export const toBob = { kind: 'user', username: 'bob' };

/** The API on one database, signed in as an admin of a German system. */
async function serve(db: Database) {
  const changes = createChanges({ db, now: () => NOON_MS });
  const routing = await openRouting({
    db,
    changes,
    trunks: trunksOf(testTrunk('carrier'), testTrunk('backup')),
    limits: noLimits,
    userExists: async (username) => (await db('users').where({ username }).first()) !== undefined,
    domains: createDomains(['example.com'], () => ['127.0.0.1']),
    externalCallsAllowed: true,
    conferenceMembersMax: 50,
    log: silentLog,
  });
  const pins = createConferencePins({ db, box: createSecretBox(Buffer.alloc(32, 7)) });
  const conferences = createLiveConferences({
    roomOf: (name) => routing.snapshot().plan.conferences.get(name),
    pins,
    lockouts: createLockouts(defaultLockoutLimits, () => NOON_MS),
    sound: createTestSound(),
    now: () => NOON_MS,
    log: silentLog,
  });
  const { app, accounts } = serverOn(db, {
    changes,
    features: [
      ruleRoutes(routing.configuration, Date.now),
      ringGroupRoutes(routing),
      conferenceRoutes({ rooms: routing.conferences, pins, live: conferences, changes, node: 'test' }),
      didRoutes(routing),
      rateRoutes(routing.rates),
      simulateRoutes({
        routing,
        primaryDomain: 'example.com',
        headers: ({ number }) => [{ name: 'To', value: `<sip:${number}@carrier>` }],
        now: () => NOON_MS,
      }),
    ],
  });
  const { call, signIn } = clientOf(app);
  await accounts.createUser({ username: 'root', password: 'correct horse', role: 'admin' });
  await accounts.createUser({ username: 'bob', password: 'correct horse' });
  await accounts.createUser({ username: 'carol', password: 'correct horse' });
  const { accessToken: token } = await signIn('root');
  const send = (
    method: 'POST' | 'PUT' | 'DELETE' | 'GET',
    path: string,
    body?: Record<string, unknown>,
    version?: number,
  ) =>
    call(method, path, { token, ...(body ? { body } : {}), ...(version === undefined ? {} : { version }) });
  const csv = (method: 'POST' | 'PUT' | 'GET', path: string, payload?: string) =>
    app.inject({
      method,
      url: `/api/v1${path}`,
      headers: {
        authorization: `Bearer ${token}`,
        ...(payload === undefined ? {} : { 'content-type': 'text/csv' }),
      },
      ...(payload === undefined ? {} : { payload }),
    });
  const simulate = async (dialled: string, caller: object = { kind: 'user', username: 'alice' }) =>
    (await send('POST', '/routing/simulate', { dialled, caller })).body;
  expect((await send('PUT', '/routing/settings', germany, 0)).status).toBe(200);
  return { app, routing, conferences, pins, accounts, call, signIn, send, csv, simulate };
}

type Served = Awaited<ReturnType<typeof serve>>;

/** The status of an answer, and the fields that it says are wrong. */
export const fieldsOf = (answer: { status: number; body: { errors?: { field: string }[] } }) => [
  answer.status,
  ...(answer.body.errors ?? []).map(({ field }) => field),
];

/** For each test of a `describe` the API on a new database. */
export function routingApiOn(open: () => Promise<OpenTestDatabase>) {
  let opened: OpenTestDatabase;
  let served: Served;
  beforeEach(async () => {
    opened = await open();
    served = await serve(opened.db);
  });
  afterEach(async () => {
    await served.app.close();
    await opened.close();
  });
  return delegates(
    () => served,
    () => opened.db,
  );
}

/** One API for all tests of a `describe`, which are refusals and change nothing that another one needs. */
export function sharedRoutingApi() {
  let db: Database;
  let served: Served;
  beforeAll(async () => {
    db = openDatabase('sqlite::memory:');
    await migrate(db);
    served = await serve(db);
  });
  afterAll(async () => {
    await served.app.close();
    await db.destroy();
  });
  return delegates(
    () => served,
    () => db,
  );
}

export type RoutingApi = ReturnType<typeof delegates>;

const delegates = (served: () => Served, db: () => Database) => ({
  call: (...request: Parameters<Served['call']>) => served().call(...request),
  signIn: (...user: Parameters<Served['signIn']>) => served().signIn(...user),
  send: (...request: Parameters<Served['send']>) => served().send(...request),
  csv: (...request: Parameters<Served['csv']>) => served().csv(...request),
  simulate: (...request: Parameters<Served['simulate']>) => served().simulate(...request),
  get db() {
    return db();
  },
  get app() {
    return served().app;
  },
  get routing() {
    return served().routing;
  },
  get conferences() {
    return served().conferences;
  },
  get pins() {
    return served().pins;
  },
  get accounts() {
    return served().accounts;
  },
});
