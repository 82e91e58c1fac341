import { trunkSettings } from '@tandem/api-types/trunk-settings';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLog } from '../../observability/log.ts';
import type { Hop } from '../gateways/hops.ts';
import type { RequestPort } from '../sending/trunk-request.ts';
import { firstDelayMs } from './registration-rules.ts';
import { TrunkRegistration } from './trunk-registration.ts';

const TRUNKS = 500;
const EXPIRES_SECONDS = 120;
const OUTAGE_MS = 8 * 60_000;

/** A carrier that is there or not; it keeps when each REGISTER came. */
class Registrar implements RequestPort {
  up = true;
  readonly timesMs: number[] = [];

  request(...[_uri, { headers }, sent]: Parameters<RequestPort['request']>): void {
    this.timesMs.push(Date.now());
    const { up } = this;
    sent(null, {
      cancel: () => {},
      on: (_event, listener) => {
        if (!up) return;
        const contact = headers.Contact ?? '';
        const values: Record<string, string> = { Contact: `${contact};expires=${EXPIRES_SECONDS}` };
        const response = { status: 200, reason: 'OK', source_address: '192.0.2.10', body: '' };
        listener({ ...response, get: (name) => values[name], has: (name) => name in values });
      },
    });
  }

  /** The most that came in any second from `fromMs` on. */
  busiestSecond(fromMs: number): number {
    const perSecond = new Map<number, number>();
    for (const time of this.timesMs.filter((each) => each >= fromMs)) {
      const second = Math.floor(time / 1000);
      perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
    }
    return Math.max(0, ...perSecond.values());
  }
}

const hop: Hop = {
  gateway: '192.0.2.10;transport=udp',
  priority: 1,
  weight: 1,
  requestHost: 'carrier.example',
  nextHop: 'sip:192.0.2.10:5060;transport=udp',
  addresses: ['192.0.2.10'],
  srv: null,
};

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

it('500 trunks survive eight minutes without their carrier, and do not fall upon it when it is back', async () => {
  const registrar = new Registrar();
  const trunks = Array.from({ length: TRUNKS }, (_, index) => {
    const { connection } = trunkSettings.parse({
      name: 'x',
      connection: {
        kind: 'register-to-carrier',
        domain: 'carrier.example',
        username: `trunk-${index}`,
        expiresSeconds: EXPIRES_SECONDS,
      },
    });
    if (connection.kind !== 'register-to-carrier') throw new Error('it does not register');
    return new TrunkRegistration({
      trunkId: `trunk-${index}`,
      connection,
      account: { username: `trunk-${index}`, realm: 'carrier.example', secret: 'secret' },
      hops: () => [hop],
      port: registrar,
      now: Date.now,
      random: Math.random,
      log: silentLog,
    });
  });
  const registered = (): number => trunks.filter(({ current }) => current.state === 'registered').length;
  for (const trunk of trunks) trunk.start(firstDelayMs(TRUNKS, Math.random()));

  await vi.advanceTimersByTimeAsync(30_000);
  expect(registered()).toBe(TRUNKS);
  expect(registrar.busiestSecond(0)).toBeLessThan(60);

  registrar.up = false;
  await vi.advanceTimersByTimeAsync(OUTAGE_MS);
  expect(registered()).toBe(0);
  registrar.up = true;
  const backAtMs = Date.now();
  await vi.advanceTimersByTimeAsync(130_000);
  expect(registered()).toBe(TRUNKS);
  expect(registrar.busiestSecond(backAtMs)).toBeLessThan(30);

  const calmFromMs = Date.now();
  await vi.advanceTimersByTimeAsync(EXPIRES_SECONDS * 1000);
  expect(registrar.busiestSecond(calmFromMs)).toBeLessThan(20);
  for (const trunk of trunks) await trunk.stop(false);
  // Ten minutes of a fake clock take four seconds, and many times that on a busy machine.
}, 180_000);
