import type { Log } from '../observability/log.ts';
import type { MessageFiles } from './message-files.ts';
import type { VoicemailStore } from './voicemail-store.ts';

export interface VoicemailUpkeepOptions {
  readonly files: Pick<MessageFiles, 'remove' | 'soundsWithoutNote'>;
  readonly store: Pick<VoicemailStore, 'removeOld' | 'known'>;
  /** How long a deleted message can be restored. */
  readonly deletedDays: number;
  /** How long a message stays in a mailbox; null: for ever. */
  readonly keptDays: number | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Messages are gone from some mailboxes. */
  readonly onRemoved: () => void;
  readonly log: Log;
}

const DAY_MS = 86_400_000;
const PORTION = 200;
/** As long as nobody can hear a message twice over: a sound whose row is not there after it belongs to nobody. */
const UNOWNED_AFTER_MS = DAY_MS;

/**
 * Removes messages that are too old, and the sound of those whose user was removed.
 * @throws when the database is away
 */
export async function removeOldVoicemail(options: VoicemailUpkeepOptions): Promise<void> {
  const { files, store, deletedDays, keptDays, now, onRemoved, log } = options;
  const before = {
    deletedAtMs: now() - deletedDays * DAY_MS,
    receivedAtMs: keptDays === null ? null : now() - keptDays * DAY_MS,
    limit: PORTION,
  };
  let removed = 0;
  for (let ids = await store.removeOld(before); ids.length > 0; ids = await store.removeOld(before)) {
    for (const id of ids) await files.remove(id);
    removed += ids.length;
  }
  if (removed > 0) onRemoved();
  const unowned = await files.soundsWithoutNote(now() - UNOWNED_AFTER_MS);
  for (let from = 0; from < unowned.length; from += PORTION) {
    const portion = unowned.slice(from, from + PORTION);
    const known = await store.known(portion);
    for (const id of portion) {
      if (known.has(id)) continue;
      await files.remove(id);
      removed += 1;
    }
  }
  if (removed > 0) log.info('old voicemail messages removed', { removed });
}
