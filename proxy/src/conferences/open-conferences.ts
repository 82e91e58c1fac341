import type { Database } from '@tandem/sql';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { createLockouts, defaultLockoutLimits } from '../authentication/lockouts.ts';
import type { LocalAnswerer } from '../calls/local-branch.ts';
import type { Changes } from '../changes/changes.ts';
import type { Config } from '../config/schema.ts';
import type { Log } from '../observability/log.ts';
import type { Routing } from '../routing/routing.ts';
import { loadEncryptionKey } from '../setup/encryption-key.ts';
import { createSecretBox } from '../setup/secret-box.ts';
import { createConferencePins } from './conference-pins.ts';
import { conferenceRoutes } from './conference-routes.ts';
import type { ConferenceParty, ConferenceSound } from './conference-sound.ts';
import { type ConferenceCounts, createLiveConferences } from './live-conferences.ts';

export interface ConferencesOptions<Party extends ConferenceParty> {
  readonly db: Database;
  readonly config: Pick<Config, 'dataDir' | 'node' | 'encryption'>;
  readonly changes: Changes;
  readonly routing: Routing;
  readonly sound: ConferenceSound<Party>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

/** The conference rooms of this node. */
export interface Conferences {
  readonly routes: FastifyPluginAsyncZod;
  /** What answers calls to a room; null when there is no such room. */
  answererOf(name: string): LocalAnswerer | null;
  counts(): ConferenceCounts;
}

/** @throws Error when the encryption key cannot be read */
export function openConferences<Party extends ConferenceParty>(
  options: ConferencesOptions<Party>,
): Conferences {
  const { db, config, changes, routing, sound, now, log } = options;
  const { node, encryption, dataDir } = config;
  const box = createSecretBox(loadEncryptionKey({ ...encryption, dataDir }));
  const pins = createConferencePins({ db, box });
  const live = createLiveConferences({
    roomOf: (name) => routing.snapshot().plan.conferences.get(name),
    pins,
    lockouts: createLockouts(defaultLockoutLimits, now),
    sound,
    now,
    log,
  });
  routing.onChanged(() => live.roomsChanged());
  return {
    routes: conferenceRoutes({ rooms: routing.conferences, pins, live, changes, node }),
    answererOf: (name) => live.answererOf(name),
    counts: () => live.counts(),
  };
}
