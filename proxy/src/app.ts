import { hostname } from 'node:os';
import { primaryAddress } from '@tandem/media-relay';
import type { Accounts } from './accounts/accounts.ts';
import { type Base, openBase } from './app/base.ts';
import { openCalls } from './app/calls.ts';
import { openMedia } from './app/media.ts';
import { openPeople, type People } from './app/people.ts';
import { openWays } from './app/ways.ts';
import { serveWeb } from './app/web.ts';
import type { LoadedConfig } from './config/load.ts';
import type { Log } from './observability/log.ts';
import { createMetricsRegistry } from './observability/metrics.ts';
import { type ProvisionedTrunks, provisionTrunks } from './provisioning/provisioned-trunks.ts';
import { attachRegistrar } from './registrar/register-route.ts';
import { createRegistrar } from './registrar/registrar.ts';
import { Closers } from './setup/closers.ts';
import { type ConnectedEngine, connectEngine } from './sip/connect-engine.ts';
import { type Certificate, loadCertificate } from './tls/certificate.ts';
import { openTrunks } from './trunks/open-trunks.ts';
import type { Trunks } from './trunks/trunks.ts';

/** The running system. */
export interface Tandem {
  readonly accounts: Accounts;
  /** `host:port` of SIP. */
  readonly sipAddress: string;
  /** The port on which HTTP is served. */
  readonly httpPort: number;
  /** One line for a person: where the sound of calls goes. */
  readonly mediaDescription: string;
  /** Ends every call, writes what is unwritten and closes everything that was opened. */
  stop(): Promise<void>;
}

const LOOPBACK = ['localhost', '127.0.0.1'];

/**
 * Wires every feature together and starts them.
 * @throws Error when something cannot be started; what had been started is stopped again
 */
export async function startTandem(config: LoadedConfig, log: Log): Promise<Tandem> {
  const closers = new Closers(log);
  try {
    return await start(config, log, closers);
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}

/** The parts in the order in which they need each other; they are closed the other way round. */
async function start(config: LoadedConfig, log: Log, closers: Closers): Promise<Tandem> {
  const base = await openBase(config, log, closers);
  const { trunks, provisioned } = await openStoredTrunks(base);
  const people = await openPeople(base, trunks);
  const media = await openMedia(base, people);
  const registry = createMetricsRegistry();
  const certificate = await openCertificate(config);
  const engine = await openEngine(base, people, certificate);
  const ways = await openWays(base, { trunks, people, engine, registry });
  const calls = openCalls(base, { people, media, engine, ways, registry });
  const parts = { trunks, provisioned, people, media, engine, ways, registry, ...calls };
  const web = await serveWeb(base, parts, certificate);
  log.info('started', {
    node: config.node,
    sip: engine.address,
    http: web.httpPort,
    https: web.httpsPort,
    media: media.description,
  });
  return {
    accounts: people.accounts,
    sipAddress: engine.address,
    httpPort: web.httpPort,
    mediaDescription: media.description,
    stop: () => closers.closeAll(),
  };
}

/** The configured trunks, those of files among them. */
async function openStoredTrunks(base: Base): Promise<{ trunks: Trunks; provisioned: ProvisionedTrunks }> {
  const { config, log, closers, directory } = base;
  const trunks = await openTrunks({ ...base, userExists: (username) => directory.userExists(username) });
  const provisioned = await provisionTrunks({
    folder: config.provisioning.trunksFolder,
    trunks,
    environment: process.env,
    log,
  });
  closers.add('trunk files', () => provisioned.close());
  return { trunks, provisioned };
}

/** The certificate of the pages and of SIP over TLS, for every name by which this machine is called. */
function openCertificate({ sip, https, dataDir }: LoadedConfig): Promise<Certificate> {
  const names = [...sip.domains, primaryAddress(), hostname(), `${hostname()}.local`, ...LOOPBACK];
  return loadCertificate({ ...https, dataDir, names: [...new Set(names)] });
}

/** The SIP engine, and the registrar on it: phones can register from here on. */
async function openEngine(
  { config, log, closers, now, domains }: Base,
  { location, authenticate }: People,
  certificate: Certificate,
): Promise<ConnectedEngine> {
  const engine = await connectEngine(config, primaryAddress(), certificate, log);
  closers.add('SIP engine', () => engine.close());
  const registrar = createRegistrar({
    location,
    policy: config.registrar,
    answersStun: engine.answersStun,
    now,
    log,
  });
  attachRegistrar(engine.direct, { registrar, authenticate, domains, log });
  return engine;
}
