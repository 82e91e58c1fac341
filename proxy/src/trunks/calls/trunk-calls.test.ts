import { type TrunkSettingsInput, trunkSettings } from '@tandem/api-types/trunk-settings';
import { createResolver } from '@tandem/sip-engine/resolver';
import { TestDnsServer } from '@tandem/sip-engine/testing/dns-server';
import { type Database, migrate, openDatabase } from '@tandem/sql';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseAuthorization } from '../../authentication/authorization-header.ts';
import { header, sdp } from '../../calls/testing/sip-text.ts';
import type { TestPhone } from '../../calls/testing/test-phone.ts';
import { startTestSystem, type TestSystem } from '../../calls/testing/test-system.ts';
import { silentLog } from '../../observability/log.ts';
import { createHopFinder } from '../gateways/hops.ts';
import { createLiveTrunks, type LiveTrunks } from '../live/live-trunks.ts';
import { routableTrunks } from '../routable-trunks.ts';
import { toRequestPort } from '../sending/trunk-request.ts';
import { admin, trunksOn } from '../testing/trunk-system.ts';
import { createCallTrunks } from './call-trunks.ts';
import { createTrunkMetrics } from './trunk-metrics.ts';

const SECRET = 'a-very-secret-password';
let db: Database;
let dns: TestDnsServer;
/** What every draw among gateways and their servers gives, 0 to 1. */
let random: () => number;
let live: LiveTrunks;
let system: TestSystem;
let registry: Registry;
let first: TestPhone;
let second: TestPhone;

const openGateway = async (): Promise<TestPhone> => {
  const gateway = await system.phone('gateway', null);
  gateway.always('OPTIONS', (request) => gateway.reply(request, 200));
  gateway.always('REGISTER', (request) => gateway.reply(request, 200, { lines: [['Expires', '600']] }));
  return gateway;
};

beforeEach(async () => {
  dns = await TestDnsServer.start([]);
  random = () => 0;
  db = openDatabase('sqlite::memory:');
  await migrate(db);
  const trunks = trunksOn(db);
  registry = new Registry();
  system = await startTestSystem(
    {},
    {
      settings: { blocked: [{ prefix: '+53', why: 'nobody calls there' }] },
      rules: [{ name: 'out', action: { kind: 'trunks', trunks: [{ trunkId: 'carrier' }] } }],
      numbers: { '+4930111': { destination: { kind: 'user', username: 'alice' }, trunkId: null } },
    },
    (srf) => {
      live = createLiveTrunks({
        trunks,
        port: toRequestPort(srf),
        hopFinder: createHopFinder(createResolver({ usable: () => true, dnsServers: [dns.address] })),
        registeredHops: () => [],
        spentLastDay: () => 0,
        now: Date.now,
        random: () => random(),
        log: silentLog,
      });
      const calls = createCallTrunks({
        live,
        metrics: createTrunkMetrics(registry),
        ownDomain: 'example.com',
        certificateNames: () => [],
        now: Date.now,
      });
      return { calls, routable: routableTrunks(live) };
    },
  );
  [first, second] = [await openGateway(), await openGateway()];
  settle = async (changes) => {
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
  };
});
let settle: (changes?: Partial<TrunkSettingsInput>) => Promise<void>;

afterEach(async () => {
  await live.close();
  await system.close();
  await db.destroy();
  dns.stop();
});

/** Alice, who is not the address of the trunk. */
const dial = async (number = '+41441234567') => {
  const alice = await system.phone('alice');
  return { alice, call: alice.invite(number, { body: sdp(4000) }) };
};
const record = async () => {
  await vi.waitFor(() => expect(system.records).toHaveLength(1), { timeout: 5000 });
  return system.records[0];
};

describe('a call out', () => {
  it('goes to the carrier with the number, and says who calls', async () => {
    await settle({ direction: 'out' });
    const { call } = await dial();
    const invite = await first.take('INVITE');
    expect(invite.startLine).toBe(`INVITE sip:+41441234567@127.0.0.1:${first.port} SIP/2.0`);
    expect(header(invite, 'From')).toMatch(/<sip:\+4930111@example\.com>;tag=/);
    expect(header(invite, 'P-Asserted-Identity')).toContain('+4930111');
    first.reply(invite, 200, { body: sdp(5000) });
    await call.confirm();
    await first.take('ACK');
    expect(live.get('carrier')?.limits.active).toBe(1);
    call.request('BYE');
    first.reply(await first.take('BYE'), 200);
    expect(await record()).toMatchObject({
      outcome: 'answered',
      leftByTrunk: 'carrier',
      callerUsername: 'alice',
    });
    expect(live.get('carrier')?.state()).toMatchObject({
      activeCalls: 0,
      lastHour: { attempts: 1, answerSeizureRatio: 1 },
    });
    const metrics = await registry.metrics();
    expect(metrics).toContain('tandem_trunk_attempts_total{trunk="carrier",status="200"} 1');
    expect(metrics).toContain('tandem_trunk_post_dial_delay_seconds_count{trunk="carrier"} 1');
  });

  it.each([503, 500, 408])('goes to the second gateway after %i', async (status) => {
    await settle({ direction: 'out' });
    const { call } = await dial();
    first.reply(await first.take('INVITE'), status);
    second.reply(await second.take('INVITE'), 200, { body: sdp(5000) });
    await call.confirm();
    call.request('BYE');
    second.reply(await second.take('BYE'), 200);
    expect(await record()).toMatchObject({ outcome: 'answered' });
  });

  it('goes to the second gateway when the first is silent, within the time for it', async () => {
    await settle({ direction: 'out' });
    first.silent = true;
    const { call } = await dial();
    const begunAtMs = Date.now();
    second.reply(await second.take('INVITE'), 200, { body: sdp(5000) });
    expect(Date.now() - begunAtMs).toBeLessThan(2000);
    await call.confirm();
    call.request('BYE');
    second.reply(await second.take('BYE'), 200);
    await record();
  });

  it('goes to the servers of a gateway by the weights of their SRV records, each call anew', async () => {
    const asked = { light: 0, heavy: 0 };
    const serve = (phone: TestPhone, name: keyof typeof asked, weight: number): void => {
      phone.always('INVITE', (invite) => {
        asked[name] += 1;
        phone.reply(invite, 486);
      });
      const record = { priority: 10, weight, port: phone.port, target: 'sbc.carrier.test' };
      dns.records.push({ name: '_sip._udp.carrier.test', type: 'SRV', ttl: 3600, data: record });
    };
    serve(first, 'light', 1);
    serve(second, 'heavy', 3);
    dns.records.push({ name: 'sbc.carrier.test', type: 'A', ttl: 3600, data: '127.0.0.1' });
    await settle({ direction: 'out', gateways: [{ host: 'carrier.test' }] });
    random = evenlySpread();
    const alice = await system.phone('alice');
    for (let call = 0; call < 40; call += 1) {
      alice.invite('+41441234567', { body: sdp(4000) });
      await alice.take(486);
    }
    expect(asked.light + asked.heavy).toBe(40);
    expect(Math.abs(asked.light - 10)).toBeLessThanOrEqual(3);
  });

  it('asks an address that is down after the next gateway, and not never', async () => {
    const third = await openGateway();
    for (const { port } of [third, first]) {
      const record = { priority: 10, weight: 1, port, target: 'sbc.carrier.test' };
      dns.records.push({ name: '_sip._udp.carrier.test', type: 'SRV', ttl: 3600, data: record });
    }
    dns.records.push({ name: 'sbc.carrier.test', type: 'A', ttl: 3600, data: '127.0.0.1' });
    await settle({
      direction: 'out',
      gateways: [
        { host: 'carrier.test', priority: 1 },
        { host: '127.0.0.1', port: second.port, priority: 2 },
      ],
      health: { optionsIntervalSeconds: 0, downAfter: 1 },
    });
    const down = live.get('carrier')?.hops.find(({ nextHop }) => nextHop.includes(String(third.port)));
    if (!down) throw new Error('the third gateway has no address');
    live.get('carrier')?.observe(down, { status: null, roundTripMs: null, atMs: Date.now() });
    const { alice } = await dial();
    first.reply(await first.take('INVITE'), 503);
    second.reply(await second.take('INVITE'), 503);
    third.reply(await third.take('INVITE'), 486);
    await alice.take(486);
  });

  it('is busy when the callee is: no other gateway is asked', async () => {
    await settle({ direction: 'out' });
    const { alice } = await dial();
    first.reply(await first.take('INVITE'), 486);
    await alice.take(486);
    expect(second.rest()).toEqual([]);
    expect(await record()).toMatchObject({ outcome: 'busy', leftByTrunk: 'carrier' });
  });

  it('says that the trunk failed when every gateway did', async () => {
    await settle({ direction: 'out' });
    const { alice } = await dial();
    first.reply(await first.take('INVITE'), 503);
    second.reply(await second.take('INVITE'), 503);
    await alice.take(503);
    expect((await record())?.reason).toMatch(/^trunk-failed: /);
  });

  it('ends when nothing rings within the limit, whatever gateways are left', async () => {
    await settle({ direction: 'out', failover: { answerTimeoutSeconds: 1, postDialLimitSeconds: 1 } });
    const { alice } = await dial();
    const invite = await first.take('INVITE');
    first.reply(invite, 100);
    await alice.take(503);
    expect(second.rest()).toEqual([]);
    first.reply(await first.take('CANCEL'), 200);
    first.reply(invite, 487);
    expect((await record())?.reason).toMatch(/nothing rang within/);
  });

  it('that the caller gives up is cancelled at the gateway', async () => {
    await settle({ direction: 'out' });
    const { alice, call } = await dial();
    const invite = await first.take('INVITE');
    first.reply(invite, 180);
    await alice.take(180);
    call.cancel();
    first.reply(await first.take('CANCEL'), 200);
    first.reply(invite, 487);
    expect(await record()).toMatchObject({ outcome: 'cancelled' });
    expect(live.get('carrier')?.limits.active).toBe(0);
  });

  it('plays the carrier’s own ringing, or an ordinary one where the trunk says so', async () => {
    await settle({ direction: 'out' });
    const { alice, call } = await dial();
    first.reply(await first.take('INVITE'), 183, { body: sdp(5000) });
    expect((await alice.take(183)).body).toContain('m=audio');
    call.cancel();
    await record();
    await settle({ direction: 'out', media: { earlyMedia: 'ring' } });
    const other = await dial();
    first.reply(await first.take('INVITE'), 183, { body: sdp(5000) });
    expect((await other.alice.take(180)).body).toBe('');
    other.call.cancel();
    await vi.waitFor(() => expect(system.records).toHaveLength(2));
  });

  it('over the limit of the trunk is refused', async () => {
    await settle({ direction: 'out', limits: { concurrentCalls: 1 } });
    const { call } = await dial();
    first.reply(await first.take('INVITE'), 180);
    const other = await dial('+41447654321');
    await other.alice.take(503);
    call.cancel();
    await vi.waitFor(() => expect(system.records).toHaveLength(2));
    expect(system.records.map(({ reason }) => reason.split(':')[0])).toContain('no-trunk-usable');
  });
});

describe('a number that must not be called', () => {
  const PREMIUM = '<sip:+499001234567@example.com>';
  const invitesOut = (): string[] =>
    [...first.rest(), ...second.rest()].filter((line) => line.startsWith('INVITE'));

  it.each([
    ['blocked', '+5371234567'],
    ['premium', '09001234567'],
  ])('is refused when it is dialled and %s, before any gateway hears of it', async (key, number) => {
    await settle({ direction: 'out' });
    const { alice } = await dial(number);
    await alice.take(403);
    expect((await record())?.reason).toContain(`${key}-number`);
    expect(invitesOut()).toEqual([]);
  });

  it('is not reached by a phone that forwards its calls there', async () => {
    await settle({ direction: 'out' });
    const bob = await system.phone('bob');
    const { alice } = await dial('bob');
    bob.reply(await bob.take('INVITE'), 302, { lines: [['Contact', PREMIUM]] });
    await alice.take(403);
    await record();
    expect(invitesOut()).toEqual([]);
  });

  it('is not reached by a carrier that sends a call on to there', async () => {
    await settle({ direction: 'out' });
    const { alice } = await dial();
    first.reply(await first.take('INVITE'), 302, { lines: [['Contact', PREMIUM]] });
    await alice.take(403);
    await record();
    expect(invitesOut()).toEqual([]);
  });

  it('is not reached by a transfer during a call, and the call goes on', async () => {
    await settle({ direction: 'out' });
    const bob = await system.phone('bob');
    const { call } = await dial('bob');
    const invite = await bob.take('INVITE');
    bob.reply(invite, 200, { body: sdp(5000) });
    await call.confirm();
    await bob.take('ACK');
    bob.dialogOf(invite).request('REFER', { lines: [['Refer-To', PREMIUM]] });
    await bob.take(603);
    expect(invitesOut()).toEqual([]);
    call.request('BYE');
    bob.reply(await bob.take('BYE'), 200);
    expect(await record()).toMatchObject({ outcome: 'answered' });
  });
});

describe('the session timer of a trunk', () => {
  it.each([
    ['request', /^600;refresher=uac$/],
    ['off', /^$/],
  ] as const)('is asked for or left out: %s', async (mode, sessionExpires) => {
    await settle({ direction: 'out', sessionTimers: { mode, expiresSeconds: 600 } });
    const { call } = await dial();
    const invite = await first.take('INVITE');
    expect(header(invite, 'Session-Expires')).toMatch(sessionExpires);
    first.reply(invite, 200, { body: sdp(5000) });
    await call.confirm();
    await first.take('ACK');
    call.request('BYE');
    first.reply(await first.take('BYE'), 200);
    await record();
  });
});

describe('a carrier that asks for a password', () => {
  const registering = {
    direction: 'out',
    connection: { kind: 'register-to-carrier', domain: 'carrier.example', username: '4930111' },
  } as const;
  const challenge = (realm: string) =>
    ['WWW-Authenticate', `Digest realm="${realm}", nonce="n", qop="auth", algorithm=SHA-256`] as const;

  it('gets it in the same call, with SHA-256', async () => {
    await settle(registering);
    const { call } = await dial();
    const invite = await first.take('INVITE');
    first.reply(invite, 401, { lines: [challenge('carrier.example')] });
    const signed = await first.take('INVITE');
    expect(header(signed, 'Call-ID')).toBe(header(invite, 'Call-ID'));
    expect(header(signed, 'CSeq')).toBe('2 INVITE');
    expect(parseAuthorization(header(signed, 'Authorization'))).toMatchObject([
      {
        username: '4930111',
        realm: 'carrier.example',
        algorithm: 'SHA-256',
        uri: 'sip:+41441234567@carrier.example',
      },
    ]);
    first.reply(signed, 200, { body: sdp(5000) });
    await call.confirm();
    call.request('BYE');
    first.reply(await first.take('BYE'), 200);
    await record();
  });

  it('of another realm gets nothing, and the next gateway is tried', async () => {
    await settle(registering);
    const { alice } = await dial();
    first.reply(await first.take('INVITE'), 401, { lines: [challenge('evil.example')] });
    const next = await second.take('INVITE');
    expect(header(next, 'Authorization')).toBe('');
    second.reply(next, 401, { lines: [challenge('evil.example')] });
    await alice.take(503);
    expect(
      first
        .rest()
        .concat(second.rest())
        .filter((line) => line.startsWith('INVITE')),
    ).toEqual([]);
    expect((await record())?.reason).toMatch(/^trunk-unauthorized: .*evil\.example/);
  });
});

describe('a call to the registered account', () => {
  it('reaches the number that the carrier names in To', async () => {
    await settle({
      connection: { kind: 'register-to-carrier', domain: 'carrier.example', username: 'account' },
    });
    const alice = await system.phone('alice');
    const carrier = await system.phone('+41449999', null);
    const dialog = carrier.invite('x', {
      uri: 'sip:account@example.com;trunk=carrier',
      body: sdp(6000),
      lines: [['To', '<sip:+4930111@carrier.example>']],
    });
    const invite = await alice.take('INVITE');
    expect(header(invite, 'To')).toContain('sip:alice@example.com');
    dialog.cancel([['To', '<sip:+4930111@carrier.example>']]);
    await record();
  });
});

describe('a call in', () => {
  const call = async (lines: readonly (readonly [string, string])[] = []) => {
    const alice = await system.phone('alice');
    const carrier = await system.phone('+41449999', null);
    const dialog = carrier.invite('x', { uri: 'sip:+4930111@example.com', body: sdp(6000), lines });
    return { alice, carrier, dialog };
  };

  it('by the trunk’s address reaches the user of the number', async () => {
    await settle();
    const { alice, dialog, carrier } = await call();
    const invite = await alice.take('INVITE');
    expect(header(invite, 'From')).toContain('sip:+41449999@example.com');
    alice.reply(invite, 200, { body: sdp(5000) });
    await dialog.confirm();
    expect(live.get('carrier')?.limits.active).toBe(1);
    dialog.request('BYE');
    alice.reply(await alice.take('BYE'), 200);
    await carrier.take(200);
    expect(await record()).toMatchObject({
      arrivedByTrunk: 'carrier',
      callerUsername: null,
      calleeUsername: 'alice',
      outcome: 'answered',
    });
    await vi.waitFor(() => expect(live.get('carrier')?.limits.active).toBe(0));
  });

  it('outside its hours is refused', async () => {
    await settle({ schedule: { timeZone: 'UTC', windows: [{ days: [1], from: '00:00', to: '00:01' }] } });
    const { carrier } = await call();
    await carrier.take(480);
    expect(await record()).toMatchObject({ arrivedByTrunk: 'carrier' });
  });

  it('without the encryption that the trunk demands is refused', async () => {
    await settle({
      media: { encryption: 'required' },
      gateways: [],
      direction: 'in',
      allowedSources: ['127.0.0.1'],
    });
    const { carrier } = await call();
    await carrier.take(488);
    expect((await record())?.reason).toMatch(/^encryption-required/);
  });
});

/** Multiples of the golden ratio: whichever draws of them belong to one question, they are spread evenly over 0 to 1. */
function evenlySpread(): () => number {
  let drawn = 0;
  return () => (++drawn * 0.618034) % 1;
}
