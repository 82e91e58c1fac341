import type { User } from '@tandem/api-types';
import { type OpenTestDatabase, testDatabases } from '@tandem/sql/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ha1 } from '../authentication/digest.ts';
import { createLockouts, defaultLockoutLimits } from '../authentication/lockouts.ts';
import { createCredentialStore } from '../authentication/sql-credentials.ts';
import type { ApiError } from '../http/api-error.ts';
import { silentLog } from '../observability/log.ts';
import { type Accounts, createAccounts, type DeviceRemoval } from './accounts.ts';
import { createDirectory } from './directory.ts';

const START_MS = Date.parse('2026-11-22T12:00:00Z');
const HOUR_MS = 3_600_000;
const sourceAddress = '192.0.2.7';

/** Resolves to the key of the refusal, or to `done`. */
const refusalOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: ApiError) => error.key ?? String(error),
  );

describe.each(testDatabases())('accounts on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let accounts: Accounts;
  let nowMs: number;
  let usersRemoved: string[];
  let devicesRemoved: DeviceRemoval[];
  let credentialsChanged: string[];

  const passMs = (ms: number) => {
    nowMs += ms;
  };
  const signIn = (password = 'correct horse', username = 'alice') =>
    accounts.signIn({ username, password, sourceAddress });
  const addAlice = () => accounts.createUser({ username: 'alice', password: 'correct horse' });
  const firstSession = async () => {
    await addAlice();
    return signIn();
  };
  const knownUser = async (username: string): Promise<User> => {
    const user = await accounts.findUser(username);
    if (!user) throw new Error(`no ${username}`);
    return user;
  };
  const register = (deviceId: string | null, expiresAtMs = nowMs + HOUR_MS) =>
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
    });

  beforeEach(async () => {
    opened = await open();
    nowMs = START_MS;
    usersRemoved = [];
    devicesRemoved = [];
    credentialsChanged = [];
    accounts = createAccounts({
      db: opened.db,
      realm: 'tandem',
      sipDomain: 'example.com',
      tokenSecret: 'a secret of more than thirty-two characters',
      now: () => nowMs,
      iceServers: [{ urls: ['stun:stun.example.com'] }],
      log: silentLog,
      lockouts: createLockouts({ ...defaultLockoutLimits, pairFailures: 3, firstDelayMs: 1000 }, () => nowMs),
      onUserRemoved: (username) => usersRemoved.push(username),
      onDeviceRemoved: (removed) => devicesRemoved.push(removed),
      onCredentialsChanged: (authorizationUsername) => credentialsChanged.push(authorizationUsername),
    });
  });
  afterEach(() => opened.close());

  describe('users', () => {
    it('a new user can be found, listed and counted', async () => {
      const alice = await accounts.createUser({
        username: 'alice',
        password: 'correct horse',
        displayName: ' Älice 🎧 ',
        role: 'admin',
      });
      expect(alice).toMatchObject({
        username: 'alice',
        displayName: 'Älice 🎧',
        role: 'admin',
        addressOfRecord: 'sip:alice@example.com',
        createdAt: '2026-11-22T12:00:00.000Z',
      });
      expect(await accounts.listUsers({ limit: 100 })).toEqual({ users: [alice], nextCursor: null });
      expect(await accounts.countUsers()).toBe(1);
      expect(await accounts.findUser('alice')).toMatchObject({ id: alice.id });
      expect(await accounts.findUser('Alice')).toBeNull();
    });

    it('a taken name is refused, however many ask for it at once', async () => {
      const tries = await Promise.all([refusalOf(addAlice()), refusalOf(addAlice()), refusalOf(addAlice())]);
      expect(tries.sort()).toEqual(['done', 'user-exists', 'user-exists']);
    });

    it.each(['ring-group', 'conference'])('the name of a %s is taken', async (kind) => {
      await opened.db('configuration_documents').insert({ kind, id: 'alice', version: 1, document: '{}' });
      expect(await refusalOf(addAlice())).toBe('user-exists');
      expect(await accounts.findUser('alice')).toBeNull();
    });

    it.each([
      ['Alice', 'correct horse'],
      ['al ice', 'correct horse'],
      ["alice'; drop table users", 'correct horse'],
      ['', 'correct horse'],
      ['alice', 'short'],
      ['alice', 'x'.repeat(257)],
    ])('the name %j with the password %j is refused', async (username, password) => {
      expect(await refusalOf(accounts.createUser({ username, password }))).toBe('bad-input');
    });

    it('the password is stored as argon2id and as HA1, never itself', async () => {
      await addAlice();
      const rows = JSON.stringify([await opened.db('users'), await opened.db('sip_credentials')]);
      expect(rows).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
      expect(rows).not.toContain('correct horse');
    });

    it('a desk phone signs in with the same name and password, and with the new one after a change', async () => {
      const credentials = createCredentialStore(opened.db);
      await addAlice();
      expect((await credentials.find('alice'))?.ha1).toEqual(ha1('alice', 'tandem', 'correct horse'));
      await accounts.setPassword('alice', 'battery staple');
      expect(await credentials.find('alice')).toMatchObject({
        ha1: ha1('alice', 'tandem', 'battery staple'),
        identity: { username: 'alice', deviceId: null },
      });
      expect(credentialsChanged).toEqual(['alice']);
    });

    it('a changed password ends every session and open sign-in link', async () => {
      const session = await firstSession();
      const link = await accounts.createSignInLink('alice');
      await accounts.setPassword('alice', 'battery staple');
      expect(await refusalOf(accounts.refresh(session.refreshToken))).toBe('refresh-not-valid');
      expect(await refusalOf(accounts.signInByLink(link))).toBe('link-not-valid');
      expect(await refusalOf(signIn())).toBe('wrong-password');
      expect(await refusalOf(signIn('battery staple'))).toBe('done');
    });

    it('a removed user is gone with devices, sessions, credentials and bindings', async () => {
      const session = await firstSession();
      await accounts.addDevice(session.user, { name: 'Tab', platform: 'web' });
      await register(null);
      await accounts.removeUser('alice');
      for (const table of ['users', 'devices', 'sip_credentials', 'refresh_tokens', 'bindings']) {
        expect(await opened.db(table), table).toEqual([]);
      }
      expect(usersRemoved).toEqual(['alice']);
      expect(await accounts.verifyAccessToken(session.accessToken)).toBeNull();
      expect(await refusalOf(accounts.refresh(session.refreshToken))).toBe('refresh-not-valid');
    });

    it('nobody can be removed or given a password who is not there', async () => {
      expect(await refusalOf(accounts.removeUser('bob'))).toBe('not-found');
      expect(await refusalOf(accounts.setPassword('bob', 'long enough'))).toBe('not-found');
      expect(await refusalOf(accounts.createSignInLink('bob'))).toBe('not-found');
      expect(usersRemoved).toEqual([]);
    });
  });

  describe('signing in', () => {
    it('with the right password gives a session that says who it is', async () => {
      const session = await firstSession();
      expect(session.user).toMatchObject({ username: 'alice', role: 'user' });
      expect(session.accessTokenExpiresInSeconds).toBe(900);
      expect(await accounts.verifyAccessToken(session.accessToken)).toEqual(session.user);
    });

    it('answers an unknown user and a wrong password alike', async () => {
      await addAlice();
      expect(await refusalOf(signIn('wrong password'))).toBe('wrong-password');
      expect(await refusalOf(signIn('wrong password', 'nobody'))).toBe('wrong-password');
    });

    it('takes the same time for an unknown user and a wrong password', async () => {
      await addAlice();
      const timeOf = async (username: string) => {
        const beganAtMs = performance.now();
        await refusalOf(
          accounts.signIn({ username, password: 'wrong password', sourceAddress: `${username}-${nowMs++}` }),
        );
        return performance.now() - beganAtMs;
      };
      await timeOf('nobody');
      const known: number[] = [];
      const unknown: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        known.push(await timeOf('alice'));
        unknown.push(await timeOf('nobody'));
      }
      const fastest = (times: number[]) => Math.min(...times);
      // Without the dummy comparison the ratio is about 0.05; a loaded machine must not fail this.
      expect(fastest(unknown) / fastest(known)).toBeGreaterThan(0.4);
    });

    it('makes a guesser wait longer and longer, even with the right password, and forgets after a success', async () => {
      await addAlice();
      for (let failure = 0; failure < 3; failure += 1) await refusalOf(signIn('wrong password'));
      await expect(signIn()).rejects.toMatchObject({ key: 'too-many-attempts', retryAfterSeconds: 1 });
      passMs(1000);
      await refusalOf(signIn('wrong password'));
      await expect(signIn()).rejects.toMatchObject({ key: 'too-many-attempts', retryAfterSeconds: 2 });
      passMs(2000);
      expect(await refusalOf(signIn())).toBe('done');
      expect(await refusalOf(signIn('wrong password'))).toBe('wrong-password');
      expect(await refusalOf(signIn())).toBe('done');
    });

    it('lets other people in from elsewhere meanwhile', async () => {
      await addAlice();
      for (let failure = 0; failure < 4; failure += 1) await refusalOf(signIn('wrong password'));
      const elsewhere = { username: 'alice', password: 'correct horse', sourceAddress: '198.51.100.1' };
      expect(await refusalOf(accounts.signIn(elsewhere))).toBe('done');
    });

    it('compares no more than a few of many guesses that come at once', async () => {
      await addAlice();
      const guesses = Array.from({ length: 30 }, (_, index) => refusalOf(signIn(`wrong password ${index}`)));
      const compared = (await Promise.all(guesses)).filter((key) => key === 'wrong-password');
      expect(compared.length).toBeLessThanOrEqual(5);
    });
  });

  describe('sign-in links', () => {
    it('sign in once', async () => {
      await addAlice();
      const link = await accounts.createSignInLink('alice');
      const tries = await Promise.all([
        refusalOf(accounts.signInByLink(link)),
        refusalOf(accounts.signInByLink(link)),
      ]);
      expect(tries.sort()).toEqual(['done', 'link-not-valid']);
    });

    it('are worth nothing after a day, and are stored only as hashes', async () => {
      await addAlice();
      const link = await accounts.createSignInLink('alice');
      expect(JSON.stringify(await opened.db('sign_in_links'))).not.toContain(link);
      passMs(24 * HOUR_MS);
      expect(await refusalOf(accounts.signInByLink(link))).toBe('link-not-valid');
      expect(await refusalOf(accounts.signInByLink('made up'))).toBe('link-not-valid');
    });
  });

  describe('staying signed in', () => {
    it('each refresh gives a new pair of tokens', async () => {
      const first = await firstSession();
      passMs(HOUR_MS);
      const second = await accounts.refresh(first.refreshToken);
      expect(second.refreshToken).not.toBe(first.refreshToken);
      expect(await accounts.verifyAccessToken(second.accessToken)).toMatchObject({ username: 'alice' });
      passMs(HOUR_MS);
      expect(await refusalOf(accounts.refresh(second.refreshToken))).toBe('done');
    });

    it('two tabs that refresh at the same moment both stay signed in', async () => {
      const { refreshToken } = await firstSession();
      const [one, other] = await Promise.all([
        accounts.refresh(refreshToken),
        accounts.refresh(refreshToken),
      ]);
      passMs(HOUR_MS);
      expect(await refusalOf(accounts.refresh(one.refreshToken))).toBe('done');
      expect(await refusalOf(accounts.refresh(other.refreshToken))).toBe('done');
    });

    it('a stolen token used later ends the whole session, and no other', async () => {
      const other = await firstSession();
      const stolen = await signIn();
      const current = await accounts.refresh(stolen.refreshToken);
      passMs(11_000);
      expect(await refusalOf(accounts.refresh(stolen.refreshToken))).toBe('refresh-reused');
      expect(await refusalOf(accounts.refresh(current.refreshToken))).toBe('refresh-not-valid');
      expect(await refusalOf(accounts.refresh(other.refreshToken))).toBe('done');
    });

    it('lasts 30 days from the last refresh', async () => {
      const { refreshToken } = await firstSession();
      passMs(29 * 24 * HOUR_MS);
      const session = await accounts.refresh(refreshToken);
      passMs(30 * 24 * HOUR_MS);
      expect(await refusalOf(accounts.refresh(session.refreshToken))).toBe('refresh-not-valid');
      await signIn();
      expect(await opened.db('refresh_tokens'), 'the expired ones are cleaned up').toHaveLength(1);
    });

    it('ends at sign-out, again and again without complaint', async () => {
      const { refreshToken } = await firstSession();
      const next = await accounts.refresh(refreshToken);
      await accounts.signOut({ refreshToken });
      await accounts.signOut({ refreshToken });
      await accounts.signOut({ refreshToken: 'made up' });
      await accounts.signOut({ accessToken: 'made up' });
      await accounts.signOut({});
      expect(await refusalOf(accounts.refresh(next.refreshToken))).toBe('refresh-not-valid');
    });

    it('ends by the access token too, and only this session', async () => {
      const other = await firstSession();
      const { accessToken, refreshToken } = await signIn();
      await accounts.signOut({ accessToken });
      expect(await refusalOf(accounts.refresh(refreshToken))).toBe('refresh-not-valid');
      expect(await refusalOf(accounts.refresh(other.refreshToken))).toBe('done');
    });

    it('refresh tokens are stored only as hashes', async () => {
      const { refreshToken } = await firstSession();
      expect(JSON.stringify(await opened.db('refresh_tokens'))).not.toContain(refreshToken);
    });
  });

  describe('access tokens', () => {
    it('expire', async () => {
      const { accessToken } = await firstSession();
      passMs(899_000);
      expect(await accounts.verifyAccessToken(accessToken)).not.toBeNull();
      passMs(1_000);
      expect(await accounts.verifyAccessToken(accessToken)).toBeNull();
    });

    it('of another system, changed ones, and unsigned ones are refused', async () => {
      const { accessToken } = await firstSession();
      const [head = '', body = '', signature = ''] = accessToken.split('.');
      const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
      const forgedBody = Buffer.from(JSON.stringify({ ...claims, role: 'admin' })).toString('base64url');
      const noneHead = Buffer.from('{"alg":"none"}').toString('base64url');
      for (const token of [
        `${head}.${forgedBody}.${signature}`,
        `${noneHead}.${body}.`,
        `${head}.${body}`,
        '',
        'x',
      ]) {
        expect(await accounts.verifyAccessToken(token)).toBeNull();
      }
    });

    it('a role taken away in the database counts at once', async () => {
      await accounts.createUser({ username: 'alice', password: 'correct horse', role: 'admin' });
      const { accessToken } = await signIn();
      await opened.db('users').update({ role: 'user' });
      expect(await accounts.verifyAccessToken(accessToken)).toMatchObject({ role: 'user' });
    });
  });

  describe('devices', () => {
    it('get SIP credentials of their own that the registrar accepts', async () => {
      const { user } = await firstSession();
      const { device, sip } = await accounts.addDevice(user, { name: 'Chromium', platform: 'web' });
      expect(sip).toMatchObject({
        uri: 'sip:alice@example.com',
        realm: 'tandem',
        webSocketPath: '/sip',
        registerExpiresSeconds: 600,
        iceServers: [{ urls: ['stun:stun.example.com'] }],
      });
      expect(sip.authorizationUsername).toMatch(/^alice\.[a-z2-7]{8}$/);
      expect(sip.password).toMatch(/^[\w-]{43}$/);
      expect(await createCredentialStore(opened.db).find(sip.authorizationUsername)).toEqual({
        identity: { userId: user.id, username: 'alice', deviceId: device.id },
        realm: 'tandem',
        ha1: ha1(sip.authorizationUsername, 'tandem', sip.password),
      });
      expect(await accounts.listDevices(user)).toEqual([device]);
    });

    it('can be removed by their owner alone, with credentials and bindings', async () => {
      const { user } = await firstSession();
      await accounts.createUser({ username: 'bob', password: 'correct horse' });
      const { device, sip } = await accounts.addDevice(user, { name: 'Tab', platform: 'web' });
      await register(device.id);
      expect(await refusalOf(accounts.removeDevice(await knownUser('bob'), device.id))).toBe('not-found');
      await accounts.removeDevice(user, device.id);
      expect(await accounts.listDevices(user)).toEqual([]);
      expect(await createCredentialStore(opened.db).find(sip.authorizationUsername)).toBeNull();
      expect(await opened.db('bindings')).toEqual([]);
      expect(devicesRemoved).toEqual([{ username: 'alice', deviceId: device.id }]);
      expect(credentialsChanged).toEqual([sip.authorizationUsername]);
      expect(await refusalOf(accounts.removeDevice(user, device.id))).toBe('not-found');
    });

    it('beyond fifty the oldest one that is not registered gives way', async () => {
      const { user } = await firstSession();
      const added: string[] = [];
      for (let count = 0; count < 50; count += 1) {
        passMs(1);
        added.push((await accounts.addDevice(user, { name: `${count}`, platform: 'web' })).device.id);
      }
      await register(added[0] ?? '');
      await register(added[1] ?? '', nowMs - 1);
      await accounts.addDevice(user, { name: 'one more', platform: 'web' });
      expect(devicesRemoved.map(({ deviceId }) => deviceId)).toEqual([added[1]]);
      for (const id of added.slice(2)) await register(id);
      const { device } = await accounts.addDevice(user, { name: 'and another', platform: 'web' });
      await register(device.id);
      expect(await refusalOf(accounts.addDevice(user, { name: 'too many', platform: 'web' }))).toBe(
        'too-many-devices',
      );
    });
  });

  describe('the directory', () => {
    beforeEach(async () => {
      await accounts.createUser({ username: 'bob', password: 'correct horse', displayName: '100% Bob|by' });
      await accounts.createUser({ username: 'alice', password: 'correct horse', displayName: 'Alice Smith' });
    });

    it('knows who there is', async () => {
      const directory = createDirectory(opened.db);
      expect(await directory.userExists('alice')).toBe(true);
      expect(await directory.userExists('eve')).toBe(false);
      expect(await directory.displayName('alice')).toBe('Alice Smith');
      expect(await directory.displayName('eve')).toBeNull();
      expect(await directory.displayNames(['bob', 'eve', 'bob'])).toEqual(new Map([['bob', '100% Bob|by']]));
    });

    it.each([
      [undefined, ['alice', 'bob']],
      ['', ['alice', 'bob']],
      ['AL', ['alice']],
      ['smith', ['alice']],
      ['0%', ['bob']],
      ['%', ['bob']],
      ['|', ['bob']],
      ['_', []],
      ["'", []],
    ])('a search for %j finds %j', async (search, found) => {
      const entries = await createDirectory(opened.db).entries({ search, limit: 10 });
      expect(entries.map(({ username }) => username)).toEqual(found);
    });

    it('gives no more than asked for', async () => {
      expect(await createDirectory(opened.db).entries({ limit: 1 })).toHaveLength(1);
    });
  });

  it('a closed database is told from a wrong password', async () => {
    await addAlice();
    await opened.db.destroy();
    await expect(signIn()).rejects.not.toMatchObject({ key: expect.any(String) });
    await expect(signIn()).rejects.toThrow();
  });
});
