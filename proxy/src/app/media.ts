import { join } from 'node:path';
import { type CallRecordJournal, openCallRecordJournal } from '../cdr/call-record-journal.ts';
import { type CallRecordStore, createCallRecordStore } from '../cdr/call-record-store.ts';
import { type OpenRelay, openRelay } from '../media/open-relay.ts';
import { openSound, type Sound } from '../media/open-sound.ts';
import { keepFor } from '../retention/retention.ts';
import { openVoicemail, type Voicemail } from '../voicemail/open-voicemail.ts';
import type { Base } from './base.ts';
import type { People } from './people.ts';

/** Where the sound of calls goes, and what is left of a call. */
export interface Media extends Pick<OpenRelay, 'relay' | 'description'> {
  readonly sound: Sound;
  readonly callRecords: CallRecordStore;
  readonly journal: CallRecordJournal;
  readonly voicemail: Voicemail;
}

export async function openMedia(base: Base, { accounts, names }: People): Promise<Media> {
  const { config, log, closers, now, db, changes, directory, domains } = base;
  const { relay, description, close } = await openRelay(config, log);
  closers.add('media relay', close);
  const callRecords = createCallRecordStore(db);
  const journal = await openCallRecordJournal({
    folder: join(config.dataDir, 'call-records'),
    store: callRecords,
    log,
  });
  closers.add('call records', () => journal.close());
  const sound = openSound(config.media, log);
  closers.add('sound', () => sound.parties.close());
  const voicemail = await openVoicemail({
    db,
    config,
    sound,
    accounts,
    userExists: (username) => names.userExists(username),
    takesMissedCalls: (username) => directory.voicemailOn(username),
    domain: domains.primary,
    processId: changes.processId,
    now,
    log,
  });
  closers.add('voicemail', () => voicemail.close());
  const { callRecordDays = null, auditDays = null } = config.retention;
  const retention = keepFor({
    db,
    days: { callRecords: callRecordDays, audit: auditDays },
    also: [() => voicemail.removeOld()],
    now,
    log,
  });
  closers.add('retention', () => retention.close());
  void retention.clean();
  return { relay, description, sound, callRecords, journal, voicemail };
}
