import { primaryAddress } from '@tandem/media-relay';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { createApiKeys } from '../api-keys/api-keys.ts';
import { callRecordRoutes } from '../cdr/call-record-routes.ts';
import { fraudRoutes } from '../fraud/fraud-routes.ts';
import { createHttpServer } from '../http/http-server.ts';
import { type Listening, listen } from '../http/listen.ts';
import { createWebAdmission, type WebAdmission } from '../http/web-admission.ts';
import { liveCallRoutes } from '../live-calls/live-call-routes.ts';
import { relayHealth } from '../media/relay-health.ts';
import { didRoutes } from '../numbers/did-routes.ts';
import { createHealth } from '../observability/health.ts';
import { metricsText } from '../observability/metrics.ts';
import { stateMetrics } from '../observability/state-metrics.ts';
import { timelineRoutes } from '../observability/timeline.ts';
import type { ProvisionedTrunks } from '../provisioning/provisioned-trunks.ts';
import { rateRoutes } from '../rates/rate-routes.ts';
import { registrationTraceRoutes } from '../registrar/registration-trace-routes.ts';
import { ringGroupRoutes } from '../ring-groups/ring-group-routes.ts';
import { ruleRoutes } from '../routing/rule-routes.ts';
import { simulateRoutes } from '../routing/simulate-routes.ts';
import type { ConnectedEngine } from '../sip/connect-engine.ts';
import { type Certificate, watchCertificate } from '../tls/certificate.ts';
import { createEchoCall } from '../trunks/calls/echo-call.ts';
import { outgoingHeaders } from '../trunks/calls/outgoing-headers.ts';
import { trunkGauges } from '../trunks/calls/trunk-metrics.ts';
import { trunkRoutes } from '../trunks/trunk-routes.ts';
import { createTrunkTester } from '../trunks/trunk-test.ts';
import type { Trunks } from '../trunks/trunks.ts';
import type { Base } from './base.ts';
import type { OpenCalls } from './calls.ts';
import type { Media } from './media.ts';
import { type People, WEB_SOCKET_PATH } from './people.ts';
import type { Ways } from './ways.ts';

const VERSION = '0.1.0';
const webFolder = (app: string): string => new URL(`../../../${app}/dist`, import.meta.url).pathname;

interface Parts extends OpenCalls {
  readonly trunks: Trunks;
  readonly provisioned: ProvisionedTrunks;
  readonly people: People;
  readonly media: Media;
  readonly engine: ConnectedEngine;
  readonly ways: Ways;
  readonly registry: Registry;
}

/** Opens the pages, the HTTP API and SIP over WebSocket to the network. */
export async function serveWeb(base: Base, parts: Parts, certificate: Certificate): Promise<Listening> {
  const { config, log, closers } = base;
  const { host, port } = config.http;
  const admission = webAdmission(base);
  const web = await listen(httpServer(base, parts, admission), {
    host,
    port,
    admission,
    ...(config.https.enabled ? { https: { port: config.https.port, certificate } } : {}),
    webSocketPath: WEB_SOCKET_PATH,
    onUpgrade: parts.engine.onUpgrade,
  });
  closers.add('HTTP', () => web.close());
  closers.add(
    'certificate',
    watchCertificate(certificate, (fresh) => web.useCertificate(fresh), log),
  );
  return web;
}

const MAX_CONNECTIONS = 50_000;
const EVERYWHERE = ['0.0.0.0/0', '::/0'];

/** Beside its WebSockets, which the SIP engine counts, an address may have as many connections for pages and the API. */
const webAdmission = ({ config, log }: Base): WebAdmission =>
  createWebAdmission({
    maxConnections: MAX_CONNECTIONS,
    maxPerAddress: 2 * config.sip.connections.maxPerAddress,
    // The reverse proxy has all connections.
    uncappedAddresses: config.http.trustProxy ? EVERYWHERE : config.sip.connections.uncappedAddresses,
    log: log.child({ part: 'http' }),
  });

function httpServer(base: Base, parts: Parts, admission: WebAdmission): FastifyInstance {
  const { config, log, now, db, changes, directory, domains } = base;
  const { people, media, engine, ways, calls, conferences, timeline, trunks } = parts;
  const { live, fraud, routing, callTrunks, numberOf } = ways;
  const { callRecords, voicemail } = media;
  const echoCall = createEchoCall({
    srf: engine.calls,
    mediaRelay: media.relay,
    trunks: callTrunks,
    host: config.media.host ?? primaryAddress(),
    log,
  });
  return createHttpServer({
    accounts: people.accounts,
    directory,
    callRecords,
    changes,
    apiKeys: createApiKeys({ db, changes, now }),
    personal: [voicemail.routes],
    features: [
      timelineRoutes(timeline),
      callRecordRoutes({ callRecords, calls, trace: engine.trace }),
      registrationTraceRoutes(engine.registrations, changes),
      liveCallRoutes(calls, changes),
      fraudRoutes(fraud),
      ruleRoutes(routing.configuration, now),
      ringGroupRoutes(routing),
      conferences.routes,
      didRoutes(routing),
      rateRoutes(routing.rates),
      simulateRoutes({
        routing,
        primaryDomain: domains.primary,
        headers: outgoingHeaders(callTrunks, numberOf),
        now,
      }),
      trunkRoutes(trunks, live, createTrunkTester(echoCall)),
    ],
    sipDomain: domains.primary,
    location: people.location,
    calls,
    log,
    health: healthOf(base, parts),
    metricsText: () => metricsOf(parts, admission),
    rateLimits: config.http,
    staticFolders: { softphone: webFolder('softphone'), admin: webFolder('admin') },
    trustProxy: config.http.trustProxy,
  });
}

const healthOf = ({ config, now, db }: Base, { media, engine }: Parts) =>
  createHealth({
    node: config.node,
    version: VERSION,
    now,
    probes: {
      database: async () => {
        await db.raw('select 1');
        return { up: true, detail: `${media.journal.backlog()} call records wait to be written` };
      },
      sip: () => ({ up: engine.up, detail: engine.address }),
      mediaRelay: () => relayHealth(media.relay, media.description),
    },
  });

const metricsOf = (parts: Parts, admission: WebAdmission): Promise<string> =>
  metricsText(parts.registry, [
    () => parts.engine.metrics(),
    () => admission.metrics(),
    () => parts.media.relay.metrics(),
    () => parts.media.sound.parties.metrics(),
    () => trunkGauges(parts.ways.live),
    () => parts.messageWaiting.metrics(),
    () =>
      stateMetrics({
        location: parts.people.location,
        records: parts.media.journal,
        provisioned: parts.provisioned,
        sampler: parts.sampler,
        fraud: parts.ways.fraud.protection,
        conferences: parts.conferences,
        voicemail: parts.media.voicemail,
      }),
  ]);
