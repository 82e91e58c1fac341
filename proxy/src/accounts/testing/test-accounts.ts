import type { User } from '@tandem/api-types';
import type { Database } from '@tandem/sql';
import type { OpenTestDatabase } from '@tandem/sql/testing';
import { afterEach, beforeEach } from 'vitest';
import { createLockouts, defaultLockoutLimits } from '../../authentication/lockouts.ts';
import type { ApiError } from '../../http/api-error.ts';
import { silentLog } from '../../observability/log.ts';
import type { Accounts, DeviceRemoval } from '../accounts.ts';
import { createAccounts } from '../create-accounts.ts';

const START_MS = Date.parse('2026-11-22T12:00:00Z');
export const HOUR_MS = 3_600_000;
const sourceAddress = '192.0.2.7';

/** Resolves to the key of the refusal, or to `done`. */
export const refusalOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: ApiError) => error.key ?? String(error),
  );

/** Accounts on a new database for each test, in which time passes as the test says. */
export function accountsOn(open: () => Promise<OpenTestDatabase>) {
  let opened: OpenTestDatabase;
  let accounts: Accounts;
  let nowMs: number;
  let told: {
    usersRemoved: string[];
    usersEdited: string[];
    devicesRemoved: DeviceRemoval[];
    credentialsChanged: string[];
  };
  beforeEach(async () => {
    opened = await open();
    nowMs = START_MS;
    told = { usersRemoved: [], usersEdited: [], devicesRemoved: [], credentialsChanged: [] };
    accounts = createAccounts({
      db: opened.db,
      realm: 'tandem',
      sipDomain: 'example.com',
      tokenSecret: 'a secret of more than thirty-two characters',
      now: () => nowMs,
      iceServers: [{ urls: ['stun:stun.example.com'] }],
      log: silentLog,
      lockouts: createLockouts({ ...defaultLockoutLimits, pairFailures: 3, firstDelayMs: 1000 }, () => nowMs),
      onUserRemoved: (username) => told.usersRemoved.push(username),
      onUserEdited: (username) => told.usersEdited.push(username),
      onDeviceRemoved: (removed) => told.devicesRemoved.push(removed),
      onCredentialsChanged: (authorizationUsername) => told.credentialsChanged.push(authorizationUsername),
    });
  });
  afterEach(() => opened.close());
  const signIn = (password = 'correct horse', username = 'alice') =>
    accounts.signIn({ username, password, sourceAddress });
  const addAlice = () => accounts.createUser({ username: 'alice', password: 'correct horse' });
  return {
    get db(): Database {
      return opened.db;
    },
    get accounts(): Accounts {
      return accounts;
    },
    get nowMs(): number {
      return nowMs;
    },
    /** What was told of users and devices that went, and of passwords that changed. */
    get told() {
      return told;
    },
    passMs(ms: number): void {
      nowMs += ms;
    },
    signIn,
    addAlice,
    async firstSession() {
      await addAlice();
      return signIn();
    },
    async knownUser(username: string): Promise<User> {
      const user = await accounts.findUser(username);
      if (!user) throw new Error(`no ${username}`);
      return user;
    },
    register: (deviceId: string | null, expiresAtMs = nowMs + HOUR_MS) =>
      opened.db('bindings').insert({
        id: crypto.randomUUID(),
        username: 'alice',
        device_id: deviceId,
        contact_uri: 'sip:alice@192.0.2.7',
        path: '[]',
        user_agent: 'test',
        call_id: 'c',
        cseq: 1,
        q_thousandths: 1000,
        expires_at_ms: expiresAtMs,
        registered_at_ms: nowMs,
        node: 'test',
      }),
  };
}
