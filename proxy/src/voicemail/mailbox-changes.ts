import type { Database } from '@tandem/sql';
import { z } from 'zod';
import { asError } from '../calls/srf.ts';
import { followRowsElsewhere, type RowsElsewhere } from '../changes/rows-elsewhere.ts';
import type { Log } from '../observability/log.ts';

/** Whose mailbox changed; null: perhaps anybody's. */
export type ChangedMailbox = string | null;

export interface MailboxChangesOptions {
  readonly db: Database;
  /** What this process writes as its own. */
  readonly processId: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds; default 5,000. */
  readonly everyMs?: number;
  readonly log: Log;
}

/** What nodes that share a database tell each other of mailboxes, in the table `mailbox_changes`. */
export interface MailboxChanges {
  /** Tells the others. Never rejects: what was not told is seen when a telephone refreshes. */
  tell(mailbox: ChangedMailbox): Promise<void>;
  /** Hears of the others, from now on. @throws when the database is down */
  follow(changed: (mailbox: ChangedMailbox) => void): Promise<RowsElsewhere>;
  /** Removes what everybody has read long ago. @throws when the database is down */
  removeOld(): Promise<void>;
}

const TABLE = 'mailbox_changes';
const KEPT_MS = 60 * 60_000;

const change = z.object({
  id: z.coerce.number(),
  username: z.string().nullable(),
  process_id: z.string(),
});

export function createMailboxChanges(options: MailboxChangesOptions): MailboxChanges {
  const { db, processId, now, everyMs, log } = options;
  return {
    async tell(mailbox) {
      try {
        await db(TABLE).insert({ username: mailbox, process_id: processId, at_ms: now() });
      } catch (error) {
        log.warn(
          'other nodes could not be told of a mailbox; the next refresh of its telephones tells them',
          {
            error: asError(error),
          },
        );
      }
    },
    follow: (changed) =>
      followRowsElsewhere({
        db,
        table: TABLE,
        row: change,
        processId,
        everyMs,
        log,
        async take(rows) {
          const mailboxes = new Set(rows.map(({ username }) => username));
          // Everybody's holds each one's.
          if (mailboxes.has(null)) changed(null);
          else for (const mailbox of mailboxes) changed(mailbox);
        },
      }),
    async removeOld() {
      await db(TABLE)
        .where('at_ms', '<', now() - KEPT_MS)
        .delete();
    },
  };
}
