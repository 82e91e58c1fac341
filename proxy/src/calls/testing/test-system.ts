import { createServer } from 'node:http';
import { createEngine } from '@tandem/sip-engine';
import Srf from 'drachtio-srf';
import type { CallRecord } from '../../cdr/call-record.ts';
import { createDomains } from '../../domains.ts';
import { type Log, type LogFields, silentLog } from '../../observability/log.ts';
import type { Binding } from '../../registrar/binding.ts';
import type { RoutableTrunks } from '../../routing/routing-snapshot.ts';
import { type TestRouting, testRouting } from '../../routing/testing/test-routing.ts';
import type { CallTrunks } from '../call-trunks.ts';
import { attachCalls, type CallLimits, type Calls } from '../calls.ts';
import type { LocalAnswerer } from '../local-branch.ts';
import { toSrfPort } from '../srf.ts';
import { createStrangers } from '../strangers.ts';
import { createFakeMediaRelay, type FakeMediaRelay } from './fake-media-relay.ts';
import { TestPhone } from './test-phone.ts';

/** Calls on the real engine, with accounts and media at the edge faked. */
export interface TestSystem {
  readonly calls: Calls;
  readonly relay: FakeMediaRelay;
  /** Finished records, in the order in which they came. */
  readonly records: CallRecord[];
  /** Warnings and errors that were logged. */
  readonly complaints: string[];
  readonly directory: { down: boolean };
  /** Takes all calls to conferences and voicemail; `mailboxes` are the users whose voicemail is on. */
  readonly local: { answerer: LocalAnswerer | null; readonly mailboxes: Set<string> };
  /** Callers at our domain are believed what their From says, once this has settled; others are challenged. */
  authentication: Promise<void>;
  /** A phone on UDP, or TCP when its binding says so; registered unless told otherwise. */
  phone(username: string, binding?: Partial<Binding> | null): Promise<TestPhone>;
  /** A phone on a WebSocket, registered. */
  browser(username: string): Promise<TestPhone>;
  onFlowClosed(listener: (flow: unknown) => void): void;
  close(): Promise<void>;
}

/** Trunks of a test. */
export interface TestTrunks {
  readonly calls: CallTrunks;
  readonly routable: RoutableTrunks;
}

const noTrunks = (): TestTrunks => ({
  calls: { arriving: () => null, attempts: () => [] },
  routable: { get: () => undefined, ids: () => [] },
});

/** The tests run twice: with calls on the engine in this process, and on drachtio-srf as for an engine elsewhere. */
const overDrachtioSrf = process.env.TANDEM_TEST_CALLS === 'drachtio-srf';

const USERS = new Set(['alice', 'bob', 'carol']);

export async function startTestSystem(
  limits: Partial<CallLimits> = {},
  routing: TestRouting = {},
  trunksOn: (srf: Srf) => TestTrunks = noTrunks,
): Promise<TestSystem> {
  const engine = await createEngine({
    contacts: [
      { protocol: 'udp', host: '127.0.0.1', port: 0 },
      { protocol: 'tcp', host: '127.0.0.1', port: 0 },
    ],
    webSocket: { advertisedHost: '127.0.0.1', advertisedPort: 5080, secure: false },
    timers: { t1Ms: 20, t2Ms: 160, t4Ms: 200 },
  });
  const portOf = (wanted: string): number =>
    engine.listeners.find(({ protocol }) => protocol === wanted)?.port ?? 0;
  const srf = new Srf();
  const http = createServer();
  http.on('upgrade', (request, socket, head) =>
    engine.handleUpgrade(request, socket, head, { secure: false }),
  );
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  const httpPort = address !== null && typeof address === 'object' ? address.port : 0;
  const joined = new Promise((resolve) => srf.on('connect', resolve));
  const server = { server: engine.applicationServer(), secret: 'x' };
  srf.listen(server);
  await joined;
  const phones: TestPhone[] = [];
  const bindings: Binding[] = [];
  const records: CallRecord[] = [];
  const complaints: string[] = [];
  const relay = createFakeMediaRelay();
  const directory = { down: false };
  const local: TestSystem['local'] = { answerer: null, mailboxes: new Set() };
  const domains = createDomains(['example.com'], () => ['127.0.0.1']);
  const trunks = trunksOn(srf);
  const routingNow = () => ({ ...testRouting(routing), trunks: trunks.routable, domains });
  const calls = attachCalls(overDrachtioSrf ? toSrfPort(srf) : engine.calls, {
    async authenticate(request, response) {
      await system.authentication;
      if (!/@example\.com/.test(request.get('From') ?? '')) {
        response.send(401, 'Unauthorized', { headers: {} });
        return null;
      }
      const username = /<sip:(\w+)@/.exec(request.get('From') ?? '')?.[1] ?? '';
      return { userId: username, username, deviceId: null };
    },
    location: { bindingsOf: (username) => bindings.filter((binding) => binding.username === username) },
    directory: {
      async userExists(username) {
        if (directory.down) throw new Error('database down');
        return USERS.has(username);
      },
      voicemailOn: async (username) => local.mailboxes.has(username),
      displayName: async (username) => (username === 'alice' ? 'Alice "A" Adams' : null),
    },
    mediaRelay: relay,
    records: {
      note: () => undefined,
      async append(record) {
        records.push(record);
      },
    },
    domains,
    routing: routingNow,
    trunks: trunks.calls,
    strangers: createStrangers({
      domains,
      routing: routingNow,
      limits: { perMinute: 3, maxCalls: 5 },
      now: Date.now,
    }),
    answerers: { conference: () => local.answerer, voicemail: () => local.answerer },
    fraud: { begin: () => () => undefined, refused: () => undefined },
    numberOf: (username) => (username === 'alice' ? '+4930111' : null),
    limits: {
      maxCalls: 10,
      ringTimeoutMs: 10_000,
      voicemailAfterMs: 10_000,
      sessionExpiresSeconds: 1800,
      ...limits,
    },
    node: 'test',
    now: Date.now,
    log: complainingLog(complaints),
    metrics: { ended: () => undefined, setUpDelay: () => undefined },
  });
  engine.onFlowClosed((flow) => calls.flowClosed(flow));
  const system: TestSystem = {
    authentication: Promise.resolve(),
    calls,
    relay,
    records,
    complaints,
    directory,
    local,
    onFlowClosed: (listener) => engine.onFlowClosed(listener),
    async phone(username, binding = {}) {
      const transport = binding?.transport === 'tcp' ? 'tcp' : 'udp';
      const phone = await TestPhone.open(username, transport, portOf(transport));
      phones.push(phone);
      if (binding) bindings.push({ ...bindingOf(phone), ...binding });
      return phone;
    },
    async browser(username) {
      const phone = await TestPhone.open(username, 'ws', httpPort);
      phones.push(phone);
      bindings.push({ ...bindingOf(phone), transport: 'ws' });
      return phone;
    },
    async close() {
      await calls.shutdown();
      for (const phone of phones) phone.close();
      await engine.close();
      http.close();
    },
  };
  return system;
}

const bindingOf = (phone: TestPhone): Binding => ({
  id: `${phone.name}-${phone.port}`,
  username: phone.name,
  deviceId: null,
  contactUri: phone.contact,
  instanceId: null,
  regId: null,
  path: [],
  receivedUri: phone.wire.flow,
  transport: 'udp',
  userAgent: 'test',
  callId: 'x',
  cseq: 1,
  qThousandths: 1000,
  expiresAtMs: Number.MAX_SAFE_INTEGER,
  registeredAtMs: 0,
});

function complainingLog(complaints: string[]): Log {
  const complain = (message: string, fields?: LogFields): void => {
    complaints.push(fields?.error instanceof Error ? `${message}: ${fields.error.message}` : message);
  };
  const log: Log = { ...silentLog, warn: complain, error: complain, child: () => log };
  return log;
}
