import { randomUUID } from 'node:crypto';
import { type FraudAlarm, fraudAlarm } from '@tandem/api-types/fraud';
import type { Database } from '@tandem/sql';
import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';

export type NewAlarm = Pick<FraudAlarm, 'kind' | 'username' | 'trunkId' | 'number' | 'sentence'>;

/** The table `fraud_alarms`. */
export interface AlarmStore {
  add(alarm: NewAlarm, nowMs: number): Promise<void>;
  /** Newest first. @throws ApiError `bad-input` for a foreign cursor */
  page(query: { open?: boolean | undefined; cursor?: string | undefined; limit: number }): Promise<{
    alarms: FraudAlarm[];
    nextCursor: string | null;
  }>;
  /** @throws ApiError `not-found` */
  acknowledge(id: string, by: string): Promise<FraudAlarm>;
}

const TABLE = 'fraud_alarms';
const cursorSchema = z.tuple([z.number().int(), z.string()]);
const alarmRow = z.object({
  id: z.string(),
  at_ms: z.coerce.number(),
  kind: fraudAlarm.shape.kind,
  username: z.string().nullable(),
  trunk_id: z.string().nullable(),
  number: z.string(),
  sentence: z.string(),
  acknowledged_by: z.string().nullable(),
});

export function createAlarmStore(db: Database): AlarmStore {
  return {
    async add({ kind, username, trunkId, number, sentence }, nowMs) {
      await db(TABLE).insert({
        id: randomUUID(),
        at_ms: nowMs,
        kind,
        username,
        trunk_id: trunkId,
        number: number.slice(0, 64),
        sentence: sentence.slice(0, 500),
        acknowledged_by: null,
      });
    },
    async page({ open, cursor, limit }) {
      const query = db(TABLE)
        .orderBy([
          { column: 'at_ms', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(limit + 1);
      if (open) query.whereNull('acknowledged_by');
      if (cursor !== undefined) {
        const [atMs, id] = decodeCursor(cursor, cursorSchema);
        query.where((older) => {
          older.where('at_ms', '<', atMs).orWhere((same) => same.where('at_ms', atMs).where('id', '<', id));
        });
      }
      const found: unknown[] = await query;
      const rows = found.slice(0, limit).map((row) => alarmRow.parse(row));
      const last = rows.at(-1);
      return {
        alarms: rows.map(alarmOf),
        nextCursor: last && found.length > limit ? encodeCursor([last.at_ms, last.id]) : null,
      };
    },
    async acknowledge(id, by) {
      await db(TABLE)
        .where({ id, acknowledged_by: null })
        .update({ acknowledged_by: by.slice(0, 190) });
      const row: unknown = await db(TABLE).where({ id }).first();
      if (row === undefined) throw new ApiError('not-found', { message: 'There is no such alarm.' });
      return alarmOf(alarmRow.parse(row));
    },
  };
}

const alarmOf = (row: z.output<typeof alarmRow>): FraudAlarm => ({
  id: row.id,
  at: new Date(row.at_ms).toISOString(),
  kind: row.kind,
  username: row.username,
  trunkId: row.trunk_id,
  number: row.number,
  sentence: row.sentence,
  acknowledgedBy: row.acknowledged_by,
});
