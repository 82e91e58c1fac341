import { isDatabaseUnavailable } from '@tandem/sql';
import { TandemError } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import type { MessageFiles, MessageNote } from './message-files.ts';
import type { LeftMessage, RecordedMessage } from './voicemail-message.ts';
import type { VoicemailStore } from './voicemail-store.ts';

export interface VoicemailIntakeOptions {
  readonly files: MessageFiles;
  readonly store: Pick<VoicemailStore, 'insertOnce'>;
  readonly node: string;
  /** Shorter messages are not kept: somebody hung up at the tone. */
  readonly shortestMs: number;
  /** What the file system must have left before a message begins. Default 64 MiB. */
  readonly freeBytesMin?: number;
  /** Messages that wait for the database, those that are being spoken included. Default 10,000. */
  readonly waitingMax?: number;
  /** First and longest pause between attempts while the database is down. Default 250 and 15,000. */
  readonly retryMs?: { readonly first: number; readonly longest: number };
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A message is in the mailbox of this user. */
  readonly onStored?: (username: string) => void;
  readonly log: Log;
}

/** Takes messages from calls to mailboxes. None is lost when the process dies or the database is away. */
export interface VoicemailIntake {
  /**
   * To be called before the first sound is written to `files.soundPath(id)`.
   * @throws TandemError `voicemail-storage` when no message can be kept now
   */
  begin(message: LeftMessage): Promise<void>;
  /**
   * The sound is complete. What is too short is removed.
   * @returns how long the message is that is kept; null when none is
   */
  finish(id: string): Promise<number | null>;
  /** Messages that the database does not have yet. */
  waiting(): number;
  /** Tries once more to store what waits. */
  close(): Promise<void>;
}

const FREE_BYTES_MIN = 64 * 1024 * 1024;
/** A node that left notes for so long does not come back for them. */
const FOREIGN_AFTER_MS = 86_400_000;

/** Opens the intake and takes over what a former process of this node left: half spoken messages, too. */
export async function openVoicemailIntake(options: VoicemailIntakeOptions): Promise<VoicemailIntake> {
  const intake = new FileIntake(options);
  await intake.takeOver();
  return intake;
}

class FileIntake implements VoicemailIntake {
  readonly #options: VoicemailIntakeOptions;
  readonly #retryMs: { readonly first: number; readonly longest: number };
  /** Messages that are being spoken. */
  readonly #spoken = new Map<string, LeftMessage>();
  /** Complete messages that the database does not have, oldest first. */
  readonly #complete = new Map<string, RecordedMessage>();
  #storing: Promise<void> | null = null;
  #pause: NodeJS.Timeout | null = null;
  #pauseMs = 0;
  #closed = false;

  constructor(options: VoicemailIntakeOptions) {
    this.#options = options;
    this.#retryMs = options.retryMs ?? { first: 250, longest: 15_000 };
  }

  async takeOver(): Promise<void> {
    const { files, node, log, now } = this.#options;
    const { notes, unreadable } = await files.notes();
    if (unreadable.length > 0)
      log.error('notes of voicemail messages cannot be read', { files: unreadable.join(', ') });
    for (const note of notes) {
      const { id, receivedAtMs } = note.message;
      if (note.node !== node && receivedAtMs > now() - FOREIGN_AFTER_MS) continue;
      this.#spoken.set(id, note.message);
      const keptMs = await this.finish(id);
      log.info('a voicemail message of a former process was found', { id, keptMs });
    }
  }

  async begin(message: LeftMessage): Promise<void> {
    const { files, freeBytesMin = FREE_BYTES_MIN, waitingMax = 10_000 } = this.#options;
    if (this.#closed) throw new TandemError('shutting-down');
    if (this.waiting() >= waitingMax)
      throw new TandemError('voicemail-storage', `${waitingMax} messages wait for the database`);
    this.#spoken.set(message.id, message);
    try {
      const free = await files.freeBytes();
      if (free < freeBytesMin) throw new Error('the disk is full');
      await files.writeNote(this.#note(message, null));
    } catch (error) {
      this.#spoken.delete(message.id);
      throw new TandemError('voicemail-storage', asError(error).message, { cause: error });
    }
  }

  async finish(id: string): Promise<number | null> {
    const { files, shortestMs, log } = this.#options;
    const message = this.#spoken.get(id);
    if (!message) return null;
    try {
      const sound = await files.seal(id);
      if (!sound || sound.durationMs < shortestMs) {
        await files.remove(id);
        return null;
      }
      this.#complete.set(id, { ...message, ...sound });
      await files.writeNote(this.#note(message, sound.durationMs));
      return sound.durationMs;
    } catch (error) {
      log.error('a voicemail message could not be completed; the next start tries again', {
        id,
        error: asError(error),
      });
      return null;
    } finally {
      this.#spoken.delete(id);
      this.#store();
    }
  }

  waiting(): number {
    return this.#spoken.size + this.#complete.size;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#pause) clearTimeout(this.#pause);
    this.#pause = null;
    await this.#storing;
    await this.#storeAll();
  }

  #note(message: LeftMessage, durationMs: number | null): MessageNote {
    return { node: this.#options.node, message, durationMs };
  }

  #store(): void {
    if (this.#storing || this.#pause || this.#closed || this.#complete.size === 0) return;
    this.#pause = setTimeout(() => {
      this.#pause = null;
      this.#storing = this.#storeAll().then(() => {
        this.#storing = null;
        this.#store();
      });
    }, this.#pauseMs);
    this.#pause.unref();
  }

  /** Never rejects. */
  async #storeAll(): Promise<void> {
    const { log } = this.#options;
    for (const message of [...this.#complete.values()]) {
      try {
        await this.#storeOne(message);
        this.#complete.delete(message.id);
        if (this.#pauseMs > 0) log.info('the database takes voicemail messages again');
        this.#pauseMs = 0;
      } catch (error) {
        if (this.#pauseMs === 0)
          log.error('voicemail messages wait for the database', {
            waiting: this.#complete.size,
            error: asError(error),
          });
        this.#pauseMs = Math.min(this.#retryMs.longest, Math.max(this.#retryMs.first, this.#pauseMs * 2));
        return;
      }
    }
  }

  /** @throws when the database is away or the files cannot be changed now */
  async #storeOne(message: RecordedMessage): Promise<void> {
    const { files, store, log } = this.#options;
    const { id, username } = message;
    let kept: boolean;
    try {
      kept = await store.insertOnce(message);
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      log.error('the database refuses a voicemail message; its files stay', { id, error: asError(error) });
      await files.setAsideNote(id);
      return;
    }
    if (kept) {
      this.#options.onStored?.(username);
      await files.removeNote(id);
      log.info('voicemail message', { id, user: username, durationMs: message.durationMs });
      return;
    }
    await files.remove(id);
    log.info('a voicemail message was for a user who is gone', { id, user: username });
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
