import { type TrunkSettingsInput, trunkSettings } from '@tandem/api-types/trunk-settings';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseAuthorization } from '../../authentication/authorization-header.ts';
import { header } from '../../calls/testing/sip-text.ts';
import { Carrier, openSocket } from '../testing/carrier.ts';
import { admin, startTrunkSystem, type TrunkSystem } from '../testing/trunk-system.ts';

const SECRET = 'a-very-secret-password';
let system: TrunkSystem;
let carrier: Carrier;
beforeEach(async () => {
  system = await startTrunkSystem();
  carrier = await Carrier.open();
});
afterEach(async () => {
  await system.close();
  await carrier.close();
});

const put = async (changes: Partial<TrunkSettingsInput> = {}, version: number | 'new' = 'new') => {
  const settings = trunkSettings.parse({
    name: 'Carrier',
    connection: { kind: 'register-to-carrier', domain: 'carrier.example', username: '4930123' },
    gateways: [{ host: '127.0.0.1', port: carrier.port }],
    health: { optionsIntervalSeconds: 0 },
    ...changes,
  });
  const secret = version === 'new' ? SECRET : undefined;
  await system.trunks.apply(
    [{ kind: 'put', id: 'carrier', settings, secret, version, managedBy: null }],
    admin,
  );
  await system.live.settled();
};
const stateOf = () => system.live.get('carrier')?.state();
const challenge = (realm: string, algorithm = 'MD5') =>
  ['WWW-Authenticate', `Digest realm="${realm}", nonce="abc", qop="auth", algorithm=${algorithm}`] as const;

describe('a trunk that registers at its carrier', () => {
  it('signs in with its password and stays registered', async () => {
    carrier.answer = (request) =>
      header(request, 'Authorization') === ''
        ? { status: 401, lines: [challenge('carrier.example', 'SHA-256'), challenge('carrier.example')] }
        : { status: 200, lines: [['Expires', '600']] };
    await put();
    const signed = await carrier.nth('REGISTER', 2);
    const [digest] = parseAuthorization(header(signed, 'Authorization')) ?? [];
    expect(digest).toMatchObject({ username: '4930123', realm: 'carrier.example', algorithm: 'SHA-256' });
    expect(signed.startLine).toBe('REGISTER sip:carrier.example SIP/2.0');
    expect(header(signed, 'Contact')).toMatch(/^<sip:4930123@127\.0\.0\.1(:\d+)?;trunk=carrier>$/);
    await expect.poll(() => stateOf()?.registration?.state).toBe('registered');
    expect(stateOf()?.registration?.expiresAt).not.toBeNull();
    expect(JSON.stringify(stateOf())).not.toContain(SECRET);
  });

  it('gives up on a wrong password, and says so', async () => {
    carrier.answer = () => ({ status: 401, lines: [challenge('carrier.example')] });
    await put();
    await expect.poll(() => stateOf()?.state).toBe('down');
    expect(stateOf()?.reason).toMatch(/did not accept the user name or the password/);
    expect(carrier.requests('REGISTER')).toHaveLength(2);
  });

  it('comes back by the second server when the first is silent', async () => {
    const silent = await openSocket('127.0.0.1');
    await put({
      gateways: [
        { host: '127.0.0.1', port: silent.address().port, priority: 1 },
        { host: '127.0.0.1', port: carrier.port, priority: 2 },
      ],
    });
    await expect.poll(() => stateOf()?.registration?.state).toBe('registered');
    silent.close();
  }, 15_000);

  it('tells the carrier when it is removed, but not when the server restarts', async () => {
    await put();
    await expect.poll(() => stateOf()?.registration?.state).toBe('registered');
    await system.trunks.apply([{ kind: 'remove', id: 'carrier', version: 1 }], admin);
    expect(header(await carrier.nth('REGISTER', 2), 'Expires')).toBe('0');
    expect(stateOf()).toBeUndefined();
  });
});

describe('nobody but the carrier gets anything made with the password', () => {
  const noDigestWasSent = async (): Promise<void> => {
    await expect.poll(() => stateOf()?.registration?.state).toBe('failed');
    const sent = carrier.received.map(({ text }) => text).join('\n');
    expect(sent).toContain('REGISTER');
    expect(sent).not.toMatch(/authorization|digest|response=/i);
  };

  it('a challenge of another realm gets no digest on the wire', async () => {
    carrier.answer = () => ({ status: 401, lines: [challenge('evil.example')] });
    await put();
    await noDigestWasSent();
    expect(stateOf()?.reason).toMatch(/realm "evil\.example".*for "carrier\.example"/);
  });

  it('a challenge from another host gets none either', async () => {
    const stranger = await openSocket('127.0.0.2');
    carrier.answersFrom = stranger;
    carrier.answer = () => ({ status: 401, lines: [challenge('carrier.example')] });
    await put();
    await noDigestWasSent();
    expect(stateOf()?.reason).toMatch(/came from 127\.0\.0\.2 and not from 127\.0\.0\.1/);
    stranger.close();
  });

  it('neither does a proxy that asks in the carrier’s name of another realm', async () => {
    carrier.answer = () => ({
      status: 407,
      lines: [['Proxy-Authenticate', 'Digest realm="proxy", nonce="x", qop="auth"']],
    });
    await put();
    await noDigestWasSent();
  });
});

describe('the health of gateways', () => {
  const address = { connection: { kind: 'by-address' } } as const;

  it('follows their answers, with hysteresis', async () => {
    await system.trunks.apply(
      [
        {
          kind: 'put',
          id: 'carrier',
          settings: trunkSettings.parse({
            name: 'x',
            ...address,
            gateways: [{ host: '127.0.0.1', port: carrier.port }],
            health: { optionsIntervalSeconds: 0, downAfter: 2, upAfter: 2 },
          }),
          secret: undefined,
          version: 'new',
          managedBy: null,
        },
      ],
      admin,
    );
    await system.live.settled();
    const trunk = system.live.get('carrier');
    const [hop] = trunk?.ranked() ?? [];
    if (!trunk || !hop) throw new Error('the trunk has no gateway');
    expect(trunk.state().state).toBe('unknown');
    expect((await trunk.probe(hop)).status).toBe(200);
    expect(trunk.state()).toMatchObject({ state: 'up', reason: 'Its gateways answer.' });
    carrier.answer = () => ({ status: 503 });
    await trunk.probe(hop);
    expect(trunk.state().state).toBe('up');
    await trunk.probe(hop);
    expect(trunk.state()).toMatchObject({ state: 'down', gateways: [{ lastStatus: 503 }] });
    carrier.answer = () => ({ status: 404 });
    await trunk.probe(hop);
    expect(trunk.state().state).toBe('down');
    await trunk.probe(hop);
    expect(trunk.state().state).toBe('up');
    carrier.answer = () => null;
    expect((await trunk.probe(hop)).reason).toMatch(/./);
  }, 15_000);

  it('are asked by themselves, and where they listen calls are known to come from', async () => {
    await put({ health: { optionsIntervalSeconds: 1 } });
    await carrier.nth('OPTIONS', 2);
    expect(stateOf()?.gateways).toMatchObject([{ state: 'up', lastStatus: 200 }]);
    const source = { protocol: 'udp', address: '127.0.0.1', requestUri: 'sip:1@us', certificateNames: [] };
    expect(system.live.identify(source)?.trunk.id).toBe('carrier');
    expect(system.live.identify({ ...source, address: '127.0.0.9' })).toBeNull();
  });
});

describe('a change of the settings', () => {
  it('keeps the calls that go on', async () => {
    await put();
    const before = system.live.get('carrier');
    const end = before?.limits.begin({ concurrentCalls: 1, callsPerSecond: null }, 0);
    await put({ name: 'Renamed', limits: { concurrentCalls: 1 } }, 1);
    const after = system.live.get('carrier');
    expect(after).not.toBe(before);
    expect(after?.unusable(0, false)).toMatch(/1 of 1 calls/);
    expect(after?.unusable(0, true)).toBeNull();
    end?.();
    expect(after?.unusable(0, false)).toBeNull();
  });

  it.each([
    [{ enabled: false }, 'it is switched off'],
    [{ direction: 'in' }, 'it is for incoming calls only'],
    [{ limits: { spendPerDay: 5 } }, 'its calls cost 5.00 of 5 in the last day'],
    [
      { schedule: { timeZone: 'UTC', windows: [{ days: [1], from: '08:00', to: '09:00' }] } },
      'it is outside its hours',
    ],
  ] as const)('to %j keeps calls from going out', async (change, why) => {
    await put({
      ...change,
      schedule: 'schedule' in change ? trunkSettings.shape.schedule.parse(change.schedule) : null,
    });
    expect(system.live.get('carrier')?.unusable(0, false)).toBe(why);
  });
});
