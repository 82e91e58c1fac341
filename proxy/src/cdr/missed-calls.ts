import type { Database, Query } from '@tandem/sql';
import { z } from 'zod';
import { VOICEMAIL_URIS } from '../voicemail/voicemail-uri.ts';
import { CALL_RECORDS } from './call-record-pages.ts';

/** Of the missed calls of a user, those that the user has not seen yet on any of their phones. */
export interface MissedCalls {
  /** How many there are; more than 100 are told as 100. */
  count(username: string): Promise<number>;
  /** The user has seen those that ended by then. @param untilMs since 1970; an earlier one than before changes nothing */
  seen(username: string, untilMs: number): Promise<void>;
}

const COUNTED_MAX = 100;
/** No call rings, and no message is spoken, for longer: what ended after a moment began at most so long before it. */
const LONGEST_MS = 3_600_000;

const userRow = z.object({ missed_seen_until_ms: z.coerce.number() });

export const createMissedCalls = (db: Database): MissedCalls => ({
  async count(username) {
    const row: unknown = await db('users').where({ username }).first('missed_seen_until_ms');
    if (row === undefined) return 0;
    const seenUntilMs = userRow.parse(row).missed_seen_until_ms;
    const missed: unknown = await db(CALL_RECORDS)
      .where({ callee_username: username })
      .where('started_at_ms', '>', seenUntilMs - LONGEST_MS)
      .where('ended_at_ms', '>', seenUntilMs)
      .where((byOther: Query) =>
        byOther.whereNull('caller_username').orWhereNot({ caller_username: username }),
      )
      .where((missed: Query) =>
        missed
          .whereNotIn('outcome', ['answered', 'declined'])
          .orWhere((recorded: Query) =>
            recorded.where({ outcome: 'answered' }).where('answered_by', 'like', VOICEMAIL_URIS),
          ),
      )
      .limit(COUNTED_MAX)
      .select('id');
    return z.array(z.unknown()).parse(missed).length;
  },
  async seen(username, untilMs) {
    await db('users')
      .where({ username })
      .where('missed_seen_until_ms', '<', untilMs)
      .update({ missed_seen_until_ms: untilMs });
  },
});
