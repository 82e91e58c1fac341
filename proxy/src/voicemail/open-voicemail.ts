import { join } from 'node:path';
import type { Database } from '@tandem/sql';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Config } from '../config/schema.ts';
import type { Log } from '../observability/log.ts';
import { openMessageFiles } from './message-files.ts';
import { openVoicemailIntake } from './voicemail-intake.ts';
import { voicemailRoutes } from './voicemail-routes.ts';
import { createVoicemailStore } from './voicemail-store.ts';
import { removeOldVoicemail } from './voicemail-upkeep.ts';

export interface VoicemailOptions {
  readonly db: Database;
  readonly config: Pick<Config, 'dataDir' | 'node' | 'voicemail' | 'retention'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

/** The mailboxes of all users. */
export interface Voicemail {
  /** The mailbox of whoever is signed in. */
  readonly routes: FastifyPluginAsyncZod;
  /** Messages that the database does not have yet. */
  waiting(): number;
  /** Removes messages that are older than they shall be. @throws when the database is away */
  removeOld(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the folder of messages and takes over what a former process left there. */
export async function openVoicemail({ db, config, now, log }: VoicemailOptions): Promise<Voicemail> {
  const { node, dataDir, voicemail, retention } = config;
  const files = openMessageFiles(voicemail.folder ?? join(dataDir, 'voicemail'));
  const store = createVoicemailStore(db);
  const intake = await openVoicemailIntake({
    files,
    store,
    node,
    shortestMs: voicemail.shortestMessageSeconds * 1000,
    now,
    log,
  });
  return {
    routes: voicemailRoutes({ store, files, now }),
    waiting: () => intake.waiting(),
    removeOld: () =>
      removeOldVoicemail({
        files,
        store,
        deletedDays: voicemail.deletedDays,
        keptDays: retention.voicemailDays ?? null,
        now,
        log,
      }),
    close: () => intake.close(),
  };
}
