import { problem } from '@tandem/api-types/problem';
import { type Database, migrate, openDatabase } from '@tandem/sql';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOf, serverOn } from './test-server.ts';

describe('bad input to the HTTP API', () => {
  let db: Database;
  let app: FastifyInstance;
  let call: ReturnType<typeof clientOf>['call'];
  let signIn: ReturnType<typeof clientOf>['signIn'];

  beforeEach(async () => {
    db = openDatabase('sqlite::memory:');
    await migrate(db);
    const server = serverOn(db);
    app = server.app;
    ({ call, signIn } = clientOf(app));
    await server.accounts.createUser({ username: 'root', password: 'correct horse', role: 'admin' });
  });
  afterEach(async () => {
    await app.close();
    await db.destroy();
  });

  it.each([
    ['POST', '/sessions', {}, /^username: /],
    ['POST', '/sessions', { username: 5, password: [] }, /^username: /],
    ['POST', '/sessions', { username: 'x'.repeat(65), password: '' }, /^username: at most 64 characters$/],
    ['POST', '/sessions/refresh', { refreshToken: 'x'.repeat(129) }, /^refreshToken: /],
    ['POST', '/admin/users', { username: 'Bob', password: 'long enough' }, /^username: lower-case/],
    ['POST', '/admin/users', { username: 'bob', password: 'short' }, /^password: /],
    ['POST', '/admin/users', { username: 'bob', password: 'long enough', role: 'god' }, /^role: /],
    ['POST', '/devices', { name: '', platform: 'web' }, /^name: /],
    ['POST', '/devices', { name: 'x', platform: 'fridge' }, /^platform: /],
    ['GET', '/calls?limit=0', undefined, /^limit: /],
    ['GET', '/calls?limit=101', undefined, /^limit: /],
    ['GET', '/calls?limit=abc', undefined, /^limit: /],
    ['GET', '/calls?cursor=nonsense', undefined, /cursor/],
    ['GET', `/calls?cursor=${'x'.repeat(201)}`, undefined, /^cursor: /],
  ] as const)('%s %s with %j is refused, and says which field', async (method, path, body, message) => {
    const { accessToken: token } = await signIn('root');
    const answer = await call(method, path, body ? { token, body: { ...body } } : { token });
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-input' } });
    expect(answer.body.detail).toMatch(message);
  });

  it.each([
    ['application/json', '{"username": ', 400, 'bad-input'],
    ['application/json', '', 400, 'bad-input'],
    ['application/json', '{"__proto__": {"role": "admin"}}', 400, 'bad-input'],
    ['text/plain', 'hello', 415, 'wrong-media-type'],
    ['application/x-www-form-urlencoded', 'username=alice', 415, 'wrong-media-type'],
    ['application/json', `{"username":"${'x'.repeat(70_000)}"}`, 413, 'too-large'],
  ])('a body of type %s that is %.20s is refused with %i', async (type, payload, status, code) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/sessions',
      headers: { 'content-type': type },
      payload,
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ code, status, type: `/api/v1/problems/${code}` });
  });

  it.each(['/api/v1/nothing', '/api/', '/api/v1/devices/%zz', `/api/v1/devices/${'x'.repeat(300)}`])(
    'the path %s gets a refusal of the same shape',
    async (url) => {
      const answer = await app.inject({ method: 'GET', url });
      expect([400, 401, 404]).toContain(answer.statusCode);
      expect(problem.strict().safeParse(answer.json()).success).toBe(true);
    },
  );
});
