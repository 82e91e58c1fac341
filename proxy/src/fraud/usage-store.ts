import type { Database } from '@tandem/sql';
import { z } from 'zod';
import type { UsedInMinute } from './sliding-usage.ts';

/** Use of one subject in one minute: `user:alice` or `trunk:carrier`. */
export interface SubjectMinute extends UsedInMinute {
  readonly subject: string;
}

/** Where use outlives a restart, and where several nodes add theirs up. */
export interface UsageStore {
  /** Of minutes that begin at `sinceMs` or later, oldest first. */
  load(sinceMs: number): Promise<SubjectMinute[]>;
  /** Adds to what is there: all of it or nothing. */
  add(used: readonly SubjectMinute[]): Promise<void>;
  removeBefore(timeMs: number): Promise<void>;
  /** Replaces how many calls go on at a process, by subject. */
  setLive(processId: string, calls: ReadonlyMap<string, number>, nowMs: number): Promise<void>;
  /** How many go on at all other processes that wrote since then. */
  liveElsewhere(processId: string, sinceMs: number): Promise<Map<string, number>>;
  countries(): Promise<{ subject: string; country: string }[]>;
  addCountry(subject: string, country: string, nowMs: number): Promise<void>;
}

const usageRow = z.object({
  subject: z.string(),
  minute_ms: z.coerce.number(),
  talked_ms: z.coerce.number(),
  spent_micros: z.coerce.number(),
});
const liveRow = z.object({ subject: z.string(), calls: z.coerce.number() });
/** Four values a row, below SQLite's limit of 999 in its oldest versions. */
const LIVE_ROWS = 200;
const countryRow = z.object({ subject: z.string(), country: z.string() });

export function createUsageStore(db: Database): UsageStore {
  return {
    async load(sinceMs) {
      const rows: unknown[] = await db('call_usage').where('minute_ms', '>=', sinceMs).orderBy('minute_ms');
      return rows.map((row) => {
        const { subject, minute_ms, talked_ms, spent_micros } = usageRow.parse(row);
        return { subject, minuteMs: minute_ms, talkedMs: talked_ms, spentMicros: spent_micros };
      });
    },
    add: (used) =>
      db.transaction(async (transaction) => {
        for (const { subject, minuteMs, talkedMs, spentMicros } of used) {
          await transaction('call_usage')
            .insert({ subject, minute_ms: minuteMs, talked_ms: talkedMs, spent_micros: spentMicros })
            .onConflict(['subject', 'minute_ms'])
            .merge({
              talked_ms: transaction.raw('?? + ?', ['call_usage.talked_ms', talkedMs]),
              spent_micros: transaction.raw('?? + ?', ['call_usage.spent_micros', spentMicros]),
            });
        }
      }),
    async removeBefore(timeMs) {
      await db('call_usage').where('minute_ms', '<', timeMs).delete();
      await db('live_calls').where('at_ms', '<', timeMs).delete();
    },
    setLive: (processId, calls, nowMs) =>
      db.transaction(async (transaction) => {
        await transaction('live_calls').where({ process_id: processId }).delete();
        const rows = [...calls].map(([subject, count]) => ({
          process_id: processId,
          subject,
          calls: count,
          at_ms: nowMs,
        }));
        for (let from = 0; from < rows.length; from += LIVE_ROWS) {
          await transaction('live_calls').insert(rows.slice(from, from + LIVE_ROWS));
        }
      }),
    async liveElsewhere(processId, sinceMs) {
      const rows: unknown = await db('live_calls')
        .select('subject')
        .sum({ calls: 'calls' })
        .whereNot({ process_id: processId })
        .where('at_ms', '>=', sinceMs)
        .groupBy('subject');
      return new Map(
        z
          .array(liveRow)
          .parse(rows)
          .map(({ subject, calls }) => [subject, calls]),
      );
    },
    async countries() {
      return z.array(countryRow).parse(await db('called_countries').select('subject', 'country'));
    },
    async addCountry(subject, country, nowMs) {
      await db('called_countries')
        .insert({ subject, country, first_called_at_ms: nowMs })
        .onConflict(['subject', 'country'])
        .ignore();
    },
  };
}
