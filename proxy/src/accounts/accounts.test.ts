import { testDatabases } from '@tandem/sql/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { ha1 } from '../authentication/digest.ts';
import { createCredentialStore } from '../authentication/sql-credentials.ts';
import { createDirectory } from './directory.ts';
import { accountsOn, refusalOf } from './testing/test-accounts.ts';

describe.each(testDatabases())('accounts on $name', ({ open }) => {
  const given = accountsOn(open);
  const { passMs, signIn, addAlice, firstSession, knownUser, register } = given;

  describe('users', () => {
    it('a new user can be found, listed and counted', async () => {
      const alice = await given.accounts.createUser({
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
      expect(await given.accounts.listUsers({ limit: 100 })).toEqual({ users: [alice], nextCursor: null });
      expect(await given.accounts.countUsers()).toBe(1);
      expect(await given.accounts.findUser('alice')).toMatchObject({ id: alice.id });
      expect(await given.accounts.findUser('Alice')).toBeNull();
    });

    it('a taken name is refused, however many ask for it at once', async () => {
      const tries = await Promise.all([refusalOf(addAlice()), refusalOf(addAlice()), refusalOf(addAlice())]);
      expect(tries.sort()).toEqual(['done', 'user-exists', 'user-exists']);
    });

    it.each(['ring-group', 'conference'])('the name of a %s is taken', async (kind) => {
      await given.db('configuration_documents').insert({ kind, id: 'alice', version: 1, document: '{}' });
      expect(await refusalOf(addAlice())).toBe('user-exists');
      expect(await given.accounts.findUser('alice')).toBeNull();
    });

    it.each([
      ['Alice', 'correct horse'],
      ['al ice', 'correct horse'],
      ["alice'; drop table users", 'correct horse'],
      ['', 'correct horse'],
      ['alice', 'short'],
      ['alice', 'x'.repeat(257)],
    ])('the name %j with the password %j is refused', async (username, password) => {
      expect(await refusalOf(given.accounts.createUser({ username, password }))).toBe('bad-input');
    });

    it('the password is stored as argon2id and as HA1, never itself', async () => {
      await addAlice();
      const rows = JSON.stringify([await given.db('users'), await given.db('sip_credentials')]);
      expect(rows).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
      expect(rows).not.toContain('correct horse');
    });

    it('a desk phone signs in with the same name and password, and with the new one after a change', async () => {
      const credentials = createCredentialStore(given.db);
      await addAlice();
      expect((await credentials.find('alice'))?.ha1).toEqual(ha1('alice', 'tandem', 'correct horse'));
      await given.accounts.setPassword('alice', 'battery staple');
      expect(await credentials.find('alice')).toMatchObject({
        ha1: ha1('alice', 'tandem', 'battery staple'),
        identity: { username: 'alice', deviceId: null },
      });
      expect(given.told.credentialsChanged).toEqual(['alice']);
    });

    it('a changed password ends every session and open sign-in link', async () => {
      const session = await firstSession();
      const link = await given.accounts.createSignInLink('alice');
      await given.accounts.setPassword('alice', 'battery staple');
      expect(await refusalOf(given.accounts.refresh(session.refreshToken))).toBe('refresh-not-valid');
      expect(await refusalOf(given.accounts.signInByLink(link))).toBe('link-not-valid');
      expect(await refusalOf(signIn())).toBe('wrong-password');
      expect(await refusalOf(signIn('battery staple'))).toBe('done');
    });

    it('a removed user is gone with devices, sessions, credentials and bindings', async () => {
      const session = await firstSession();
      await given.accounts.addDevice(session.user, { name: 'Tab', platform: 'web' });
      await register(null);
      await given.accounts.removeUser('alice');
      for (const table of ['users', 'devices', 'sip_credentials', 'refresh_tokens', 'bindings']) {
        expect(await given.db(table), table).toEqual([]);
      }
      expect(given.told.usersRemoved).toEqual(['alice']);
      expect(await given.accounts.verifyAccessToken(session.accessToken)).toBeNull();
      expect(await refusalOf(given.accounts.refresh(session.refreshToken))).toBe('refresh-not-valid');
    });

    it('who is edited is told of, so that others read it again', async () => {
      await addAlice();
      const edit = { voicemail: true };
      expect(await given.accounts.editUser('alice', edit, 1)).toMatchObject({ ...edit, version: 2 });
      expect(await refusalOf(given.accounts.editUser('alice', { voicemail: false }, 1))).toBe(
        'changed-meanwhile',
      );
      expect(given.told.usersEdited).toEqual(['alice']);
    });

    it('nobody can be removed or given a password who is not there', async () => {
      expect(await refusalOf(given.accounts.removeUser('bob'))).toBe('not-found');
      expect(await refusalOf(given.accounts.setPassword('bob', 'long enough'))).toBe('not-found');
      expect(await refusalOf(given.accounts.createSignInLink('bob'))).toBe('not-found');
      expect(given.told.usersRemoved).toEqual([]);
    });
  });

  describe('devices', () => {
    it('get SIP credentials of their own that the registrar accepts', async () => {
      const { user } = await firstSession();
      const { device, sip } = await given.accounts.addDevice(user, { name: 'Chromium', platform: 'web' });
      expect(sip).toMatchObject({
        uri: 'sip:alice@example.com',
        realm: 'tandem',
        webSocketPath: '/sip',
        registerExpiresSeconds: 600,
        iceServers: [{ urls: ['stun:stun.example.com'] }],
      });
      expect(sip.authorizationUsername).toMatch(/^alice\.[a-z2-7]{8}$/);
      expect(sip.password).toMatch(/^[\w-]{43}$/);
      expect(await createCredentialStore(given.db).find(sip.authorizationUsername)).toEqual({
        identity: { userId: user.id, username: 'alice', deviceId: device.id },
        realm: 'tandem',
        ha1: ha1(sip.authorizationUsername, 'tandem', sip.password),
      });
      expect(await given.accounts.listDevices(user)).toEqual([device]);
    });

    it('can be removed by their owner alone, with credentials and bindings', async () => {
      const { user } = await firstSession();
      await given.accounts.createUser({ username: 'bob', password: 'correct horse' });
      const { device, sip } = await given.accounts.addDevice(user, { name: 'Tab', platform: 'web' });
      await register(device.id);
      expect(await refusalOf(given.accounts.removeDevice(await knownUser('bob'), device.id))).toBe(
        'not-found',
      );
      await given.accounts.removeDevice(user, device.id);
      expect(await given.accounts.listDevices(user)).toEqual([]);
      expect(await createCredentialStore(given.db).find(sip.authorizationUsername)).toBeNull();
      expect(await given.db('bindings')).toEqual([]);
      expect(given.told.devicesRemoved).toEqual([{ username: 'alice', deviceId: device.id }]);
      expect(given.told.credentialsChanged).toEqual([sip.authorizationUsername]);
      expect(await refusalOf(given.accounts.removeDevice(user, device.id))).toBe('not-found');
    });

    it('beyond fifty the oldest one that is not registered gives way', async () => {
      const { user } = await firstSession();
      const added: string[] = [];
      for (let count = 0; count < 50; count += 1) {
        passMs(1);
        added.push((await given.accounts.addDevice(user, { name: `${count}`, platform: 'web' })).device.id);
      }
      await register(added[0] ?? '');
      await register(added[1] ?? '', given.nowMs - 1);
      await given.accounts.addDevice(user, { name: 'one more', platform: 'web' });
      expect(given.told.devicesRemoved.map(({ deviceId }) => deviceId)).toEqual([added[1]]);
      for (const id of added.slice(2)) await register(id);
      const { device } = await given.accounts.addDevice(user, { name: 'and another', platform: 'web' });
      await register(device.id);
      expect(await refusalOf(given.accounts.addDevice(user, { name: 'too many', platform: 'web' }))).toBe(
        'too-many-devices',
      );
    });
  });

  describe('the directory', () => {
    beforeEach(async () => {
      await given.accounts.createUser({
        username: 'bob',
        password: 'correct horse',
        displayName: '100% Bob|by',
      });
      await given.accounts.createUser({
        username: 'alice',
        password: 'correct horse',
        displayName: 'Alice Smith',
      });
    });

    it('knows who there is', async () => {
      const directory = createDirectory(given.db);
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
      const entries = await createDirectory(given.db).entries({ search, limit: 10 });
      expect(entries.map(({ username }) => username)).toEqual(found);
    });

    it('gives no more than asked for', async () => {
      expect(await createDirectory(given.db).entries({ limit: 1 })).toHaveLength(1);
    });
  });

  it('a closed database is told from a wrong password', async () => {
    await addAlice();
    await given.db.destroy();
    await expect(signIn()).rejects.not.toMatchObject({ key: expect.any(String) });
    await expect(signIn()).rejects.toThrow();
  });
});
