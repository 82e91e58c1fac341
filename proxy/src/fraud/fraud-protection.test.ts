import { type CallLimitSettings, callLimitSettings } from '@tandem/api-types/fraud';
import { type OpenTestDatabase, testDatabases } from '@tandem/sql/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { silentLog } from '../observability/log.ts';
import type { RoutedCaller } from '../routing/decision.ts';
import { type AlarmStore, createAlarmStore } from './alarm-store.ts';
import { limitId } from './call-limits.ts';
import { type FraudProtection, openFraudProtection } from './fraud-protection.ts';
import { SlidingUsage } from './sliding-usage.ts';
import { createUsageStore, type UsageStore } from './usage-store.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START_MS = Date.parse('2026-11-25T12:00:00Z');
const alice: RoutedCaller = { kind: 'user', username: 'alice' };
const oneCentASecond = { perMinuteMicros: 600_000, setUpMicros: 0, firstSeconds: 1, stepSeconds: 1 };

describe('the use within a window', () => {
  it('slides by the minute, over an hour and a day', () => {
    const usage = new SlidingUsage();
    usage.add(START_MS, 1000, 10);
    usage.add(START_MS + 30 * MINUTE_MS, 2000, 20);
    const at = (afterMs: number) => {
      const used = usage.used(START_MS + afterMs);
      return [used.talkedMsHour, used.talkedMsDay, used.spentMicrosHour, used.spentMicrosDay];
    };
    expect(at(30 * MINUTE_MS)).toEqual([3000, 3000, 30, 30]);
    expect(at(HOUR_MS + MINUTE_MS)).toEqual([2000, 3000, 20, 30]);
    expect(at(2 * HOUR_MS)).toEqual([0, 3000, 0, 30]);
    usage.add(START_MS + 2 * HOUR_MS, 5000, 50);
    expect(at(2 * HOUR_MS)).toEqual([5000, 8000, 50, 80]);
    expect(at(24 * HOUR_MS + MINUTE_MS)).toEqual([0, 7000, 0, 70]);
    expect(at(27 * HOUR_MS)).toEqual([0, 0, 0, 0]);
  });

  it('is the same as adding up all minutes, over three busy days', () => {
    const usage = new SlidingUsage();
    const added: [number, number][] = [];
    for (let minute = 0; minute < 3 * 1440; minute += 1) {
      const timeMs = START_MS + minute * MINUTE_MS;
      if (minute % 7 < 4) {
        usage.add(timeMs, minute, 1);
        added.push([timeMs, minute]);
      }
      if (minute % 100 !== 0) continue;
      const sum = (windowMs: number) =>
        added.reduce((all, [at, talked]) => all + (at + MINUTE_MS > timeMs - windowMs ? talked : 0), 0);
      expect([usage.used(timeMs).talkedMsHour, usage.used(timeMs).talkedMsDay]).toEqual([
        sum(HOUR_MS),
        sum(24 * HOUR_MS),
      ]);
    }
  });
});

describe.each(testDatabases())('fraud protection on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let store: UsageStore & { down?: boolean };
  let alarms: AlarmStore;
  let protection: FraudProtection;
  let nowMs: number;
  let ended: string[];

  const openNode = (): Promise<FraudProtection> =>
    openFraudProtection({ store, alarms, currency: () => 'EUR', now: () => nowMs, log: silentLog });
  const restart = async (): Promise<void> => {
    protection = await openNode();
  };
  const limit = (...given: z.input<typeof callLimitSettings>[]): void => {
    const parsed = given.map((one): CallLimitSettings => callLimitSettings.parse(one));
    protection.setLimits(new Map(parsed.map((one) => [limitId(one.appliesTo), one])));
  };
  /** An answered call by the carrier, as seen from now on. */
  const talk = (caller: RoutedCaller = alice, destination = 'DE') => {
    const answeredAtMs = nowMs;
    return protection.begin({
      caller,
      number: '+4930123456',
      destination,
      prices: new Map([['carrier', oneCentASecond]]),
      progress: () => ({ answeredAtMs, trunkId: 'carrier' }),
      end: (sentence) => ended.push(sentence),
    });
  };
  const refusal = (caller: RoutedCaller = alice) =>
    protection.callerRefusal({ caller, international: '+4930123456', destination: 'DE', nowMs });
  const waitMinutes = async (minutes: number): Promise<void> => {
    for (let minute = 0; minute < minutes; minute += 1) {
      nowMs += MINUTE_MS;
      await protection.tick();
    }
  };

  beforeEach(async () => {
    opened = await open();
    const sql = createUsageStore(opened.db);
    store = {
      ...sql,
      add: async (used) => {
        if (store.down) throw new Error('database down');
        await sql.add(used);
      },
    };
    alarms = createAlarmStore(opened.db);
    nowMs = START_MS;
    ended = [];
    await restart();
  }, 30_000);
  afterEach(() => opened.close());

  it('refuses one call more than may go on at the same time', () => {
    limit({ appliesTo: { kind: 'every-user' }, concurrentCalls: 2 });
    const over = talk();
    talk();
    expect(refusal()).toBe('alice has 2 of 2 calls at the same time.');
    expect(refusal({ kind: 'user', username: 'bob' })).toBeNull();
    over();
    expect(refusal()).toBeNull();
  });

  it('ends calls when the minutes of the hour are used up, and lets calls again when the window has passed', async () => {
    limit({ appliesTo: { kind: 'user', username: 'alice' }, minutesPerHour: 10 });
    const over = talk();
    await waitMinutes(9);
    expect([refusal(), ended]).toEqual([null, []]);
    await waitMinutes(1);
    expect(ended).toEqual(['alice talked for 10 of 10 minutes in the last hour.']);
    over();
    expect(refusal()).toBe('alice talked for 10 of 10 minutes in the last hour.');
    await waitMinutes(61);
    expect(refusal()).toBeNull();
  });

  it('counts what calls cost, and a limit of one user stands in place of that for all', async () => {
    limit(
      { appliesTo: { kind: 'every-user' }, spendPerDay: 1 },
      { appliesTo: { kind: 'user', username: 'alice' }, spendPerDay: 3 },
    );
    talk();
    talk({ kind: 'user', username: 'bob' });
    await waitMinutes(2);
    expect(ended).toEqual(['bob spent 1.20 of 1.00 EUR in the last day.']);
    await waitMinutes(3);
    expect(ended).toContain('alice spent 3.00 of 3.00 EUR in the last day.');
  });

  it('holds trunks within their limits, too', async () => {
    limit({ appliesTo: { kind: 'every-trunk' }, minutesPerDay: 5, concurrentCalls: 3 });
    talk();
    await waitMinutes(5);
    expect(protection.trunkRefusal('carrier', null, nowMs)).toBe(
      'it talked for 5 of 5 minutes in the last day',
    );
    expect(protection.trunkRefusal('backup', null, nowMs)).toBeNull();
    expect(ended[0]).toBe('The trunk carrier talked for 5 of 5 minutes in the last day.');
  });

  it('remembers after a restart what was used, and while the database is away', async () => {
    const over = talk();
    await waitMinutes(3);
    store.down = true;
    await waitMinutes(3);
    over();
    store.down = false;
    await protection.tick();
    await restart();
    limit({ appliesTo: { kind: 'every-user' }, minutesPerHour: 6 });
    expect(refusal()).toBe('alice talked for 6 of 6 minutes in the last hour.');
    const usages = protection.usages().sort((a, b) => b.subject.kind.localeCompare(a.subject.kind));
    expect(usages).toMatchObject([
      { subject: { kind: 'user', username: 'alice' }, minutesLastHour: 6, spendLastDay: 3.6 },
      { subject: { kind: 'trunk', trunkId: 'carrier' }, minutesLastHour: 6 },
    ]);
  });

  it('counts what another node on the same database carries, once, and no more when that node is gone', async () => {
    const other = await openNode();
    limit({ appliesTo: { kind: 'every-user' }, minutesPerHour: 8, concurrentCalls: 2 });
    const call = {
      caller: alice,
      number: '+4930123456',
      destination: 'DE',
      prices: new Map(),
      progress: () => ({ answeredAtMs: START_MS, trunkId: 'carrier' }),
      end: () => undefined,
    };
    const over = [other.begin(call), other.begin(call)];
    for (let minute = 1; minute <= 3; minute += 1) {
      nowMs += MINUTE_MS;
      await other.tick();
      await protection.tick();
    }
    expect(refusal()).toBe('alice has 2 of 2 calls at the same time.');
    over.forEach((end) => void end());
    await other.close();
    await protection.tick();
    expect(refusal()).toBeNull();
    const mine = talk();
    await waitMinutes(2);
    mine();
    expect(refusal()).toBe('alice talked for 8 of 8 minutes in the last hour.');
    expect(protection.usages().find(({ subject }) => subject.kind === 'trunk')?.minutesLastHour).toBe(8);
  });

  it('alarms once when somebody calls a country for the first time, and remembers it', async () => {
    const first = { caller: alice, international: '+53123456', destination: 'CU', nowMs };
    expect(protection.isFirstTo(first)).toBe(true);
    talk(alice, 'CU')();
    talk(alice, 'CU')();
    await protection.tick();
    expect(protection.isFirstTo(first)).toBe(false);
    await restart();
    expect(protection.isFirstTo(first)).toBe(false);
    const { alarms: page } = await alarms.page({ open: true, limit: 10 });
    expect(page).toMatchObject([
      { kind: 'first-seen-country', username: 'alice', sentence: 'alice called CU for the first time.' },
    ]);
    await alarms.acknowledge(page[0]?.id ?? '', 'root');
    expect((await alarms.page({ open: true, limit: 10 })).alarms).toEqual([]);
    await expect(alarms.acknowledge('nothing', 'root')).rejects.toMatchObject({ key: 'not-found' });
  });

  it('alarms about refused calls once an hour for each caller', async () => {
    for (let call = 0; call < 5; call += 1) {
      protection.refused({ caller: alice, number: '+53123456', sentence: 'alice spent it all.' });
    }
    nowMs += HOUR_MS;
    protection.refused({ caller: alice, number: '+53123456', sentence: 'alice spent it all again.' });
    await protection.tick();
    const { alarms: page, nextCursor } = await alarms.page({ limit: 1 });
    expect(page).toMatchObject([{ kind: 'limit-reached', sentence: 'alice spent it all again.' }]);
    expect((await alarms.page({ limit: 5, cursor: nextCursor ?? '' })).alarms).toHaveLength(1);
    expect(protection.alarmCount()).toBe(2);
  });
});
