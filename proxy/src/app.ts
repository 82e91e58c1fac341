import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { primaryAddress } from '@tandem/media-relay';
import { createResolver } from '@tandem/sip-engine/resolver';
import { migrate, openDatabase } from '@tandem/sql';
import { type Accounts, createAccounts } from './accounts/accounts.ts';
import { createDirectory } from './accounts/directory.ts';
import { rememberNames } from './accounts/remembered-names.ts';
import { createApiKeys } from './api-keys/api-keys.ts';
import { createAuthenticator } from './authentication/authenticator.ts';
import { cacheCredentials } from './authentication/credential-cache.ts';
import { createLockouts, defaultLockoutLimits } from './authentication/lockouts.ts';
import { createCredentialStore } from './authentication/sql-credentials.ts';
import { authenticated } from './authentication/srf-authentication.ts';
import { createCallMetrics } from './calls/call-metrics.ts';
import { attachCalls, type Calls } from './calls/calls.ts';
import { challengeFirst } from './calls/challenge-first.ts';
import { createStrangers } from './calls/strangers.ts';
import { openCallRecordJournal } from './cdr/call-record-journal.ts';
import { callRecordRoutes } from './cdr/call-record-routes.ts';
import { createCallRecordStore } from './cdr/call-record-store.ts';
import { createChanges } from './changes/changes.ts';
import { followChangesElsewhere } from './changes/changes-elsewhere.ts';
import { openConferences } from './conferences/open-conferences.ts';
import { createPartySound } from './conferences/party-sound.ts';
import type { LoadedConfig } from './config/load.ts';
import { createDomains } from './domains.ts';
import { fraudRoutes } from './fraud/fraud-routes.ts';
import { openFraud } from './fraud/open-fraud.ts';
import { createHttpServer } from './http/http-server.ts';
import { listen } from './http/listen.ts';
import { liveCallRoutes } from './live-calls/live-call-routes.ts';
import { sampleQuality } from './live-calls/quality-sampler.ts';
import { openRelay } from './media/open-relay.ts';
import { openSound } from './media/open-sound.ts';
import { relayHealth } from './media/relay-health.ts';
import { attachMessageWaiting } from './message-waiting/message-waiting.ts';
import { didRoutes } from './numbers/did-routes.ts';
import { createHealth } from './observability/health.ts';
import type { Log } from './observability/log.ts';
import { createMetricsRegistry, metricsText } from './observability/metrics.ts';
import { stateMetrics } from './observability/state-metrics.ts';
import { createTimeline, scoresOf, timelineRoutes } from './observability/timeline.ts';
import { provisionTrunks } from './provisioning/provisioned-trunks.ts';
import { rateRoutes } from './rates/rate-routes.ts';
import { createBindingStore } from './registrar/binding-store.ts';
import { createLocation } from './registrar/location.ts';
import { attachRegistrar } from './registrar/register-route.ts';
import { createRegistrar } from './registrar/registrar.ts';
import { registrationTraceRoutes } from './registrar/registration-trace-routes.ts';
import { keepFor } from './retention/retention.ts';
import { ringGroupRoutes } from './ring-groups/ring-group-routes.ts';
import { createOwnNumbers } from './routing/own-numbers.ts';
import { openRouting } from './routing/routing.ts';
import { ruleRoutes } from './routing/rule-routes.ts';
import { simulateRoutes } from './routing/simulate-routes.ts';
import { Closers } from './setup/closers.ts';
import { loadSecrets } from './setup/secrets.ts';
import { connectEngine } from './sip/connect-engine.ts';
import { attachOtherRequests } from './sip/other-requests.ts';
import { loadCertificate, watchCertificate } from './tls/certificate.ts';
import { createCallTrunks } from './trunks/calls/call-trunks.ts';
import { createEchoCall } from './trunks/calls/echo-call.ts';
import { outgoingHeaders } from './trunks/calls/outgoing-headers.ts';
import { createTrunkMetrics, trunkGauges } from './trunks/calls/trunk-metrics.ts';
import { createHopFinder } from './trunks/gateways/hops.ts';
import { createLiveTrunks } from './trunks/live/live-trunks.ts';
import { openTrunks } from './trunks/open-trunks.ts';
import { hopOfBinding, withPbxAccounts } from './trunks/pbx-accounts.ts';
import { routableTrunks } from './trunks/routable-trunks.ts';
import { toRequestPort } from './trunks/sending/trunk-request.ts';
import { trunkRoutes } from './trunks/trunk-routes.ts';
import { createTrunkTester } from './trunks/trunk-test.ts';
import { openVoicemail } from './voicemail/open-voicemail.ts';

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

const VERSION = '0.1.0';
const LOOPBACK = ['localhost', '127.0.0.1'];
const WEB_SOCKET_PATH = '/sip';
const TIMELINE_STEP_MS = 1_000;
const EXPIRY_STEP_MS = 5_000;
const webFolder = (app: string): string => new URL(`../../${app}/dist`, import.meta.url).pathname;

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

async function start(config: LoadedConfig, log: Log, closers: Closers): Promise<Tandem> {
  const { dataDir, node, sip } = config;
  const now = Date.now;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const secrets = loadSecrets(dataDir);
  const domains = createDomains(sip.domains);

  const db = openDatabase(config.database.url);
  closers.add('database', () => db.destroy());
  const { applied } = await migrate(db);
  if (applied.length > 0) log.info('database migrated', { applied: applied.join(', ') });

  const lockouts = createLockouts(defaultLockoutLimits, now);
  const changes = createChanges({ db, now });
  const directory = createDirectory(db);
  const trunks = await openTrunks({
    db,
    config,
    domains,
    changes,
    userExists: (username) => directory.userExists(username),
    now,
    log,
  });
  const provisioned = await provisionTrunks({
    folder: config.provisioning.trunksFolder,
    trunks,
    environment: process.env,
    log,
  });
  closers.add('trunk files', () => provisioned.close());
  const credentials = cacheCredentials(createCredentialStore(db), { now, log });
  const authenticate = authenticated(
    createAuthenticator({
      credentials: withPbxAccounts(credentials, { trunks, realm: sip.realm }),
      realm: sip.realm,
      algorithms: sip.digestAlgorithms,
      nonceSecret: secrets.nonceSecret,
      now,
      log,
    }),
  );
  const location = createLocation({ store: createBindingStore(db, node), now, log });
  closers.add('location', () => location.close());
  await location.load();
  const accounts = createAccounts({
    db,
    realm: sip.realm,
    sipDomain: domains.primary,
    tokenSecret: secrets.tokenSecret,
    now,
    log,
    lockouts,
    changes,
    iceServers: config.accounts.iceServers,
    accessTokenSeconds: config.accounts.accessTokenMinutes * 60,
    refreshTokenSeconds: config.accounts.refreshTokenDays * 86_400,
    registerExpiresSeconds: config.registrar.defaultExpiresSeconds,
    webSocketPath: WEB_SOCKET_PATH,
    onUserRemoved: (username) => location.forget(username),
    onDeviceRemoved: ({ username, deviceId }) => location.forget(username, deviceId),
    onCredentialsChanged: (authorizationUsername) => credentials.invalidate(authorizationUsername),
  });

  const media = await openRelay(config, log);
  closers.add('media relay', () => media.close());
  const callRecords = createCallRecordStore(db);
  const records = await openCallRecordJournal({
    folder: join(dataDir, 'call-records'),
    store: callRecords,
    log,
  });
  closers.add('call records', () => records.close());
  const sound = openSound(config.media, log);
  closers.add('sound', () => sound.parties.close());
  const names = rememberNames(directory, { now });
  const voicemail = await openVoicemail({
    db,
    config,
    sound,
    accounts,
    userExists: (username) => names.userExists(username),
    takesMissedCalls: (username) => directory.voicemailOn(username),
    domain: domains.primary,
    now,
    log,
  });
  closers.add('voicemail', () => voicemail.close());
  const { callRecordDays = null, auditDays = null } = config.retention;
  const retention = keepFor({
    db,
    days: { callRecords: callRecordDays, audit: auditDays },
    also: [() => voicemail.removeOld()],
    now,
    log,
  });
  closers.add('retention', () => retention.close());
  void retention.clean();
  const registry = createMetricsRegistry();
  const timeline = createTimeline({
    registeredBindings: () => location.count(),
    activeCalls: () => calls.count(),
    liveScores: () => calls.active().flatMap(({ quality }) => scoresOf(quality.at(-1))),
    now,
  });

  const ownNames = new Set([
    ...sip.domains,
    primaryAddress(),
    hostname(),
    `${hostname()}.local`,
    ...LOOPBACK,
  ]);
  const certificate = await loadCertificate({ ...config.https, dataDir, names: [...ownNames] });
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
  const live = createLiveTrunks({
    trunks,
    port: toRequestPort(engine.srf),
    hopFinder: createHopFinder(
      createResolver({
        dnsServers: sip.dnsServers,
        usable: (_protocol, address) => canSendTo(sip.host, address),
      }),
    ),
    registeredHops: (username) =>
      location.bindingsOf(username).flatMap((binding) => hopOfBinding(binding) ?? []),
    spentLastDay: (trunkId, nowMs) => fraud.protection.spentLastDay(trunkId, nowMs),
    now,
    random: Math.random,
    log,
  });
  closers.add('trunks', () => live.close());
  const routableNow = routableTrunks(live);
  const userExists = (username: string) => directory.userExists(username);
  const fraud = await openFraud({
    db,
    changes,
    references: { userExists, trunkExists: (trunkId) => routableNow.get(trunkId) !== undefined },
    currency: () => routing.snapshot().plan.settings.currency,
    now,
    log,
  });
  closers.add('fraud protection', () => fraud.close());
  const routing = await openRouting({
    db,
    changes,
    trunks: routableNow,
    limits: fraud.protection,
    userExists,
    domains,
    externalCallsAllowed: config.calls.allowExternalDomains,
    conferenceMembersMax: config.conferences.membersMax,
    log,
  });
  const elsewhere = await followChangesElsewhere({
    db,
    processId: changes.processId,
    readers: new Map([...routing.readers, ['call-limit', () => fraud.reload()]]),
    log,
  });
  closers.add('changes of other nodes', async () => elsewhere.close());
  const numberOf = createOwnNumbers(() => routing.snapshot().plan);
  const callTrunks = createCallTrunks({
    live,
    metrics: createTrunkMetrics(registry),
    ownDomain: domains.primary,
    // Another engine would let a sender write this header himself.
    certificateNames: (req) =>
      config.sip.engine === 'embedded' ? (req.get('X-Verified-Peer') ?? '').split(', ').filter(Boolean) : [],
    now,
  });
  const echoCall = createEchoCall({
    srf: engine.calls,
    mediaRelay: media.relay,
    trunks: callTrunks,
    host: config.media.host ?? primaryAddress(),
    log,
  });
  const strangers = createStrangers({
    domains,
    routing: () => routing.snapshot(),
    limits: { perMinute: config.calls.strangers.perMinute, maxCalls: config.calls.strangers.maxConcurrent },
    now,
  });
  engine.lookAt(
    'INVITE',
    challengeFirst(authenticate, (request) => {
      const { protocol, source_address: address, uri: requestUri, verifiedNames } = request;
      const trunk = live.identify({ protocol, address, requestUri, certificateNames: [...verifiedNames] });
      return Boolean(trunk) || strangers.callerOf(request) !== null;
    }),
  );
  const conferences = openConferences({
    db,
    config,
    changes,
    routing,
    sound: createPartySound(sound),
    now,
    log,
  });
  const calls: Calls = attachCalls(engine.calls, {
    authenticate,
    location,
    directory: names,
    mediaRelay: media.relay,
    records: {
      note: (record, progress) => records.note(record, progress),
      append(record) {
        timeline.callEnded(record);
        return records.append(record);
      },
    },
    domains,
    routing: () => routing.snapshot(),
    trunks: callTrunks,
    strangers,
    fraud: fraud.protection,
    answerers: {
      conference: (name) => conferences.answererOf(name),
      voicemail: (username) => voicemail.answerer(username),
    },
    numberOf,
    limits: {
      maxCalls: config.calls.maxConcurrent,
      ringTimeoutMs: config.calls.ringTimeoutSeconds * 1000,
      sessionExpiresSeconds: config.calls.sessionExpiresSeconds,
    },
    node,
    now,
    log,
    metrics: createCallMetrics(registry, () => calls.count()),
  });
  const timer = setInterval(() => timeline.tick(), TIMELINE_STEP_MS);
  closers.add('timeline', () => clearInterval(timer));
  attachOtherRequests(engine.direct, engine.unrouted);
  const messageWaiting = attachMessageWaiting(engine.subscriptions, engine.unrouted, {
    authenticate,
    domains,
    mailboxOf: (username) => voicemail.mailboxOf(username),
    limits: { perUser: config.voicemail.phonesPerUser, total: config.voicemail.maxPhones },
    now,
    log,
  });
  voicemail.onChanged((username) => messageWaiting.mailboxChanged(username));
  const expiry = setInterval(() => messageWaiting.expire(), EXPIRY_STEP_MS);
  closers.add('message waiting', () => clearInterval(expiry));
  closers.add('calls', () => calls.shutdown());
  const sampler = sampleQuality({ calls });
  closers.add('media quality', async () => sampler.close());
  engine.onFlowClosed((flow) => {
    location.flowClosed(flow);
    calls.flowClosed(flow);
  });

  const app = createHttpServer({
    accounts,
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
    location,
    calls,
    log,
    health: createHealth({
      node,
      version: VERSION,
      now,
      probes: {
        database: async () => {
          await db.raw('select 1');
          return { up: true, detail: `${records.backlog()} call records wait to be written` };
        },
        sip: () => ({ up: engine.up, detail: engine.address }),
        mediaRelay: () => relayHealth(media.relay, media.description),
      },
    }),
    metricsText: () =>
      metricsText(registry, [
        () => engine.metrics(),
        () => media.relay.metrics(),
        () => sound.parties.metrics(),
        () => trunkGauges(live),
        () => messageWaiting.metrics(),
        () =>
          stateMetrics({
            location,
            records,
            provisioned,
            sampler,
            fraud: fraud.protection,
            conferences,
            voicemail,
          }),
      ]),
    rateLimits: config.http,
    staticFolders: { softphone: webFolder('softphone'), admin: webFolder('admin') },
    trustProxy: config.http.trustProxy,
  });
  const { host, port } = config.http;
  const web = await listen(app, {
    host,
    port,
    ...(config.https.enabled ? { https: { port: config.https.port, certificate } } : {}),
    webSocketPath: WEB_SOCKET_PATH,
    onUpgrade: engine.onUpgrade,
  });
  closers.add('HTTP', () => web.close());
  const stopWatching = watchCertificate(certificate, (fresh) => web.useCertificate(fresh), log);
  closers.add('certificate', stopWatching);
  log.info('started', {
    node,
    sip: engine.address,
    http: web.httpPort,
    https: web.httpsPort,
    media: media.description,
  });
  return {
    accounts,
    sipAddress: engine.address,
    httpPort: web.httpPort,
    mediaDescription: media.description,
    stop: () => closers.closeAll(),
  };
}

/** A listener on IPv4 addresses cannot send to IPv6 ones. */
const canSendTo = (listening: string, address: string): boolean =>
  listening.includes(':') || !address.includes(':');
