import { describe, expect, it } from 'vitest';
import { parseAuthorization } from '../../authentication/authorization-header.ts';
import { header, sdp } from '../../calls/testing/sip-text.ts';
import type { TestPhone } from '../../calls/testing/test-phone.ts';
import { trunkCallSystem } from '../testing/trunk-call-system.ts';

const given = trunkCallSystem();
const { settle, dial, record, openGateway } = given;

describe('a call out', () => {
  it('goes to the carrier with the number, and says who calls', async () => {
    await settle({ direction: 'out' });
    const { call } = await dial();
    const invite = await given.first.take('INVITE');
    expect(invite.startLine).toBe(`INVITE sip:+41441234567@127.0.0.1:${given.first.port} SIP/2.0`);
    expect(header(invite, 'From')).toMatch(/<sip:\+4930111@example\.com>;tag=/);
    expect(header(invite, 'P-Asserted-Identity')).toContain('+4930111');
    given.first.reply(invite, 200, { body: sdp(5000) });
    await call.confirm();
    await given.first.take('ACK');
    expect(given.live.get('carrier')?.limits.active).toBe(1);
    call.request('BYE');
    given.first.reply(await given.first.take('BYE'), 200);
    expect(await record()).toMatchObject({
      outcome: 'answered',
      leftByTrunk: 'carrier',
      callerUsername: 'alice',
    });
    expect(given.live.get('carrier')?.state()).toMatchObject({
      activeCalls: 0,
      lastHour: { attempts: 1, answerSeizureRatio: 1 },
    });
    const metrics = await given.registry.metrics();
    expect(metrics).toContain('tandem_trunk_attempts_total{trunk="carrier",status="200"} 1');
    expect(metrics).toContain('tandem_trunk_post_dial_delay_seconds_count{trunk="carrier"} 1');
  });

  it.each([503, 500, 408])('goes to the second gateway after %i', async (status) => {
    await settle({ direction: 'out' });
    const { call } = await dial();
    given.first.reply(await given.first.take('INVITE'), status);
    given.second.reply(await given.second.take('INVITE'), 200, { body: sdp(5000) });
    await call.confirm();
    call.request('BYE');
    given.second.reply(await given.second.take('BYE'), 200);
    expect(await record()).toMatchObject({ outcome: 'answered' });
  });

  it('goes to the second gateway when the first is silent, within the time for it', async () => {
    await settle({ direction: 'out' });
    given.first.silent = true;
    const { call } = await dial();
    const begunAtMs = Date.now();
    given.second.reply(await given.second.take('INVITE'), 200, { body: sdp(5000) });
    expect(Date.now() - begunAtMs).toBeLessThan(2000);
    await call.confirm();
    call.request('BYE');
    given.second.reply(await given.second.take('BYE'), 200);
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
      given.dns.records.push({ name: '_sip._udp.carrier.test', type: 'SRV', ttl: 3600, data: record });
    };
    serve(given.first, 'light', 1);
    serve(given.second, 'heavy', 3);
    given.dns.records.push({ name: 'sbc.carrier.test', type: 'A', ttl: 3600, data: '127.0.0.1' });
    await settle({ direction: 'out', gateways: [{ host: 'carrier.test' }] });
    given.random = evenlySpread();
    const alice = await given.system.phone('alice');
    for (let call = 0; call < 40; call += 1) {
      alice.invite('+41441234567', { body: sdp(4000) });
      await alice.take(486);
    }
    expect(asked.light + asked.heavy).toBe(40);
    expect(Math.abs(asked.light - 10)).toBeLessThanOrEqual(3);
  });

  it('asks an address that is down after the next gateway, and not never', async () => {
    const third = await openGateway();
    for (const { port } of [third, given.first]) {
      const record = { priority: 10, weight: 1, port, target: 'sbc.carrier.test' };
      given.dns.records.push({ name: '_sip._udp.carrier.test', type: 'SRV', ttl: 3600, data: record });
    }
    given.dns.records.push({ name: 'sbc.carrier.test', type: 'A', ttl: 3600, data: '127.0.0.1' });
    await settle({
      direction: 'out',
      gateways: [
        { host: 'carrier.test', priority: 1 },
        { host: '127.0.0.1', port: given.second.port, priority: 2 },
      ],
      health: { optionsIntervalSeconds: 0, downAfter: 1 },
    });
    const down = given.live.get('carrier')?.hops.find(({ nextHop }) => nextHop.includes(String(third.port)));
    if (!down) throw new Error('the third gateway has no address');
    given.live.get('carrier')?.observe(down, { status: null, roundTripMs: null, atMs: Date.now() });
    const { alice } = await dial();
    given.first.reply(await given.first.take('INVITE'), 503);
    given.second.reply(await given.second.take('INVITE'), 503);
    third.reply(await third.take('INVITE'), 486);
    await alice.take(486);
  });

  it('is busy when the callee is: no other gateway is asked', async () => {
    await settle({ direction: 'out' });
    const { alice } = await dial();
    given.first.reply(await given.first.take('INVITE'), 486);
    await alice.take(486);
    expect(given.second.rest()).toEqual([]);
    expect(await record()).toMatchObject({ outcome: 'busy', leftByTrunk: 'carrier' });
  });

  it('says that the trunk failed when every gateway did', async () => {
    await settle({ direction: 'out' });
    const { alice } = await dial();
    given.first.reply(await given.first.take('INVITE'), 503);
    given.second.reply(await given.second.take('INVITE'), 503);
    await alice.take(503);
    expect((await record())?.reason).toMatch(/^trunk-failed: /);
  });

  it('ends when nothing rings within the limit, whatever gateways are left', async () => {
    await settle({ direction: 'out', failover: { answerTimeoutSeconds: 1, postDialLimitSeconds: 1 } });
    const { alice } = await dial();
    const invite = await given.first.take('INVITE');
    given.first.reply(invite, 100);
    await alice.take(503);
    expect(given.second.rest()).toEqual([]);
    given.first.reply(await given.first.take('CANCEL'), 200);
    given.first.reply(invite, 487);
    expect((await record())?.reason).toMatch(/nothing rang within/);
  });

  it('that the caller gives up is cancelled at the gateway', async () => {
    await settle({ direction: 'out' });
    const { alice, call } = await dial();
    const invite = await given.first.take('INVITE');
    given.first.reply(invite, 180);
    await alice.take(180);
    call.cancel();
    given.first.reply(await given.first.take('CANCEL'), 200);
    given.first.reply(invite, 487);
    expect(await record()).toMatchObject({ outcome: 'cancelled' });
    expect(given.live.get('carrier')?.limits.active).toBe(0);
  });

  it('plays the carrier’s own ringing, or an ordinary one where the trunk says so', async () => {
    await settle({ direction: 'out' });
    const { alice, call } = await dial();
    given.first.reply(await given.first.take('INVITE'), 183, { body: sdp(5000) });
    expect((await alice.take(183)).body).toContain('m=audio');
    call.cancel();
    await record();
    await settle({ direction: 'out', media: { earlyMedia: 'ring' } });
    const other = await dial();
    given.first.reply(await given.first.take('INVITE'), 183, { body: sdp(5000) });
    expect((await other.alice.take(180)).body).toBe('');
    other.call.cancel();
    await expect.poll(() => given.system.records).toHaveLength(2);
  });

  it('over the limit of the trunk is refused', async () => {
    await settle({ direction: 'out', limits: { concurrentCalls: 1 } });
    const { call } = await dial();
    given.first.reply(await given.first.take('INVITE'), 180);
    const other = await dial('+41447654321');
    await other.alice.take(503);
    call.cancel();
    await expect.poll(() => given.system.records).toHaveLength(2);
    expect(given.system.records.map(({ reason }) => reason.split(':')[0])).toContain('no-trunk-usable');
  });
});

describe('the session timer of a trunk', () => {
  it.each([
    ['request', /^600;refresher=uac$/],
    ['off', /^$/],
  ] as const)('is asked for or left out: %s', async (mode, sessionExpires) => {
    await settle({ direction: 'out', sessionTimers: { mode, expiresSeconds: 600 } });
    const { call } = await dial();
    const invite = await given.first.take('INVITE');
    expect(header(invite, 'Session-Expires')).toMatch(sessionExpires);
    given.first.reply(invite, 200, { body: sdp(5000) });
    await call.confirm();
    await given.first.take('ACK');
    call.request('BYE');
    given.first.reply(await given.first.take('BYE'), 200);
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
    const invite = await given.first.take('INVITE');
    given.first.reply(invite, 401, { lines: [challenge('carrier.example')] });
    const signed = await given.first.take('INVITE');
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
    given.first.reply(signed, 200, { body: sdp(5000) });
    await call.confirm();
    call.request('BYE');
    given.first.reply(await given.first.take('BYE'), 200);
    await record();
  });

  it('of another realm gets nothing, and the next gateway is tried', async () => {
    await settle(registering);
    const { alice } = await dial();
    given.first.reply(await given.first.take('INVITE'), 401, { lines: [challenge('evil.example')] });
    const next = await given.second.take('INVITE');
    expect(header(next, 'Authorization')).toBe('');
    given.second.reply(next, 401, { lines: [challenge('evil.example')] });
    await alice.take(503);
    expect(
      given.first
        .rest()
        .concat(given.second.rest())
        .filter((line) => line.startsWith('INVITE')),
    ).toEqual([]);
    expect((await record())?.reason).toMatch(/^trunk-unauthorized: .*evil\.example/);
  });
});

/** Multiples of the golden ratio: whichever draws of them belong to one question, they are spread evenly over 0 to 1. */
function evenlySpread(): () => number {
  let drawn = 0;
  return () => (++drawn * 0.618034) % 1;
}
