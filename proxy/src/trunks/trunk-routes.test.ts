import { type OpenTestDatabase, testDatabases } from '@tandem/sql/testing';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOf, serverOn } from '../http/test-server.ts';
import { Carrier } from './testing/carrier.ts';
import { startTrunkSystem, type TrunkSystem } from './testing/trunk-system.ts';
import { trunkRoutes } from './trunk-routes.ts';
import { createTrunkTester } from './trunk-test.ts';

const [database] = testDatabases();

describe('the API for trunks', () => {
  let opened: OpenTestDatabase;
  let system: TrunkSystem;
  let app: FastifyInstance;
  let carrier: Carrier;
  let call: ReturnType<typeof clientOf>['call'];
  let token: string;
  let userToken: string;
  let log: { lines: string[] };

  beforeEach(async () => {
    if (!database) throw new Error('no database to test on');
    opened = await database.open();
    system = await startTrunkSystem();
    carrier = await Carrier.open();
    const tester = createTrunkTester(async (_trunk, hop) => ({
      kind: 'echo-call',
      outcome: 'ok',
      gateway: hop.gateway,
      status: 200,
      durationMs: 1,
      sentence: 'It came back.',
      received: null,
    }));
    const server = serverOn(opened.db, { features: [trunkRoutes(system.trunks, system.live, tester)] });
    app = server.app;
    log = server.log;
    await server.accounts.createUser({ username: 'root', password: 'correct horse', role: 'admin' });
    await server.accounts.createUser({ username: 'alice', password: 'correct horse' });
    const client = clientOf(app);
    call = client.call;
    token = (await client.signIn('root')).accessToken;
    userToken = (await client.signIn('alice')).accessToken;
  });
  afterEach(async () => {
    await app.close();
    await system.close();
    await carrier.close();
    await opened.close();
  });

  const body = () => ({
    id: 'carrier',
    name: 'Carrier',
    connection: { kind: 'register-to-carrier', domain: 'carrier.example', username: '4930123' },
    gateways: [{ host: '127.0.0.1', port: carrier.port }],
    secret: 'a-very-secret-password',
  });

  it('an admin adds, sees, edits and removes a trunk; the password is never told again', async () => {
    const added = await call('POST', '/trunks', { token, body: body() });
    expect(added).toMatchObject({ status: 201, headers: { etag: '"1"' }, body: { secretIsSet: true } });
    const { secret, ...settings } = body();
    const { id: _, ...rest } = settings;
    expect(await call('PUT', '/trunks/carrier', { token, body: rest })).toMatchObject({ status: 428 });
    const edited = await call('PUT', '/trunks/carrier', {
      token,
      body: { ...rest, name: 'New' },
      version: 1,
    });
    expect(edited).toMatchObject({ status: 200, body: { name: 'New', version: 2 } });
    expect(await call('PUT', '/trunks/carrier', { token, body: rest, version: 1 })).toMatchObject({
      status: 412,
      body: { code: 'changed-meanwhile' },
    });
    const listed = await call('GET', '/trunks', { token });
    expect(listed.body.trunks).toMatchObject([{ trunk: { id: 'carrier' }, state: { id: 'carrier' } }]);
    const state = await call('GET', '/trunks/carrier/state', { token });
    expect(state.body.gateways).toHaveLength(1);
    expect((await call('DELETE', '/trunks/carrier', { token, version: 2 })).status).toBe(204);
    expect((await call('GET', '/trunks/carrier', { token })).status).toBe(404);
    const told = JSON.stringify([added.body, edited.body, listed.body, state.body, log.lines]);
    expect(told).not.toContain(secret);
  });

  it('a trunk that cannot work is refused with the field named', async () => {
    const refused = await call('POST', '/trunks', { token, body: { ...body(), gateways: [] } });
    expect(refused).toMatchObject({
      status: 400,
      body: { code: 'bad-input', errors: [{ field: 'gateways' }, {}] },
    });
    const unknown = await call('POST', '/trunks', { token, body: { ...body(), media: { codecs: ['MP3'] } } });
    expect(unknown).toMatchObject({ status: 400, body: { errors: [{ field: 'media.codecs.0' }] } });
  });

  it('a test asks the gateways, registers, and calls when it is given a number', async () => {
    await call('POST', '/trunks', { token, body: body() });
    await system.live.settled();
    const tested = await call('POST', '/trunks/carrier/test', { token, body: { echoNumber: '9196' } });
    expect(tested.body).toMatchObject({
      ok: true,
      steps: [
        { kind: 'options', outcome: 'ok', status: 200, received: expect.stringContaining('SIP/2.0 200') },
        { kind: 'registration', outcome: 'ok', sentence: expect.stringContaining('accepted') },
        { kind: 'echo-call', outcome: 'ok' },
      ],
    });
    carrier.answer = () => ({ status: 403 });
    const failed = await call('POST', '/trunks/carrier/test', { token, body: {} });
    expect(failed.body).toMatchObject({
      ok: false,
      steps: [{}, { outcome: 'failed', status: 403 }, { outcome: 'skipped' }],
    });
  });

  it('templates can be taken as they are, once the blanks are filled', async () => {
    const { body: answer } = await call('GET', '/trunk-templates', { token });
    expect(answer.templates.length).toBeGreaterThan(4);
    for (const { id, settings } of answer.templates) {
      const registers = settings.connection.kind.includes('regist');
      const filled = { ...settings, id, ...(registers ? { secret: 'x' } : {}) };
      expect(await call('POST', '/trunks', { token, body: filled })).toMatchObject({ status: 201 });
    }
  });

  it('is closed to ordinary users', async () => {
    expect((await call('GET', '/trunks', { token: userToken })).status).toBe(403);
    expect((await call('POST', '/trunks', { token: userToken, body: body() })).status).toBe(403);
  });
});
