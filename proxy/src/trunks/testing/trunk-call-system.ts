import { type TrunkSettingsInput, trunkSettings } from '@tandem/api-types/trunk-settings';
import { createResolver } from '@tandem/sip-engine/resolver';
import { TestDnsServer } from '@tandem/sip-engine/testing/dns-server';
import { type Database, migrate, openDatabase } from '@tandem/sql';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect } from 'vitest';
import { sdp } from '../../calls/testing/sip-text.ts';
import type { TestPhone } from '../../calls/testing/test-phone.ts';
import { startTestSystem, type TestSystem } from '../../calls/testing/test-system.ts';
import { silentLog } from '../../observability/log.ts';
import { createCallTrunks } from '../calls/call-trunks.ts';
import { createTrunkMetrics } from '../calls/trunk-metrics.ts';
import { createHopFinder } from '../gateways/hops.ts';
import { createLiveTrunks, type LiveTrunks } from '../live/live-trunks.ts';
import { routableTrunks } from '../routable-trunks.ts';
import { toRequestPort } from '../sending/trunk-request.ts';
import type { Trunks } from '../trunks.ts';
import { admin, trunksOn } from './trunk-system.ts';

const SECRET = 'a-very-secret-password';

/** The routing of the system: a number of alice's, one country that nobody calls, and all else by the carrier. */
const ROUTING = {
  settings: { blocked: [{ prefix: '+53', why: 'nobody calls there' }] },
  rules: [{ name: 'out', action: { kind: 'trunks', trunks: [{ trunkId: 'carrier' }] } }],
  numbers: { '+4930111': { destination: { kind: 'user', username: 'alice' }, trunkId: null } },
} as const;

/** What is made anew for each test. */
interface Parts {
  readonly dns: TestDnsServer;
  readonly db: Database;
  readonly trunks: Trunks;
  readonly registry: Registry;
  readonly system: TestSystem;
  readonly live: LiveTrunks;
  readonly first: TestPhone;
  readonly second: TestPhone;
}

/** For each test a system with calls, and a carrier with two gateways on its trunk once that is settled. */
export function trunkCallSystem() {
  let parts: Parts;
  let random: () => number;
  beforeEach(async () => {
    random = () => 0;
    parts = await startParts(() => random());
  });
  afterEach(async () => {
    await parts.live.close();
    await parts.system.close();
    await parts.db.destroy();
    parts.dns.stop();
  });
  return {
    get dns() {
      return parts.dns;
    },
    get registry() {
      return parts.registry;
    },
    get system() {
      return parts.system;
    },
    get live() {
      return parts.live;
    },
    get first() {
      return parts.first;
    },
    get second() {
      return parts.second;
    },
    /** What every draw among gateways and their servers gives, 0 to 1. */
    set random(draw: () => number) {
      random = draw;
    },
    openGateway: () => openGateway(parts.system),
    /** Puts the trunk in service. @param changes of its settings: by address, to the first gateway and then the second */
    async settle(changes: Partial<TrunkSettingsInput> = {}) {
      const { first, second, trunks, live } = parts;
      const settings = trunkSettings.parse({
        name: 'Carrier',
        connection: { kind: 'by-address' },
        gateways: [
          { host: '127.0.0.1', port: first.port, priority: 1 },
          { host: '127.0.0.1', port: second.port, priority: 2 },
        ],
        health: { optionsIntervalSeconds: 0 },
        failover: { answerTimeoutSeconds: 0.5 },
        ...changes,
      });
      const secret = settings.connection.kind === 'register-to-carrier' ? SECRET : undefined;
      const edit = { id: 'carrier', settings, secret, version: 'any', managedBy: null } as const;
      await trunks.apply([{ kind: 'put', ...edit }], admin);
      await live.settled();
    },
    /** Alice, who is not the address of the trunk. */
    async dial(number = '+41441234567') {
      const alice = await parts.system.phone('alice');
      return { alice, call: alice.invite(number, { body: sdp(4000) }) };
    },
    async record() {
      const { records } = parts.system;
      await expect.poll(() => records).toHaveLength(1);
      return records[0];
    },
  };
}

async function startParts(random: () => number): Promise<Parts> {
  const dns = await TestDnsServer.start([]);
  const db = openDatabase('sqlite::memory:');
  await migrate(db);
  const trunks = trunksOn(db);
  const registry = new Registry();
  let live: LiveTrunks | undefined;
  const system = await startTestSystem({}, ROUTING, (srf) => {
    const inService = createLiveTrunks({
      trunks,
      port: toRequestPort(srf),
      hopFinder: createHopFinder(createResolver({ usable: () => true, dnsServers: [dns.address] })),
      registeredHops: () => [],
      spentLastDay: () => 0,
      now: Date.now,
      random,
      log: silentLog,
    });
    live = inService;
    const calls = createCallTrunks({
      live: inService,
      metrics: createTrunkMetrics(registry),
      ownDomain: 'example.com',
      certificateNames: () => [],
      now: Date.now,
    });
    return { calls, routable: routableTrunks(inService) };
  });
  if (!live) throw new Error('the system has no trunks');
  const [first, second] = [await openGateway(system), await openGateway(system)];
  return { dns, db, trunks, registry, system, live, first, second };
}

async function openGateway(system: TestSystem): Promise<TestPhone> {
  const gateway = await system.phone('gateway', null);
  gateway.always('OPTIONS', (request) => gateway.reply(request, 200));
  gateway.always('REGISTER', (request) => gateway.reply(request, 200, { lines: [['Expires', '600']] }));
  return gateway;
}
