// What Kamailio's configuration in peers/ does, as an application on the engine: a process of its own for the benchmark.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthenticator } from '@tandem/proxy/authentication/authenticator';
import type { Credential } from '@tandem/proxy/authentication/credentials';
import { ha1 } from '@tandem/proxy/authentication/digest';
import { type Authenticate, authenticated } from '@tandem/proxy/authentication/srf-authentication';
import { createDomains } from '@tandem/proxy/domains';
import { createLocation } from '@tandem/proxy/registrar/location';
import { attachRegistrar } from '@tandem/proxy/registrar/register-route';
import { createRegistrar } from '@tandem/proxy/registrar/registrar';
import { createEngine } from '@tandem/sip-engine';
import { turnClock } from '@tandem/sip-engine/turn-clock';
import Srf from 'drachtio-srf';
import { generate } from 'selfsigned';
import { readOptions } from './application-options.ts';

const options = readOptions(process.argv.slice(2));
const REALM = 'bench';
const now = turnClock(Date.now);
const silent = { debug() {}, info() {}, warn() {}, error: console.error, child: () => silent };

/** Every user has the one password, as in Kamailio's configuration. */
function digest(password: string): Authenticate {
  const known = new Map<string, Credential>();
  const credentialOf = (username: string): Credential => ({
    identity: { userId: username, username, deviceId: null },
    realm: REALM,
    ha1: ha1(username, REALM, password),
  });
  return authenticated(
    createAuthenticator({
      credentials: {
        find(username) {
          const credential = known.get(username) ?? credentialOf(username);
          known.set(username, credential);
          return credential;
        },
      },
      realm: REALM,
      algorithms: ['MD5'],
      now,
      log: silent,
    }),
  );
}

/** Whoever says so is it. */
const trusting: Authenticate = (request) => {
  const username = /sip:([^@]+)@/.exec(request.get('To') ?? '')?.[1] ?? '';
  return { userId: username, username, deviceId: null };
};

const srf = new Srf();
const engine = options.drachtio ? null : await startEngine();
if (options.drachtio) srf.connect(options.drachtio);

async function startEngine() {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }]);
  const folder = mkdtempSync(join(tmpdir(), 'tandem-bench-'));
  const tls = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
  writeFileSync(tls.certFile, cert);
  writeFileSync(tls.keyFile, key, { mode: 0o600 });
  const address = { host: '127.0.0.1', advertisedHost: '127.0.0.1' };
  const started = await createEngine({
    contacts: [
      { protocol: 'udp', port: options.port, ...address },
      { protocol: 'ws', port: 0, ...address },
      { protocol: 'tls', port: 0, ...address, tls },
    ],
  });
  // drachtio-srf's types know no server of the application's own.
  const inMemory = { server: started.applicationServer(), secret: 'in memory' };
  srf.listen(inMemory);
  return started;
}

const none = async (): Promise<void> => {};
const location = createLocation({
  store: { async *load() {}, save: none, ping: none },
  now,
  log: silent,
});
attachRegistrar(engine ?? srf, {
  registrar: createRegistrar({
    location,
    policy: {
      minExpiresSeconds: 60,
      defaultExpiresSeconds: 600,
      maxExpiresSeconds: 3600,
      maxBindingsPerUser: 10,
    },
    answersStun: true,
    now,
    log: silent,
  }),
  authenticate: options.password === undefined ? trusting : digest(options.password),
  domains: createDomains(['127.0.0.1'], undefined, now),
  log: silent,
});
if (engine !== null && !options.srf) {
  engine.use('INVITE', (request, response) => {
    if (request.uri.startsWith('sip:nobody@')) response.answer(404, 'Not Found', []);
    else if (!response.proxy([options.callee], { recordRoute: true })) response.answer(500, 'No way', []);
  });
} else {
  srf.invite((request, response) => {
    if (request.uri.startsWith('sip:nobody@')) response.send(404);
    else srf.proxyRequest(request, options.callee, { recordRoute: true });
  });
}

const portOf = (protocol: string): number =>
  engine?.listeners.find((listener) => listener.protocol === protocol)?.port ?? 0;
process.on('message', () => {
  global.gc?.();
  global.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ residentBytes: rss, heapBytes: heapUsed + external, bindings: location.count() });
});
process.send?.({ webSocketPort: portOf('ws'), tlsPort: portOf('tls') });
