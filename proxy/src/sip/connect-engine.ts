import { randomUUID } from 'node:crypto';
import { createEngine, type Engine, type RegistrationTrace, type TracedMessage } from '@tandem/sip-engine';
import Srf from 'drachtio-srf';
import type { SrfResponseToSend } from '../authentication/sip-answer.ts';
import type { SrfRequestToAuthenticate } from '../authentication/srf-authentication.ts';
import { type SrfPort, toSrfPort } from '../calls/srf.ts';
import type { LoadedConfig } from '../config/load.ts';
import {
  nativeSubscriptions,
  type SubscribePort,
  srfSubscriptions,
} from '../message-waiting/subscribe-port.ts';
import type { Log } from '../observability/log.ts';
import type { MetricFamily } from '../observability/metrics.ts';
import { passUpgradesTo, refuseUpgrades, type UpgradeHandler } from './engine-upgrade.ts';
import { type CertificateFiles, listenSentence, sipListeners } from './listeners.ts';

/** A connection-oriented transport between a phone and the engine came to its end. */
export interface ClosedFlow {
  readonly protocol: string;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

/** Both the embedded engine and drachtio-srf hand requests to a handler in this way. */
export interface DirectRequests {
  use(method: string, handler: (request: DirectRequest, response: SrfResponseToSend) => void): unknown;
}

interface DirectRequest extends SrfRequestToAuthenticate {
  readonly protocol: string;
  readonly source_port: string | number;
}

/** A request that drachtio-srf may never see. */
interface EarlyRequest extends DirectRequest {
  /** Names in the client's verified TLS certificate. */
  readonly verifiedNames: readonly string[];
}

/** The SIP engine as the application sees it, wherever it runs. */
export interface ConnectedEngine {
  readonly srf: Srf;
  /** Where calls are made: without drachtio-srf when the engine is embedded. */
  readonly calls: SrfPort;
  /** Where requests that are answered at once are handled: without drachtio-srf when the engine is embedded. */
  readonly direct: DirectRequests;
  /** The same, for requests of methods that no application at the engine's admin port takes. */
  readonly unrouted: DirectRequests;
  /** Where subscriptions are made. */
  readonly subscriptions: SubscribePort;
  /** Shows requests before drachtio-srf gets them; true: it is answered. An external engine shows none. */
  lookAt(method: string, look: (request: EarlyRequest, response: SrfResponseToSend) => boolean): void;
  /** `host:port` for a person. */
  readonly address: string;
  readonly up: boolean;
  /** Whether STUN is answered on the SIP ports. */
  readonly answersStun: boolean;
  readonly onUpgrade: UpgradeHandler;
  metrics(): MetricFamily[];
  /**
   * The last messages with a Call-ID, in the order they passed, without secrets. Each leg of a call has a Call-ID of
   * its own. Empty when they were pushed out by newer calls, and always with an external engine.
   */
  trace(callId: string): readonly TracedMessage[];
  /** Records registrations on demand; null with an external engine, which keeps them to itself. */
  readonly registrations: RegistrationTrace | null;
  /** Only the embedded engine tells it: an external one keeps it to itself. */
  onFlowClosed(listener: (flow: ClosedFlow) => void): void;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Starts the embedded engine and joins drachtio-srf to it in memory, or connects to a drachtio-server.
 * @param advertisedHost the address that peers see when SIP is received on every address of this machine
 * @param certificate for SIP over TLS, where the settings name none of its own
 */
export function connectEngine(
  config: LoadedConfig,
  advertisedHost: string,
  certificate: CertificateFiles,
  log: Log,
): Promise<ConnectedEngine> {
  return config.sip.engine === 'embedded'
    ? embedded(config, advertisedHost, certificate, log)
    : external(config, log);
}

async function embedded(
  { sip }: LoadedConfig,
  advertisedHost: string,
  certificate: CertificateFiles,
  log: Log,
): Promise<ConnectedEngine> {
  const advertised = sip.advertisedHost ?? (isWildcard(sip.host) ? advertisedHost : undefined);
  const engine = await createEngine({
    contacts: sipListeners(sip, advertisedHost, certificate),
    webSocket: {
      advertisedHost: advertised ?? sip.host,
      advertisedPort: sip.port,
      secure: false,
      allowedOrigins: sip.allowedOrigins,
    },
    connections: {
      maxConnectionsPerAddress: sip.connections.maxPerAddress,
      uncappedAddresses: sip.connections.uncappedAddresses,
    },
    dnsServers: sip.dnsServers,
    nextTargetAfterMs: sip.nextTargetAfterSeconds * 1000,
    ...(sip.admin.enabled && sip.admin.secret
      ? { admin: { host: sip.admin.host, port: sip.admin.port, secret: sip.admin.secret } }
      : {}),
    trace: { maxBytes: sip.trace.maxMegabytes * 1024 * 1024 },
    hep: sip.hep.host === undefined ? undefined : { ...sip.hep, host: sip.hep.host },
    log,
  }).catch((error: unknown) => {
    throw new Error(listenSentence(error, sip), { cause: error });
  });
  const srf = new Srf();
  // Nobody else can reach the in-memory server, but drachtio-srf insists on a secret.
  const inMemory = { server: engine.applicationServer({ receives: false }), secret: randomUUID() };
  srf.listen(inMemory);
  return {
    srf,
    calls: engine.calls,
    direct: engine,
    unrouted: { use: (method, handler) => engine.useUnrouted(method, handler) },
    subscriptions: nativeSubscriptions(engine.calls),
    lookAt: (method, look) => engine.lookAt(method, look),
    address: `${advertised ?? sip.host}:${portOf(engine)}`,
    up: true,
    answersStun: true,
    onUpgrade: engine.handleUpgrade.bind(engine),
    metrics: () => engine.metrics(),
    trace: (callId) => engine.trace(callId),
    registrations: engine.registrations,
    onFlowClosed: (listener) => engine.onFlowClosed(listener),
    close: () => engine.close(),
  };
}

async function external({ sip }: LoadedConfig, log: Log): Promise<ConnectedEngine> {
  const [, host = '', port = ''] = /^drachtio:\/\/([^:]+):(\d+)$/.exec(sip.engine) ?? [];
  const srf = new Srf();
  let up = false;
  srf.connect({ host, port: Number(port), secret: sip.engineSecret });
  const hostPort = await new Promise<string>((resolve, reject) => {
    const limit = setTimeout(
      () => reject(new Error(`no drachtio-server answered at ${sip.engine}`)),
      CONNECT_TIMEOUT_MS,
    );
    srf.on('connect', (error: Error | null, address: string) => {
      clearTimeout(limit);
      up = !error;
      if (error) reject(new Error(`the drachtio-server at ${sip.engine} refused: ${error.message}`));
      else resolve(address);
    });
    srf.on('error', (error: Error) => {
      up = false;
      log.error('the connection to the drachtio-server failed', { error });
    });
  });
  return {
    srf,
    calls: toSrfPort(srf),
    direct: srf,
    unrouted: srf,
    subscriptions: srfSubscriptions(srf),
    lookAt: () => {},
    address: hostPort,
    get up() {
      return up;
    },
    answersStun: false,
    onUpgrade: sip.engineWebSocket ? passUpgradesTo(sip.engineWebSocket, log) : refuseUpgrades,
    metrics: () => [],
    trace: () => [],
    registrations: null,
    onFlowClosed: () => {},
    close: async () => srf.disconnect(),
  };
}

const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::';

const portOf = ({ listeners }: Engine): number =>
  listeners.find(({ protocol }) => protocol === 'udp')?.port ?? 0;
