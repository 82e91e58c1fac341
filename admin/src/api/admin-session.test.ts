import { contentOf } from '@tandem/api-client';
import { adminUsers } from '@tandem/api-types';
import { beforeEach, expect, test } from 'vitest';
import { AdminSession } from './admin-session.ts';

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

/** The API as far as tokens go: each refresh token works once, and an access token until `expire`. */
class FakeServer {
  role = 'admin';
  refreshes = 0;
  readonly passwords: string[] = [];
  #count = 0;
  #access = '';
  #refresh = '';

  readonly fetch = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname.replace('/api/v1/', '');
    const body = await request.text();
    if (path === 'sessions' && request.method === 'POST') return this.#session();
    if (path === 'sessions') return new Response(null, { status: 204 });
    if (path === 'sessions/refresh') {
      if (body !== JSON.stringify({ refreshToken: this.#refresh })) return refused();
      this.refreshes++;
      return this.#session();
    }
    if (request.headers.get('authorization') !== `Bearer ${this.#access}`) return refused();
    if (request.method === 'GET') return Response.json({ users: [], nextCursor: null });
    this.passwords.push(body);
    return new Response(null, { status: 204 });
  };

  expire(): void {
    this.#access = 'none';
  }

  revoke(): void {
    this.expire();
    this.#refresh = 'none';
  }

  #session(): Response {
    this.#access = `access-${++this.#count}`;
    this.#refresh = `refresh-${this.#count}`;
    return Response.json({
      accessToken: this.#access,
      accessTokenExpiresInSeconds: 60,
      refreshToken: this.#refresh,
      user: {
        id: '1',
        username: 'root',
        displayName: 'Root',
        role: this.role,
        addressOfRecord: 'sip:root@x',
      },
    });
  }
}

function refused(): Response {
  const problem = { type: '/not-signed-in', title: 'Sign in first.', instance: 'urn:uuid:1' };
  return Response.json(
    { ...problem, status: 401, detail: 'Sign in first.', code: 'not-signed-in' },
    { status: 401 },
  );
}

let server: FakeServer;
let store: MemoryStorage;
/** Of each time somebody was signed out, whether the server had ended the session. */
let signedOut: boolean[];
let admin: AdminSession;

beforeEach(() => {
  server = new FakeServer();
  store = new MemoryStorage();
  signedOut = [];
  admin = openTab();
});

function openTab(): AdminSession {
  const { fetch } = server;
  return new AdminSession({
    store,
    origin: 'http://console.test',
    fetch,
    onSignedOut: (ended) => signedOut.push(ended),
  });
}

const listUsers = () => contentOf(admin.api.GET('/api/v1/admin/users'), adminUsers);

test('an admin stays signed in over a reload of the tab', async () => {
  await admin.signIn('root', 'secret');
  expect(openTab().signedIn).toBe(true);
});

test('an account that is not an admin’s is turned away with the reason', async () => {
  server.role = 'user';
  await expect(admin.signIn('alice', 'secret')).rejects.toThrow('it is not an admin');
  expect(admin.signedIn).toBe(false);
});

test('an expired token is renewed once for all that wait', async () => {
  await admin.signIn('root', 'secret');
  server.expire();
  const answers = await Promise.all([1, 2, 3].map(listUsers));
  expect(answers).toHaveLength(3);
  expect(server.refreshes).toBe(1);
});

test('a session that the server has ended leads back to the sign-in, which can say so', async () => {
  await admin.signIn('root', 'secret');
  server.revoke();
  await expect(listUsers()).rejects.toThrow();
  expect(signedOut).toEqual([true]);
  expect(admin.signedIn).toBe(false);
});

test('signing out forgets the session in this tab', async () => {
  await admin.signIn('root', 'secret');
  await admin.signOut();
  expect(signedOut).toEqual([false]);
  expect(openTab().signedIn).toBe(false);
});

test('what was to be saved is sent again, whole, when the token had expired', async () => {
  await admin.signIn('root', 'secret');
  server.expire();
  const params = { path: { username: 'alice' } };
  const body = { password: 'a new password' };
  await admin.api.POST('/api/v1/admin/users/{username}/password', { params, body });
  expect(server.passwords).toEqual([JSON.stringify(body)]);
});
