import { join } from 'node:path';
import type { Database } from '@tandem/sql';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Accounts } from '../accounts/accounts.ts';
import type { LocalAnswerer } from '../calls/local-branch.ts';
import type { Config } from '../config/schema.ts';
import type { Sound } from '../media/open-sound.ts';
import type { MailboxCount } from '../message-waiting/message-summary.ts';
import type { Log } from '../observability/log.ts';
import { type ChangedMailbox, createMailboxChanges } from './mailbox-changes.ts';
import { openMessageFiles } from './message-files.ts';
import { createVoicemailAnswerer } from './voicemail-answerer.ts';
import { openVoicemailIntake } from './voicemail-intake.ts';
import { voicemailRoutes } from './voicemail-routes.ts';
import { createVoicemailStore } from './voicemail-store.ts';
import { removeOldVoicemail } from './voicemail-upkeep.ts';

export interface VoicemailOptions {
  readonly db: Database;
  readonly config: Pick<Config, 'dataDir' | 'node' | 'voicemail' | 'retention'>;
  readonly sound: Sound;
  readonly accounts: Pick<Accounts, 'findUser' | 'editUser'>;
  readonly userExists: (username: string) => Promise<boolean>;
  /** Whether calls that a user misses go to his mailbox. */
  readonly takesMissedCalls: (username: string) => Promise<boolean>;
  /** Of our users' addresses. */
  readonly domain: string;
  /** What this process writes for others to read. */
  readonly processId: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

/** The mailboxes of all users. */
export interface Voicemail {
  /** Takes calls for the mailbox of a user. */
  answerer(username: string): LocalAnswerer;
  /** The mailbox of whoever is signed in. */
  readonly routes: FastifyPluginAsyncZod;
  /** What a user's mailbox holds; null when it is switched off and empty. @throws when the database is away */
  mailboxOf(username: string): Promise<MailboxCount | null>;
  /** Tells whose mailbox changed, on this node or another one; null: perhaps anybody's. */
  onChanged(listener: (mailbox: ChangedMailbox) => void): void;
  /** Messages that the database does not have yet. */
  waiting(): number;
  /** Removes messages that are older than they shall be. @throws when the database is away */
  removeOld(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the folder of messages and takes over what a former process left there.
 * @throws when the database is down
 */
export async function openVoicemail(options: VoicemailOptions): Promise<Voicemail> {
  const { db, config, sound, accounts, userExists, takesMissedCalls, domain, processId, now, log } = options;
  const { node, dataDir, voicemail, retention } = config;
  const files = openMessageFiles(voicemail.folder ?? join(dataDir, 'voicemail'));
  const store = createVoicemailStore(db);
  const listeners: ((mailbox: ChangedMailbox) => void)[] = [];
  const tellListeners = (mailbox: ChangedMailbox): void => {
    for (const listener of listeners) listener(mailbox);
  };
  const changes = createMailboxChanges({ db, processId, now, log });
  const elsewhere = await changes.follow(tellListeners);
  const onChanged = (mailbox: ChangedMailbox): void => {
    tellListeners(mailbox);
    void changes.tell(mailbox);
  };
  const intake = await openVoicemailIntake({
    files,
    store,
    node,
    shortestMs: voicemail.shortestMessageSeconds * 1000,
    now,
    onStored: onChanged,
    log,
  });
  const answerer = createVoicemailAnswerer({
    intake,
    store,
    files,
    userExists,
    sound: sound.parties,
    prompts: sound.prompts,
    limits: {
      longestMs: voicemail.longestMessageSeconds * 1000,
      silenceMs: voicemail.silenceSeconds * 1000,
      messagesPerMailbox: voicemail.messagesPerMailbox,
    },
    domain,
    now,
    log,
  });
  return {
    answerer: (username) => answerer.for(username),
    routes: voicemailRoutes({ store, files, accounts, now, onChanged }),
    async mailboxOf(username) {
      const count = await store.countFor(username);
      return count.total > 0 || (await takesMissedCalls(username)) ? count : null;
    },
    onChanged: (listener) => void listeners.push(listener),
    waiting: () => intake.waiting(),
    async removeOld() {
      await removeOldVoicemail({
        files,
        store,
        deletedDays: voicemail.deletedDays,
        keptDays: retention.voicemailDays ?? null,
        now,
        onRemoved: () => onChanged(null),
        log,
      });
      await changes.removeOld();
    },
    async close() {
      elsewhere.close();
      await answerer.settled();
      await intake.close();
    },
  };
}
