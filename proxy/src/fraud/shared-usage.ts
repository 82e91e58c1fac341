import { randomUUID } from 'node:crypto';
import { minuteOf, SlidingUsage, type Used } from './sliding-usage.ts';
import type { SubjectMinute, UsageStore } from './usage-store.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Nodes write within seconds; after this time what they did not write is known to come later. */
const READ_BACK_MS = 5 * MINUTE_MS;
/** Calls of a node that wrote nothing for so long have ended with it. */
const LIVE_FOR_MS = 30_000;

interface Amount {
  readonly talkedMs: number;
  readonly spentMicros: number;
}

const NOTHING: Amount = { talkedMs: 0, spentMicros: 0 };

/** What users and trunks used, on this node and on others that share the database: these are known after seconds. */
export class SharedUsage {
  readonly #store: UsageStore;
  readonly #processId = randomUUID();
  readonly #usage = new Map<string, SlidingUsage>();
  /** By subject and minute: what the store does not have yet, what it got from here, what it is known to hold. */
  readonly #unwritten = new Map<string, SubjectMinute>();
  readonly #written = new Map<string, SubjectMinute>();
  readonly #elsewhere = new Map<string, SubjectMinute>();
  #liveElsewhere: ReadonlyMap<string, number> = new Map();

  constructor(store: UsageStore) {
    this.#store = store;
  }

  /** How much waits for the database. */
  get waiting(): number {
    return this.#unwritten.size;
  }

  /** @throws when the database is down */
  async load(nowMs: number): Promise<void> {
    this.#learn(await this.#store.load(nowMs - DAY_MS), nowMs);
    this.#liveElsewhere = await this.#store.liveElsewhere(this.#processId, nowMs - LIVE_FOR_MS);
  }

  add(subject: string, nowMs: number, talkedMs: number, spentMicros: number): void {
    this.#usageOf(subject).add(nowMs, talkedMs, spentMicros);
    addTo(this.#unwritten, { subject, minuteMs: minuteOf(nowMs), talkedMs, spentMicros });
  }

  used(subject: string, nowMs: number): Used {
    return this.#usageOf(subject).used(nowMs);
  }

  /** Calls of the subject that go on at other nodes. */
  callsElsewhere(subject: string): number {
    return this.#liveElsewhere.get(subject) ?? 0;
  }

  subjects(): Iterable<string> {
    return this.#usage.keys();
  }

  /**
   * Writes what was used here and reads what was used elsewhere.
   * @param calls that go on here, by subject
   * @throws when the database is down; what was not written is written the next time
   */
  async exchange(calls: ReadonlyMap<string, number>, nowMs: number): Promise<void> {
    const used = [...this.#unwritten.values()];
    if (used.length > 0) {
      this.#unwritten.clear();
      try {
        await this.#store.add(used);
      } catch (error) {
        for (const one of used) addTo(this.#unwritten, one);
        throw error;
      }
      for (const one of used) addTo(this.#written, one);
    }
    this.#learn(await this.#store.load(nowMs - READ_BACK_MS), nowMs);
    await this.#store.setLive(this.#processId, calls, nowMs);
    this.#liveElsewhere = await this.#store.liveElsewhere(this.#processId, nowMs - LIVE_FOR_MS);
  }

  /** This node's calls are over. */
  async leave(nowMs: number): Promise<void> {
    await this.#store.setLive(this.#processId, new Map(), nowMs);
  }

  async removeOld(nowMs: number): Promise<void> {
    await this.#store.removeBefore(nowMs - DAY_MS - 60 * MINUTE_MS);
  }

  /** What a row holds beyond what was written here came from elsewhere, and counts once. */
  #learn(rows: readonly SubjectMinute[], nowMs: number): void {
    for (const row of rows) {
      const key = keyOf(row);
      const mine = this.#written.get(key) ?? NOTHING;
      const known = this.#elsewhere.get(key) ?? NOTHING;
      const talkedMs = row.talkedMs - mine.talkedMs;
      const spentMicros = row.spentMicros - mine.spentMicros;
      if (talkedMs === known.talkedMs && spentMicros === known.spentMicros) continue;
      this.#elsewhere.set(key, { ...row, talkedMs, spentMicros });
      const usage = this.#usageOf(row.subject);
      usage.add(row.minuteMs, talkedMs - known.talkedMs, spentMicros - known.spentMicros);
    }
    forget(this.#written, nowMs);
    forget(this.#elsewhere, nowMs);
  }

  #usageOf(subject: string): SlidingUsage {
    const found = this.#usage.get(subject);
    if (found) return found;
    const usage = new SlidingUsage();
    this.#usage.set(subject, usage);
    return usage;
  }
}

const keyOf = ({ subject, minuteMs }: SubjectMinute): string => `${subject} ${minuteMs}`;

function addTo(sums: Map<string, SubjectMinute>, used: SubjectMinute): void {
  const { talkedMs, spentMicros } = sums.get(keyOf(used)) ?? NOTHING;
  sums.set(keyOf(used), {
    ...used,
    talkedMs: used.talkedMs + talkedMs,
    spentMicros: used.spentMicros + spentMicros,
  });
}

/** Minutes that are not read again. */
function forget(sums: Map<string, SubjectMinute>, nowMs: number): void {
  for (const [key, { minuteMs }] of sums) if (minuteMs < nowMs - 2 * READ_BACK_MS) sums.delete(key);
}
