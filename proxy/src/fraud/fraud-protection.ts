import type { CallLimitSettings, CallUsage } from '@tandem/api-types/fraud';
import type { Log } from '../observability/log.ts';
import { costMicros } from '../rates/rate-book.ts';
import type { CallPrice, RoutedCaller } from '../routing/decision.ts';
import type { CallLimits, LimitedCall } from '../routing/routing-snapshot.ts';
import type { NewAlarm } from './alarm-store.ts';
import { reached } from './call-limits.ts';
import { SharedUsage } from './shared-usage.ts';
import type { Used } from './sliding-usage.ts';
import type { UsageStore } from './usage-store.ts';

/** A call to the outside that goes on. */
export interface MeteredCall {
  readonly caller: RoutedCaller;
  /** As dialled, for alarms. */
  readonly number: string;
  readonly destination: string | null;
  /** By trunk that the call may take. */
  readonly prices: ReadonlyMap<string, CallPrice | null>;
  /** How it is now: when it was answered, and by which trunk it goes. */
  readonly progress: () => { readonly answeredAtMs: number | null; readonly trunkId: string | null };
  /** Ends it, with a sentence that says which limit it reached. */
  readonly end: (sentence: string) => void;
}

/** Counts calls to the outside and holds them within their limits. */
export interface FraudProtection extends CallLimits {
  /** Begins to count a call. @returns what to call when it is over */
  begin(call: MeteredCall): () => void;
  /** A call was refused because of a limit: an alarm, once an hour for each caller. */
  refused(call: { caller: RoutedCaller; number: string; sentence: string }): void;
  /** Other limits hold from now on. */
  setLimits(limits: ReadonlyMap<string, CallLimitSettings>): void;
  /** Those who called in the last day, the most expensive first, at most 100. */
  usages(): CallUsage[];
  /** What calls by the trunk cost in the last 24 hours, in the currency of the rate tables. */
  spentLastDay(trunkId: string, nowMs: number): number;
  alarmCount(): number;
  /** Counts what calls used up to now, ends those that reached a limit, and writes. Called every few seconds. */
  tick(): Promise<void>;
  /** A last time: no call goes on here any more. Never rejects. */
  close(): Promise<void>;
}

export interface FraudProtectionOptions {
  readonly store: UsageStore;
  readonly alarms: { add(alarm: NewAlarm, nowMs: number): Promise<void> };
  /** ISO 4217, for sentences. */
  readonly currency: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

const MICROS = 1_000_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const USAGES_MAX = 100;
/** Alarms that wait for the database; a flood of them must not fill the memory. */
const ALARMS_WAITING_MAX = 1000;

/** @throws when the database is down: without what was used before, limits would begin anew */
export async function openFraudProtection(options: FraudProtectionOptions): Promise<FraudProtection> {
  const protection = new Protection(options);
  await protection.load();
  return protection;
}

interface Metering {
  readonly call: MeteredCall;
  readonly subject: string | null;
  talkedMs: number;
  spentMicros: number;
}

class Protection implements FraudProtection {
  readonly #options: FraudProtectionOptions;
  #limits: ReadonlyMap<string, CallLimitSettings> = new Map();
  readonly #usage: SharedUsage;
  readonly #live = new Set<Metering>();
  /** `user:alice DE` */
  readonly #countries = new Set<string>();
  readonly #countriesWaiting: { subject: string; country: string; atMs: number }[] = [];
  readonly #alarmsWaiting: { alarm: NewAlarm; atMs: number }[] = [];
  readonly #lastLimitAlarmMs = new Map<string, number>();
  #alarmCount = 0;
  #writing: Promise<void> | null = null;
  #cleanedAtMs = 0;

  constructor(options: FraudProtectionOptions) {
    this.#options = options;
    this.#usage = new SharedUsage(options.store);
  }

  async load(): Promise<void> {
    const { store, now } = this.#options;
    await this.#usage.load(now());
    for (const { subject, country } of await store.countries()) this.#countries.add(`${subject} ${country}`);
  }

  setLimits(limits: ReadonlyMap<string, CallLimitSettings>): void {
    this.#limits = limits;
  }

  callerRefusal({ caller, nowMs }: LimitedCall): string | null {
    const subject = subjectOf(caller);
    const why = subject === null ? null : this.#reached(subject, nowMs, true);
    return why === null ? null : `${nameOf(subject)} ${why}.`;
  }

  trunkRefusal(trunkId: string, _price: CallPrice | null, nowMs: number): string | null {
    const why = this.#reached(`trunk:${trunkId}`, nowMs, true);
    return why === null ? null : `it ${why}`;
  }

  spentLastDay(trunkId: string, nowMs: number): number {
    return this.#usage.used(`trunk:${trunkId}`, nowMs).spentMicrosDay / MICROS;
  }

  isFirstTo({ caller, destination }: LimitedCall): boolean {
    const subject = subjectOf(caller);
    return subject !== null && destination !== null && !this.#countries.has(`${subject} ${destination}`);
  }

  begin(call: MeteredCall): () => void {
    const { now, log } = this.#options;
    const subject = subjectOf(call.caller);
    const { destination, number } = call;
    if (subject !== null && destination !== null && !this.#countries.has(`${subject} ${destination}`)) {
      this.#countries.add(`${subject} ${destination}`);
      this.#countriesWaiting.push({ subject, country: destination, atMs: now() });
      const sentence = `${nameOf(subject)} called ${destination} for the first time.`;
      log.warn('first call to a country', { subject, destination, number });
      this.#alarm({ kind: 'first-seen-country', ...partiesOf(call.caller), number, sentence });
    }
    const metering: Metering = { call, subject, talkedMs: 0, spentMicros: 0 };
    this.#live.add(metering);
    return () => {
      if (!this.#live.delete(metering)) return;
      this.#count(metering, now());
    };
  }

  refused({ caller, number, sentence }: { caller: RoutedCaller; number: string; sentence: string }): void {
    const subject = subjectOf(caller) ?? '';
    const nowMs = this.#options.now();
    if (nowMs - (this.#lastLimitAlarmMs.get(subject) ?? 0) < HOUR_MS) return;
    this.#lastLimitAlarmMs.set(subject, nowMs);
    this.#options.log.warn('a limit against misuse is reached', { subject, sentence });
    this.#alarm({ kind: 'limit-reached', ...partiesOf(caller), number, sentence });
  }

  usages(): CallUsage[] {
    const nowMs = this.#options.now();
    return [...this.#usage.subjects()]
      .map((subject) => usageOf(subject, this.#usage.used(subject, nowMs), this.#concurrent(subject)))
      .filter(({ minutesLastDay, concurrentCalls }) => minutesLastDay > 0 || concurrentCalls > 0)
      .sort((a, b) => b.spendLastDay - a.spendLastDay || b.minutesLastDay - a.minutesLastDay)
      .slice(0, USAGES_MAX);
  }

  alarmCount(): number {
    return this.#alarmCount;
  }

  async tick(): Promise<void> {
    const nowMs = this.#options.now();
    for (const metering of this.#live) this.#count(metering, nowMs);
    for (const metering of [...this.#live]) this.#endWhenReached(metering, nowMs);
    this.#writing ??= this.#write(nowMs).finally(() => {
      this.#writing = null;
    });
    await this.#writing;
  }

  async close(): Promise<void> {
    await this.tick();
    const { log, now } = this.#options;
    await this.#usage.leave(now()).catch((error: unknown) => {
      log.warn('other nodes count the calls of this one for half a minute more', { error: asError(error) });
    });
  }

  /** A call that goes on is over a limit only by its minutes and costs, not by the number of calls. */
  #endWhenReached({ call, subject }: Metering, nowMs: number): void {
    const { trunkId } = call.progress();
    for (const one of [subject, trunkId === null ? null : `trunk:${trunkId}`]) {
      const why = one === null ? null : this.#reached(one, nowMs, false);
      if (why === null) continue;
      const sentence = `${nameOf(one)} ${why}.`;
      this.refused({ caller: call.caller, number: call.number, sentence });
      call.end(sentence);
      return;
    }
  }

  #reached(subject: string, nowMs: number, asNewCall: boolean): string | null {
    const [kind] = subject.split(':', 1);
    const limit = this.#limits.get(subject) ?? this.#limits.get(`every-${kind}`);
    if (!limit) return null;
    const concurrent = asNewCall && limit.concurrentCalls !== null ? this.#concurrent(subject) : null;
    return reached(limit, this.#usage.used(subject, nowMs), concurrent, this.#options.currency());
  }

  #concurrent(subject: string): number {
    let count = this.#usage.callsElsewhere(subject);
    for (const { call, subject: caller } of this.#live) {
      if (caller === subject || `trunk:${call.progress().trunkId}` === subject) count += 1;
    }
    return count;
  }

  /** Adds what the call used since it was counted last, to its caller and its trunk. */
  #count(metering: Metering, nowMs: number): void {
    const { call, subject } = metering;
    const { answeredAtMs, trunkId } = call.progress();
    if (answeredAtMs === null) return;
    const talkedMs = Math.max(0, nowMs - answeredAtMs);
    const price = trunkId === null ? null : (call.prices.get(trunkId) ?? null);
    const spentMicros = price === null ? 0 : costMicros(price, talkedMs / 1000);
    const more = { talkedMs: talkedMs - metering.talkedMs, spentMicros: spentMicros - metering.spentMicros };
    metering.talkedMs = talkedMs;
    metering.spentMicros = spentMicros;
    const subjects = new Set([subject, trunkId === null ? null : `trunk:${trunkId}`]);
    for (const one of subjects)
      if (one !== null) this.#usage.add(one, nowMs, more.talkedMs, more.spentMicros);
  }

  /** Calls that go on here, by caller and trunk. */
  #liveCalls(): Map<string, number> {
    const calls = new Map<string, number>();
    for (const { call, subject } of this.#live) {
      const { trunkId } = call.progress();
      const subjects = new Set([subject, trunkId === null ? null : `trunk:${trunkId}`]);
      for (const one of subjects) if (one !== null) calls.set(one, (calls.get(one) ?? 0) + 1);
    }
    return calls;
  }

  #alarm(alarm: NewAlarm): void {
    this.#alarmCount += 1;
    if (this.#alarmsWaiting.length >= ALARMS_WAITING_MAX) {
      this.#options.log.error('an alarm is lost: too many wait for the database', {
        sentence: alarm.sentence,
      });
      return;
    }
    this.#alarmsWaiting.push({ alarm, atMs: this.#options.now() });
  }

  /** What the database did not take is tried again with the next tick. */
  async #write(nowMs: number): Promise<void> {
    const { store, alarms, log } = this.#options;
    try {
      await this.#usage.exchange(this.#liveCalls(), nowMs);
    } catch (error) {
      const { waiting } = this.#usage;
      log.warn('the use of limits waits for the database', { error: asError(error), waiting });
      return;
    }
    try {
      for (let [next] = this.#countriesWaiting; next; [next] = this.#countriesWaiting) {
        await store.addCountry(next.subject, next.country, next.atMs);
        this.#countriesWaiting.shift();
      }
      for (let [next] = this.#alarmsWaiting; next; [next] = this.#alarmsWaiting) {
        await alarms.add(next.alarm, next.atMs);
        this.#alarmsWaiting.shift();
      }
      if (nowMs - this.#cleanedAtMs > HOUR_MS) {
        await this.#usage.removeOld(nowMs);
        this.#cleanedAtMs = nowMs;
      }
    } catch (error) {
      log.warn('alarms wait for the database', {
        error: asError(error),
        waiting: this.#alarmsWaiting.length,
      });
    }
  }
}

/** Whose limits a call counts against; null for strangers, who get no further than to us. */
function subjectOf(caller: RoutedCaller): string | null {
  if (caller.kind === 'user') return `user:${caller.username}`;
  return caller.kind === 'trunk' ? `trunk:${caller.trunkId}` : null;
}

const partiesOf = (caller: RoutedCaller): Pick<NewAlarm, 'username' | 'trunkId'> => ({
  username: caller.kind === 'user' ? caller.username : null,
  trunkId: caller.kind === 'trunk' ? caller.trunkId : null,
});

const idOf = (subject: string): string => subject.slice(subject.indexOf(':') + 1);

const nameOf = (subject: string | null): string =>
  subject?.startsWith('trunk:') ? `The trunk ${idOf(subject)}` : idOf(subject ?? '');

const usageOf = (subject: string, used: Used, concurrentCalls: number): CallUsage => ({
  subject: subject.startsWith('trunk:')
    ? { kind: 'trunk', trunkId: idOf(subject) }
    : { kind: 'user', username: idOf(subject) },
  concurrentCalls,
  minutesLastHour: used.talkedMsHour / MINUTE_MS,
  minutesLastDay: used.talkedMsDay / MINUTE_MS,
  spendLastHour: used.spentMicrosHour / MICROS,
  spendLastDay: used.spentMicrosDay / MICROS,
});

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
