import { randomUUID } from 'node:crypto';
import { type ApiClient, ApiFailure, createApiClient } from '@tandem/api-client';
import { user } from '@tandem/api-types';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Account } from './account.ts';
import { AccountStore } from './account-store.ts';
import { exclusivelyWith } from './exclusively.ts';
import { signInLinkToken } from './sign-in-link.ts';

class MemoryStorage {
  readonly #items = new Map<string, string>();
  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.#items.set(key, value);
  }
  removeItem(key: string): void {
    this.#items.delete(key);
  }
}

/** The API's rules for tokens: an access token lives a minute, a refresh token works once, its reuse ends all. */
class FakeServer {
  now = 0;
  down = false;
  garbled = false;
  refreshes = 0;
  devices = 0;
  readonly deleted: string[] = [];
  readonly #access = new Map<string, { username: string; expiresAt: number }>();
  readonly #refresh = new Map<string, string>();
  readonly #used = new Set<string>();

  readonly fetch = async (request: Request): Promise<Response> => {
    const text = await request.text();
    if (this.down) throw new TypeError('Failed to fetch');
    const { method } = request;
    const path = new URL(request.url).pathname.replace('/api/v1/', '');
    const body = z.record(z.string(), z.string()).parse(JSON.parse(text || '{}'));
    if (method === 'POST' && path === 'sessions') {
      return body.password === 'right' ? this.#session(body.username ?? '') : refuse(401, 'Wrong password.');
    }
    if (path === 'sessions/link') return this.#session(body.token ?? '');
    if (path === 'sessions/refresh') return this.#refreshSession(body.refreshToken ?? '');
    if (method === 'DELETE' && path === 'sessions') {
      this.#refresh.delete(body.refreshToken ?? '');
      this.deleted.push(path);
      return new Response(null, { status: 204 });
    }
    const bearer = request.headers.get('authorization')?.slice('Bearer '.length) ?? '';
    const access = this.#access.get(bearer);
    if (!access || access.expiresAt <= this.now) return refuse(401, 'Sign in first.');
    if (method === 'DELETE') this.deleted.push(path);
    if (method === 'POST' && path === 'devices') return this.#device(access.username);
    return method === 'DELETE'
      ? new Response(null, { status: 204 })
      : Response.json(this.garbled ? { age: 7 } : userOf(access.username));
  };

  revokeAccess(): void {
    this.#access.clear();
  }

  revokeAll(): void {
    this.#access.clear();
    this.#refresh.clear();
  }

  #refreshSession(token: string): Response {
    const username = this.#refresh.get(token);
    if (this.#used.has(token)) this.revokeAll();
    if (!username || this.#used.has(token)) return refuse(401, 'The session has ended.');
    this.#used.add(token);
    this.refreshes++;
    return this.#session(username);
  }

  #session(username: string): Response {
    const accessToken = randomUUID();
    const refreshToken = randomUUID();
    this.#access.set(accessToken, { username, expiresAt: this.now + 60_000 });
    this.#refresh.set(refreshToken, username);
    return Response.json({
      accessToken,
      accessTokenExpiresInSeconds: 60,
      refreshToken,
      user: userOf(username),
    });
  }

  #device(username: string): Response {
    const id = `device-${++this.devices}`;
    const device = { id, name: 'x', platform: 'web', createdAt: new Date(0).toISOString() };
    const sip = {
      uri: `sip:${username}@x`,
      displayName: username,
      authorizationUsername: `${username}.${id}`,
      password: 'p',
      realm: 'tandem',
      webSocketPath: '/sip',
      registerExpiresSeconds: 600,
      iceServers: [],
    };
    return Response.json({ device, sip });
  }
}

const userOf = (username: string) => ({
  id: username,
  username,
  displayName: username,
  role: 'user',
  addressOfRecord: `sip:${username}@x`,
});

function refuse(status: number, message: string): Response {
  return Response.json(
    { type: '/refused', title: 'Refused.', status, detail: message, instance: 'urn:uuid:1', code: 'refused' },
    { status },
  );
}

const whoami = (account: Account) =>
  account.request((api: ApiClient, headers) => api.GET('/api/v1/me', { headers }), user);

const browserDevice = { name: 'Chrome on Linux', platform: 'web' } as const;

let server: FakeServer;
let browser: MemoryStorage;
let exclusively: ReturnType<typeof exclusivelyWith>;

beforeEach(() => {
  server = new FakeServer();
  browser = new MemoryStorage();
  exclusively = exclusivelyWith(undefined);
});

/** A tab of the browser; `tab` stands for what a reload keeps. */
function openTab(tab = new MemoryStorage()) {
  const farewells: string[] = [];
  const account = new Account({
    store: new AccountStore({ shared: browser, tab }),
    api: createApiClient('http://phone.test', server.fetch),
    now: () => server.now,
    exclusively,
    onSignedOut: (sentence) => farewells.push(sentence),
  });
  return { account, tab, farewells };
}

describe('who is signed in', () => {
  test('two tabs of one browser can be two people, also after a reload', async () => {
    const first = openTab();
    await first.account.signInByLink('alice');
    const second = openTab();
    await second.account.signInByLink('bob');
    expect(openTab(first.tab).account.user?.username).toBe('alice');
    expect(openTab(second.tab).account.user?.username).toBe('bob');
  });

  test('a new tab continues with whoever signed in last', async () => {
    await openTab().account.signIn('alice', 'right');
    await openTab().account.signIn('bob', 'right');
    expect(openTab().account.user?.username).toBe('bob');
  });

  test('a wrong password is told in the server’s words', async () => {
    await expect(openTab().account.signIn('alice', 'wrong')).rejects.toThrow('Wrong password.');
    expect(openTab().account.user).toBeNull();
  });

  test('what an older version stored is ignored', () => {
    browser.setItem('tandem.last-account', 'alice');
    browser.setItem('tandem.account.alice', '{"user":"alice"}');
    expect(openTab().account.user).toBeNull();
  });
});

describe('a request', () => {
  test('renews an expired token first', async () => {
    const { account } = openTab();
    await account.signIn('alice', 'right');
    server.now = 3_600_000;
    await expect(whoami(account)).resolves.toEqual(userOf('alice'));
    expect(server.refreshes).toBe(1);
  });

  test('among many at once renews the token once', async () => {
    const { account } = openTab();
    await account.signIn('alice', 'right');
    server.now = 3_600_000;
    await Promise.all(Array.from({ length: 8 }, () => whoami(account)));
    expect(server.refreshes).toBe(1);
  });

  test('from two tabs of one account at once does not end the session', async () => {
    const first = openTab();
    await first.account.signIn('alice', 'right');
    const second = openTab();
    server.now = 3_600_000;
    await Promise.all([whoami(first.account), whoami(second.account)]);
    server.now = 7_200_000;
    await expect(whoami(second.account)).resolves.toEqual(userOf('alice'));
    await expect(whoami(first.account)).resolves.toEqual(userOf('alice'));
  });

  test('whose token the server no longer knows is sent again with a new one', async () => {
    const { account } = openTab();
    await account.signIn('alice', 'right');
    server.revokeAccess();
    await expect(whoami(account)).resolves.toEqual(userOf('alice'));
  });

  test('after the session has ended signs the person out with a sentence', async () => {
    const { account, farewells } = openTab();
    await account.signIn('alice', 'right');
    server.revokeAll();
    await expect(whoami(account)).rejects.toThrow('Please sign in again.');
    expect(farewells).toEqual(['Your session has ended. Please sign in again.']);
    expect(account.user).toBeNull();
  });

  test('without a network fails with a sentence and keeps the person signed in', async () => {
    const { account, farewells } = openTab();
    await account.signIn('alice', 'right');
    server.now = 3_600_000;
    server.down = true;
    await expect(whoami(account)).rejects.toThrow('The server cannot be reached. Check your connection.');
    expect(farewells).toEqual([]);
    server.down = false;
    await expect(whoami(account)).resolves.toEqual(userOf('alice'));
  });

  test('with an answer of another shape is an error, not a surprise later', async () => {
    const { account } = openTab();
    await account.signIn('alice', 'right');
    server.garbled = true;
    await expect(whoami(account)).rejects.toBeInstanceOf(ApiFailure);
  });
});

describe('the device', () => {
  test('is made once for all tabs of an account in this browser, and survives signing in again', async () => {
    const first = openTab();
    await first.account.signIn('alice', 'right');
    const second = openTab();
    await Promise.all([
      first.account.deviceCredentials(browserDevice),
      second.account.deviceCredentials(browserDevice),
    ]);
    await first.account.signInByLink('alice');
    await first.account.deviceCredentials(browserDevice);
    expect(server.devices).toBe(1);
  });

  test('is made anew when the registrar no longer accepts it', async () => {
    const { account } = openTab();
    await account.signIn('alice', 'right');
    await account.deviceCredentials(browserDevice);
    account.forgetDevice();
    expect((await account.deviceCredentials(browserDevice)).device.id).toBe('device-2');
  });

  test('and the session are given back when the person signs out', async () => {
    const { account } = openTab();
    await account.signIn('alice', 'right');
    await account.deviceCredentials(browserDevice);
    await account.signOut();
    expect(server.deleted).toEqual(['devices/device-1', 'sessions']);
    expect(openTab().account.user).toBeNull();
  });
});

test.each([
  ['#/link/abc-DEF_1.2~3', 'abc-DEF_1.2~3'],
  ['#/link/', null],
  ['#/link/a/b', null],
  ['#/dial', null],
])('the address %s carries the secret %s', (hash, token) => {
  expect(signInLinkToken(hash)).toBe(token);
});
