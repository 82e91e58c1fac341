import { testDatabases } from '@tandem/sql/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../observability/log.ts';
import { type CredentialCacheOptions, CredentialsUnavailable, cacheCredentials } from './credential-cache.ts';
import type { Credential, CredentialStore } from './credentials.ts';
import { ha1 } from './digest.ts';
import { createCredentialStore } from './sql-credentials.ts';

const alice: Credential = {
  identity: { userId: 'user-1', username: 'alice', deviceId: null },
  realm: 'tandem',
  ha1: ha1('alice', 'tandem', 'secret'),
};

function setUp(options: Partial<CredentialCacheOptions> = {}) {
  const clock = { nowMs: 1_790_000_000_000 };
  const users = new Map([['alice', alice]]);
  const state: { lookups: string[]; answer: (name: string) => Promise<Credential | null> } = {
    lookups: [],
    answer: async (name) => users.get(name) ?? null,
  };
  const store: CredentialStore = {
    find(name) {
      state.lookups.push(name);
      return state.answer(name);
    },
  };
  const cache = cacheCredentials(store, { now: () => clock.nowMs, log: silentLog, ...options });
  return { clock, users, state, cache };
}

const fails = async (): Promise<never> => {
  throw new Error('connection refused');
};

describe('cached credentials', () => {
  it('ask the database once a minute for each user', async () => {
    const { cache, clock, state } = setUp();
    for (let count = 0; count < 5; count += 1) expect(await cache.find('alice')).toBe(alice);
    expect(state.lookups).toHaveLength(1);
    clock.nowMs += 60_000;
    await cache.find('alice');
    expect(state.lookups).toHaveLength(2);
  });

  it('ask again when an answer may not be that old', async () => {
    const { cache, clock, state } = setUp();
    await cache.find('alice');
    clock.nowMs += 3_000;
    await cache.find('alice', 5_000);
    expect(state.lookups).toHaveLength(1);
    await cache.find('alice', 3_000);
    expect(state.lookups).toHaveLength(2);
  });

  it('ask once for many requests at the same time', async () => {
    const { cache, state } = setUp();
    await Promise.all(Array.from({ length: 20 }, () => cache.find('alice')));
    expect(state.lookups).toHaveLength(1);
  });

  it('let a new user in within two seconds of being made', async () => {
    const { cache, clock, users } = setUp();
    expect(await cache.find('bob')).toBeNull();
    users.set('bob', alice);
    clock.nowMs += 2_000;
    expect(await cache.find('bob')).toBe(alice);
  });

  it('forget a user whose password changed, even while the old one is being read', async () => {
    const { cache, state } = setUp();
    const changed = { ...alice, ha1: ha1('alice', 'tandem', 'new') };
    await cache.find('alice');
    cache.invalidate('alice');
    let finish: (credential: Credential) => void = () => {};
    state.answer = () => new Promise((resolve) => (finish = resolve));
    const before = cache.find('alice');
    cache.invalidate('alice');
    finish(alice);
    await before;
    state.answer = async () => changed;
    expect(await cache.find('alice')).toBe(changed);
    cache.clear();
    await cache.find('alice');
    expect(state.lookups).toHaveLength(4);
  });

  it('keep a known user working for an hour while the database is down, and leave it alone in between', async () => {
    const { cache, clock, state } = setUp();
    await cache.find('alice');
    state.answer = fails;
    clock.nowMs += 60_000;
    for (let count = 0; count < 5; count += 1) expect(await cache.find('alice')).toBe(alice);
    expect(state.lookups).toHaveLength(2);
    clock.nowMs += 3_600_000;
    await expect(cache.find('alice')).rejects.toThrow(CredentialsUnavailable);
  });

  it('say that an unknown user cannot be looked up while the database is down', async () => {
    const { cache, state } = setUp();
    state.answer = fails;
    await expect(cache.find('bob')).rejects.toThrow(CredentialsUnavailable);
    await expect(cache.find('carol')).rejects.toThrow(CredentialsUnavailable);
    expect(state.lookups).toEqual(['bob']);
  });

  it('have room for a limited number of lookups at once', async () => {
    const { cache, state } = setUp({ maxLookups: 2 });
    let finish: () => void = () => {};
    const gate = new Promise<void>((resolve) => (finish = resolve));
    state.answer = async () => {
      await gate;
      return null;
    };
    const first = cache.find('a');
    const second = cache.find('b');
    await expect(cache.find('c')).rejects.toThrow(/too many/);
    finish();
    expect(await Promise.all([first, second])).toEqual([null, null]);
  });

  describe('with a database that hangs', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    it('give up after two seconds', async () => {
      const { cache, state } = setUp();
      state.answer = () => new Promise(() => {});
      const answer = expect(cache.find('alice')).rejects.toThrow(CredentialsUnavailable);
      await vi.advanceTimersByTimeAsync(2_000);
      await answer;
    });
  });
});

describe.each(testDatabases())('credentials on $name', ({ open }) => {
  it('are found by their exact authorization username', async () => {
    const { db, close } = await open();
    try {
      await db('users').insert({
        id: 'user-1',
        username: 'alice',
        display_name: 'Alice',
        role: 'user',
        password_hash: 'x',
        created_at_ms: 1,
      });
      await db('devices').insert({
        id: 'device-1',
        user_id: 'user-1',
        name: 'Phone',
        platform: 'web',
        created_at_ms: 1,
      });
      const { md5, sha256 } = ha1('alice.k3', 'tandem', 'secret');
      await db('sip_credentials').insert({
        authorization_username: 'alice.k3',
        user_id: 'user-1',
        device_id: 'device-1',
        realm: 'tandem',
        ha1_md5: md5,
        ha1_sha256: sha256,
        created_at_ms: 1,
      });
      const store = createCredentialStore(db);
      expect(await store.find('alice.k3')).toEqual({
        identity: { userId: 'user-1', username: 'alice', deviceId: 'device-1' },
        realm: 'tandem',
        ha1: { md5, sha256 },
      });
      for (const name of [
        'Alice.k3',
        'alice.k3 ',
        'alice',
        '',
        "' or 1=1 --",
        'x'.repeat(500),
        '😀',
        '\u0000',
      ]) {
        expect(await store.find(name)).toBeNull();
      }
    } finally {
      await close();
    }
  });

  it('cannot be read from a closed database', async () => {
    const { db, close } = await open();
    const store = createCredentialStore(db);
    await close();
    await expect(store.find('alice')).rejects.toThrow();
  });
});
