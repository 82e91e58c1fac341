import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, migrate, openDatabase } from '@tandem/sql';
import { freezeProcess, startTestMariaDb } from '@tandem/sql/testing';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HttpServerOptions } from './http-server.ts';
import { healthy, serverOn } from './test-server.ts';

describe('the HTTP server', () => {
  let db: Database;
  let folder: string;
  const apps: FastifyInstance[] = [];
  const start = (changes: Partial<HttpServerOptions> = {}) => {
    const server = serverOn(db, changes);
    apps.push(server.app);
    return server;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tandem-http-'));
    db = openDatabase('sqlite::memory:');
    await migrate(db);
  });
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
    await db.destroy();
    await rm(folder, { recursive: true });
  });

  const build = async () => {
    for (const name of ['softphone', 'admin']) {
      await mkdir(join(folder, name, 'assets'), { recursive: true });
      await writeFile(join(folder, name, 'index.html'), `<p>${name}</p>`);
      await writeFile(join(folder, name, 'assets/index-Ab3_x9Yz.js'), `console.log('${name}')`);
      await writeFile(join(folder, name, 'icon.svg'), '<svg/>');
    }
    await writeFile(join(folder, 'secret.txt'), 'not to be served');
    return { softphone: join(folder, 'softphone'), admin: join(folder, 'admin') };
  };

  it('tells load balancers the health: 200 when up or degraded, 503 when down', async () => {
    for (const [status, code] of [
      ['up', 200],
      ['degraded', 200],
      ['down', 503],
    ] as const) {
      const { app } = start({ health: async () => ({ ...healthy, status }) });
      const answer = await app.inject('/api/v1/health');
      expect(answer.statusCode).toBe(code);
      expect(answer.json().status).toBe(status);
    }
  });

  it('serves the softphone at / and the console at /admin/, and leads there from any other page', async () => {
    const { app } = start({ staticFolders: await build() });
    for (const [url, text] of [
      ['/', 'softphone'],
      ['/index.html', 'softphone'],
      ['/admin/', 'admin'],
      ['/admin/index.html', 'admin'],
    ] as const) {
      const answer = await app.inject({ url });
      expect(answer.body, url).toBe(`<p>${text}</p>`);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['cache-control']).toBe('no-cache');
      expect(answer.headers['content-type']).toContain('text/html');
    }
    for (const [url, status, location] of [
      ['/history', 302, '/'],
      ['/deep/page?x=1', 302, '/'],
      ['/admin/trunks/new', 302, '/admin/'],
      ['/admin', 308, '/admin/'],
    ] as const) {
      const redirect = await app.inject(url);
      expect([redirect.statusCode, redirect.headers.location], url).toEqual([status, location]);
    }
  });

  it('lets browsers keep files with a hash in their name for ever, and asks about the others', async () => {
    const { app } = start({ staticFolders: await build() });
    for (const prefix of ['/', '/admin/']) {
      const hashed = await app.inject(`${prefix}assets/index-Ab3_x9Yz.js`);
      expect(hashed.statusCode).toBe(200);
      expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(hashed.headers['content-type']).toContain('javascript');
      expect((await app.inject(`${prefix}icon.svg`)).headers['cache-control']).toBe('no-cache');
    }
  });

  it.each([
    '/missing.js',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/admin/missing.css',
  ])('does not serve %s', async (url) => {
    const { app } = start({ staticFolders: await build() });
    const answer = await app.inject({ url });
    expect(answer.body).not.toContain('not to be served');
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
  });

  it('says how to build the apps when they are not built', async () => {
    const { app } = start();
    for (const url of ['/', '/admin/', '/history']) {
      const answer = await app.inject({ url });
      expect(answer.statusCode).toBe(503);
      expect(answer.body).toContain('npm run build');
    }
    expect((await app.inject('/api/v1/health')).statusCode).toBe(200);
  });

  it('tells browsers to run nothing foreign and to give the microphone to nobody else', async () => {
    const { app } = start({ staticFolders: await build() });
    for (const url of ['/', '/api/v1/health', '/api/v1/nothing']) {
      const { headers } = await app.inject({ url });
      expect(headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval';");
      expect(headers['content-security-policy']).toContain("connect-src 'self' ws: wss:");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['permissions-policy']).toBe('microphone=(self), camera=(), geolocation=()');
    }
  });

  it('lets the installed apps use the API, and no other foreign page', async () => {
    const { app } = start();
    const preflight = (origin: string) =>
      app.inject({
        method: 'OPTIONS',
        url: '/api/v1/sessions',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const own = await preflight('capacitor://localhost');
    expect(own.statusCode).toBe(204);
    expect(own.headers['access-control-allow-origin']).toBe('capacitor://localhost');
    const foreign = await preflight('https://evil.example');
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
    expect(foreign.statusCode).toBe(404);
  });

  it('answers 429 with Retry-After beyond the limit, sooner for signing in, and never for health', async () => {
    const { app } = start({ rateLimits: { requestsPerMinute: 6, signInsPerMinute: 2 } });
    const signIn = () =>
      app.inject({
        method: 'POST',
        url: '/api/v1/sessions',
        payload: { username: 'alice', password: 'wrong password' },
      });
    const statuses = [await signIn(), await signIn(), await signIn()].map(({ statusCode }) => statusCode);
    expect(statuses).toEqual([401, 401, 429]);
    const limited = await signIn();
    expect(limited.json()).toMatchObject({ code: 'too-many-requests' });
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    const others: number[] = [];
    for (let count = 0; count < 7; count += 1) others.push((await app.inject('/api/v1/me')).statusCode);
    expect(others).toEqual([401, 401, 401, 401, 401, 401, 429]);
    expect((await app.inject('/api/v1/health')).statusCode).toBe(200);
    const elsewhere = await app.inject({ url: '/api/v1/me', remoteAddress: '198.51.100.7' });
    expect(elsewhere.statusCode).toBe(401);
  });

  it('counts an IPv6 network as one source', async () => {
    const { app } = start({ rateLimits: { requestsPerMinute: 1, signInsPerMinute: 1 } });
    const from = async (remoteAddress: string) =>
      (await app.inject({ url: '/api/v1/me', remoteAddress })).statusCode;
    expect(await from('2001:db8::1')).toBe(401);
    expect(await from('2001:db8::ffff:2')).toBe(429);
    expect(await from('2001:db8:0:1::1')).toBe(401);
  });

  it('believes X-Forwarded-For only behind a proxy, and of it only the last address', async () => {
    const logged = async (trustProxy: boolean) => {
      const { app, log } = start({ trustProxy });
      await app.inject({
        url: '/api/v1/me',
        remoteAddress: '127.0.0.1',
        headers: { 'x-forwarded-for': '203.0.113.1, 198.51.100.2' },
      });
      return log.lines.at(-1);
    };
    expect(await logged(false)).toContain('"sourceAddress":"127.0.0.1"');
    expect(await logged(true)).toContain('"sourceAddress":"198.51.100.2"');
  });

  it('answers a request for an HTTP/1.1 path that is no path', async () => {
    const { app } = start();
    await app.listen({ host: '127.0.0.1', port: 0 });
    const address = app.server.address();
    const port = address !== null && typeof address !== 'string' ? address.port : 0;
    const request = httpRequest({ host: '127.0.0.1', port, path: '/api/v1/%E0%A4%A' });
    request.end();
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(400);
    response.resume();
  });

  it.skipIf(process.env.TANDEM_TEST_DATABASES === 'sqlite')(
    'answers 503 within seconds while the database is dead, and 200 again afterwards',
    async () => {
      const mariaDb = await startTestMariaDb();
      const admin = openDatabase(mariaDb.url('mysql'));
      await admin.raw('CREATE DATABASE tandem');
      await admin.destroy();
      const remote = openDatabase(mariaDb.url('tandem'));
      try {
        await migrate(remote);
        const { app, accounts } = serverOn(remote);
        await accounts.createUser({ username: 'alice', password: 'correct horse' });
        const signIn = () =>
          app.inject({
            method: 'POST',
            url: '/api/v1/sessions',
            payload: { username: 'alice', password: 'correct horse' },
          });
        expect((await signIn()).statusCode).toBe(200);
        await freezeProcess(mariaDb.pid);
        const frozen = await signIn();
        expect(frozen.statusCode).toBe(503);
        expect(frozen.json().code).toBe('database-down');
        expect(Number(frozen.headers['retry-after'])).toBeGreaterThan(0);
        process.kill(mariaDb.pid, 'SIGCONT');
        expect((await signIn()).statusCode).toBe(200);
        await mariaDb.stop();
        const dead = await signIn();
        expect(dead.json()).toMatchObject({ code: 'database-down' });
        expect(dead.body).not.toMatch(/ECONN|select|127\.0\.0\.1/);
        await app.close();
      } finally {
        await mariaDb.stop();
        await remote.destroy();
      }
    },
    40_000,
  );
});
