import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createEngine, type Engine } from '@tandem/sip-engine';
import { testDatabases } from '@tandem/sql/testing';
import Srf from 'drachtio-srf';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthenticator } from '../authentication/authenticator.ts';
import { cacheCredentials } from '../authentication/credential-cache.ts';
import { ha1 } from '../authentication/digest.ts';
import { createCredentialStore } from '../authentication/sql-credentials.ts';
import { authenticated } from '../authentication/srf-authentication.ts';
import { createDomains } from '../domains.ts';
import { silentLog } from '../observability/log.ts';
import { createBindingStore } from './binding-store.ts';
import { createLocation, type Location } from './location.ts';
import { attachRegistrar } from './register-route.ts';
import { createRegistrar } from './registrar.ts';
import { type TestPhone, udpPhone, webSocketPhone } from './test-phone.ts';

const policy = {
  minExpiresSeconds: 60,
  defaultExpiresSeconds: 600,
  maxExpiresSeconds: 3600,
  maxBindingsPerUser: 3,
};

describe.each(testDatabases())('a registrar with $name, drachtio-srf and the embedded engine', ({ open }) => {
  const closers: (() => Promise<unknown>)[] = [];
  let engine: Engine;
  let location: Location;
  let http: Server;
  let closeDatabase: () => Promise<void>;

  beforeEach(async () => {
    const { db, close } = await open();
    closeDatabase = () => db.destroy();
    closers.push(close);
    for (const username of ['alice', 'bob']) {
      const id = randomUUID();
      const { md5, sha256 } = ha1(username, 'tandem', 'secret');
      const user = {
        id,
        username,
        display_name: username,
        role: 'user',
        password_hash: '',
        created_at_ms: 0,
      };
      await db('users').insert(user);
      await db('sip_credentials').insert({
        authorization_username: username,
        user_id: id,
        realm: 'tandem',
        ha1_md5: md5,
        ha1_sha256: sha256,
        created_at_ms: 0,
      });
    }
    const common = { now: Date.now, log: silentLog };
    const credentials = cacheCredentials(createCredentialStore(db), common);
    const authenticator = createAuthenticator({
      ...common,
      credentials,
      realm: 'tandem',
    });
    location = createLocation({
      ...common,
      store: createBindingStore(db, 'node-1'),
      retryMs: 50,
      probeMs: 50,
    });
    closers.push(() => location.close());

    engine = await createEngine({
      contacts: [{ protocol: 'udp', host: '127.0.0.1', port: 0 }],
      webSocket: { advertisedHost: '127.0.0.1', advertisedPort: 5060, secure: false },
    });
    closers.push(() => engine.close());
    engine.onFlowClosed((flow) => location.flowClosed(flow));
    const srf = new Srf();
    attachRegistrar(srf, {
      registrar: createRegistrar({ ...common, location, policy, answersStun: true }),
      authenticate: authenticated(authenticator),
      domains: createDomains(['tandem.example'], () => ['127.0.0.1']),
      log: silentLog,
    });
    const connection = { server: engine.applicationServer(), secret: 'secret' };
    srf.listen(connection);

    http = createServer();
    http.on('upgrade', (request, socket, head) =>
      engine.handleUpgrade(request, socket, head, { secure: false }),
    );
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    closers.push(() => new Promise((resolve) => http.close(resolve)));
  });

  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  const portOf = (protocol: 'udp') =>
    engine.listeners.find((listener) => listener.protocol === protocol)?.port ?? 0;

  async function deskPhone(): Promise<TestPhone> {
    const phone = await udpPhone(portOf('udp'));
    closers.push(() => phone.close());
    return phone;
  }

  async function browser(): Promise<TestPhone> {
    const address = http.address();
    return webSocketPhone(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
  }

  it.each(['MD5', 'SHA-256'] as const)(
    'lets a phone register with %s and knows where it is',
    async (algorithm) => {
      const phone = await deskPhone();
      const [challenge, accepted] = await phone.register({ algorithm, headers: ['Expires: 120'] });
      expect(challenge?.status).toBe(401);
      expect(
        challenge?.header('WWW-Authenticate').map((value) => /algorithm=[\w-]+/.exec(value)?.[0]),
      ).toEqual(['algorithm=SHA-256', 'algorithm=MD5']);
      expect(accepted?.status).toBe(200);
      expect(accepted?.header('Contact')).toEqual([`<sip:alice@127.0.0.1:${phone.port}>;expires=120`]);
      expect(location.bindingsOf('alice')).toMatchObject([
        { receivedUri: `sip:127.0.0.1:${phone.port};transport=udp`, userAgent: 'Test Phone' },
      ]);
    },
  );

  it('lets a phone on UDP keep its flow open by STUN', async () => {
    const phone = await deskPhone();
    const contact = '<sip:alice@192.0.2.9>;+sip.instance="<urn:uuid:2>";reg-id=1';
    const [, accepted] = await phone.register({ contact, headers: ['Supported: outbound'] });
    expect(accepted?.header('Require')).toEqual(['outbound']);
  });

  it('knows all phones of a user and forgets one that unregisters', async () => {
    const [desk, kitchen] = [await deskPhone(), await deskPhone()];
    await desk.register();
    const [, second] = await kitchen.register();
    expect(second?.header('Contact').join().split(',')).toHaveLength(2);
    const [, gone] = await desk.register({ headers: ['Expires: 0'] });
    expect(gone?.header('Contact')).toHaveLength(1);
    const [, none] = await kitchen.register({ contact: '*', headers: ['Expires: 0'] });
    expect([none?.status, none?.header('Contact')]).toEqual([200, []]);
    expect(location.count()).toBe(0);
  });

  it('reaches a browser by its connection, and forgets it when that closes', async () => {
    const phone = await browser();
    const contact = '<sip:x7@abc.invalid;transport=ws>;+sip.instance="<urn:uuid:1>";reg-id=1';
    const [, accepted] = await phone.register({ contact, headers: ['Supported: path, outbound'] });
    expect(accepted?.header('Contact')).toEqual([
      '<sip:x7@abc.invalid;transport=ws>;expires=600;+sip.instance="<urn:uuid:1>";reg-id=1',
    ]);
    expect(accepted?.header('Require')).toEqual(['outbound']);
    expect(location.bindingsOf('alice')[0]?.receivedUri).toMatch(/^sip:127\.0\.0\.1:\d+;transport=ws$/);
    await phone.close();
    await expect.poll(() => location.bindingsOf('alice')).toEqual([]);
  });

  it('answers wrong passwords and unknown users alike, and slows them down', async () => {
    const phone = await deskPhone();
    const wrong = { username: 'bob', password: 'wrong' };
    const [, once] = await phone.register(wrong);
    expect([once?.status, once?.header('WWW-Authenticate').length]).toEqual([401, 2]);
    const [, unknown] = await phone.register({ username: 'nobody' });
    expect([unknown?.status, unknown?.header('WWW-Authenticate').length]).toEqual([401, 2]);
    for (let count = 0; count < 3; count += 1) await phone.register(wrong);
    const [, locked] = await phone.register(wrong);
    expect([locked?.status, locked?.header('Retry-After')]).toEqual([403, ['5']]);
    const [, right] = await phone.register({ username: 'bob' });
    expect(right?.status).toBe(403);
    const [, alice] = await phone.register();
    expect(alice?.status).toBe(200);
  });

  it.each([
    ['for another user', { as: 'bob' }, 403],
    ['at a domain that is not ours', { domain: 'elsewhere.example' }, 404],
    ['for a moment only', { headers: ['Expires: 5'] }, 423],
    ['with a Contact that is not SIP', { contact: '<mailto:alice@example.org>' }, 400],
    ['with * and no Expires: 0', { contact: '*' }, 400],
    ['with an extension that nobody has', { headers: ['Require: x-magic'] }, 420],
  ])('refuses to register %s', async (_, options, status) => {
    const phone = await deskPhone();
    const answers = await phone.register(options);
    expect(answers.at(-1)?.status).toBe(status);
    expect(location.count()).toBe(0);
  });

  it('without its database goes on for known phones and tells new ones to come back', async () => {
    const [known, fresh, stranger] = [await deskPhone(), await deskPhone(), await deskPhone()];
    await known.register();
    await expect.poll(() => location.unwritten()).toBe(0);
    await closeDatabase();
    await expect.poll(() => location.available).toBe(false);
    expect((await known.register()).at(-1)?.status).toBe(200);
    for (const answer of [
      (await fresh.register()).at(-1),
      (await stranger.register({ username: 'bob' })).at(-1),
    ]) {
      expect([answer?.status, answer?.header('Retry-After').length]).toEqual([503, 1]);
    }
  });

  it('lets sipp register', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tandem-registrar-'));
    closers.push(() => rm(folder, { recursive: true }));
    const register = (cseq: number, rest: string) => `<send><![CDATA[
      REGISTER sip:[remote_ip]:[remote_port] SIP/2.0
      Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
      From: <sip:bob@[remote_ip]>;tag=[call_number]
      To: <sip:bob@[remote_ip]>
      Call-ID: [call_id]
      CSeq: ${cseq} REGISTER
      Contact: <sip:bob@[local_ip]:[local_port]>
      Max-Forwards: 70
      ${rest}
      Content-Length: 0

      ]]></send>`;
    const scenario = `<?xml version="1.0" encoding="ISO-8859-1" ?><scenario name="register">
      ${register(1, 'Expires: 300')} <recv response="401" auth="true"/>
      ${register(2, '[authentication username=bob password=secret]')} <recv response="200"/></scenario>`;
    await writeFile(join(folder, 'register.xml'), scenario);
    const target = `127.0.0.1:${portOf('udp')}`;
    const options = ['-i', '127.0.0.1', '-m', '1', '-nostdin', '-timeout', '8s', '-timeout_error'];
    // It exits with an error when an answer is not the expected one.
    await promisify(execFile)('sipp', [target, '-sf', join(folder, 'register.xml'), ...options], {
      cwd: folder,
    });
    expect(location.bindingsOf('bob')).toMatchObject([{ transport: 'udp' }]);
  });
});
