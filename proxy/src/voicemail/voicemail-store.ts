import type { Database, Query } from '@tandem/sql';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { RecordedMessage, StoredMessage } from './voicemail-message.ts';

export interface MailboxPageRequest {
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** Those that were deleted instead of those in the mailbox. */
  readonly deleted: boolean;
}

export interface MailboxPage {
  /** Newest first. */
  readonly messages: readonly StoredMessage[];
  readonly nextCursor: string | null;
}

/** The change of one message; what is left out stays. Null: not heard, not deleted. */
export interface MessageChange {
  readonly heardAtMs?: number | null;
  readonly deletedAtMs?: number | null;
}

/** The table `voicemails`. Every question names the mailbox, so that nobody reaches a message of somebody else. */
export interface VoicemailStore {
  /**
   * Puts a message into its mailbox, unless it is there.
   * @returns false when the user is gone, or has the name of one who is: then nobody may hear it
   */
  insertOnce(message: RecordedMessage): Promise<boolean>;
  /** @param userId whose mailbox. @throws ApiError `bad-input` for a foreign cursor */
  page(userId: string, request: MailboxPageRequest): Promise<MailboxPage>;
  /** Null also for a message of another mailbox. */
  find(userId: string, id: string): Promise<StoredMessage | null>;
  /** @returns the message as it is then; null when it is not in this mailbox */
  change(userId: string, id: string, change: MessageChange): Promise<StoredMessage | null>;
  /** Without the deleted ones. */
  count(userId: string): Promise<{ new: number; total: number }>;
  /** As `count`, by the user's name; nothing for nobody. */
  countFor(username: string): Promise<{ new: number; total: number }>;
  /** Removes messages for good. @returns the ids of those removed, at most `limit` */
  removeOld(before: {
    readonly deletedAtMs: number;
    readonly receivedAtMs: number | null;
    readonly limit: number;
  }): Promise<readonly string[]>;
  /** @returns those of the ids that the table has */
  known(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

const TABLE = 'voicemails';

const messageRow = z.object({
  id: z.string(),
  caller_uri: z.string(),
  caller_name: z.string().nullable(),
  received_at_ms: z.coerce.number(),
  duration_ms: z.number(),
  bytes: z.coerce.number(),
  heard_at_ms: z.coerce.number().nullable(),
  deleted_at_ms: z.coerce.number().nullable(),
});

const messageRows = z.array(messageRow);
const idRows = z.array(z.object({ id: z.string() }));

/** The sort key of a page's last message: when it came in ms since 1970, and its id. */
const position = z.tuple([z.number().int().nonnegative(), z.uuid()]);

export function createVoicemailStore(db: Database): VoicemailStore {
  const find = async (userId: string, id: string): Promise<StoredMessage | null> => {
    const row: unknown = await db(TABLE).where({ user_id: userId, id }).first();
    return row === undefined ? null : storedMessage(messageRow.parse(row));
  };
  const count = async (mailbox: Query): Promise<{ new: number; total: number }> => {
    const row: unknown = await mailbox
      .whereNull(`${TABLE}.deleted_at_ms`)
      .first(
        db.raw('count(*) as total, sum(case when voicemails.heard_at_ms is null then 1 else 0 end) as fresh'),
      );
    const { total, fresh } = z.object({ total: z.coerce.number(), fresh: z.coerce.number() }).parse(row);
    return { new: fresh, total };
  };
  return {
    async insertOnce(message) {
      const user: unknown = await db('users')
        .where({ username: message.username })
        .where('created_at_ms', '<=', message.receivedAtMs)
        .first('id');
      if (user === undefined) return false;
      await db(TABLE)
        .insert(rowOf(message, z.object({ id: z.string() }).parse(user).id))
        .onConflict('id')
        .ignore();
      return true;
    },
    async page(userId, { cursor, limit, deleted }) {
      const query = db(TABLE)
        .where({ user_id: userId })
        .orderBy([
          { column: 'received_at_ms', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(limit + 1);
      if (deleted) query.whereNotNull('deleted_at_ms');
      else query.whereNull('deleted_at_ms');
      if (cursor !== undefined) {
        const [receivedAtMs, id] = decodeCursor(cursor, position);
        query.where((older: Query) =>
          older
            .where('received_at_ms', '<', receivedAtMs)
            .orWhere((same: Query) => same.where('received_at_ms', receivedAtMs).where('id', '<', id)),
        );
      }
      const found = messageRows.parse(await query).map(storedMessage);
      const messages = found.slice(0, limit);
      const last = messages.at(-1);
      const more = last !== undefined && found.length > limit;
      return { messages, nextCursor: more ? encodeCursor([last.receivedAtMs, last.id]) : null };
    },
    find,
    async change(userId, id, { heardAtMs, deletedAtMs }) {
      const columns = {
        ...(heardAtMs === undefined ? {} : { heard_at_ms: heardAtMs }),
        ...(deletedAtMs === undefined ? {} : { deleted_at_ms: deletedAtMs }),
      };
      await db(TABLE).where({ user_id: userId, id }).update(columns);
      return find(userId, id);
    },
    count: (userId) => count(db(TABLE).where({ user_id: userId })),
    countFor: (username) =>
      count(db(TABLE).join('users', 'users.id', `${TABLE}.user_id`).where({ username })),
    async removeOld({ deletedAtMs, receivedAtMs, limit }) {
      const deleted: unknown = await db(TABLE)
        .where('deleted_at_ms', '<', deletedAtMs)
        .limit(limit)
        .select('id');
      const old: unknown =
        receivedAtMs === null
          ? []
          : await db(TABLE).where('received_at_ms', '<', receivedAtMs).limit(limit).select('id');
      const ids = [...new Set([...idRows.parse(deleted), ...idRows.parse(old)].map(({ id }) => id))];
      const chosen = ids.slice(0, limit);
      if (chosen.length > 0) await db(TABLE).whereIn('id', chosen).delete();
      return chosen;
    },
    async known(ids) {
      if (ids.length === 0) return new Set();
      const rows: unknown = await db(TABLE).whereIn('id', ids).select('id');
      return new Set(idRows.parse(rows).map(({ id }) => id));
    },
  };
}

const rowOf = (message: RecordedMessage, userId: string) => ({
  id: message.id,
  user_id: userId,
  call_record_id: message.callRecordId,
  caller_uri: message.callerUri,
  caller_name: message.callerName,
  received_at_ms: message.receivedAtMs,
  duration_ms: message.durationMs,
  bytes: message.bytes,
  heard_at_ms: null,
  deleted_at_ms: null,
});

const storedMessage = (row: z.infer<typeof messageRow>): StoredMessage => ({
  id: row.id,
  callerUri: row.caller_uri,
  callerName: row.caller_name,
  receivedAtMs: row.received_at_ms,
  durationMs: row.duration_ms,
  bytes: row.bytes,
  heardAtMs: row.heard_at_ms,
  deletedAtMs: row.deleted_at_ms,
});
