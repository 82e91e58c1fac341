import { mkdirSync } from 'node:fs';
import { turnClock } from '@tandem/sip-engine/turn-clock';
import { type Database, migrate, openDatabase } from '@tandem/sql';
import { createDirectory, type Directory } from '../accounts/directory.ts';
import { type Changes, createChanges } from '../changes/changes.ts';
import type { LoadedConfig } from '../config/load.ts';
import { createDomains, type Domains } from '../domains.ts';
import type { Log } from '../observability/log.ts';
import type { Closers } from '../setup/closers.ts';
import { loadSecrets, type Secrets } from '../setup/secrets.ts';

/** What every part of the system is made with. */
export interface Base {
  readonly config: LoadedConfig;
  readonly log: Log;
  /** Each part adds here how it is closed. */
  readonly closers: Closers;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly secrets: Secrets;
  readonly db: Database;
  readonly changes: Changes;
  readonly directory: Directory;
  readonly domains: Domains;
}

/** The folder of data with its secrets, and the database with its tables. */
export async function openBase(config: LoadedConfig, log: Log, closers: Closers): Promise<Base> {
  const now = turnClock(Date.now);
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const secrets = loadSecrets(config.dataDir);
  const db = openDatabase(config.database.url);
  closers.add('database', () => db.destroy());
  const { applied } = await migrate(db);
  if (applied.length > 0) log.info('database migrated', { applied: applied.join(', ') });
  return {
    config,
    log,
    closers,
    now,
    secrets,
    db,
    changes: createChanges({ db, now }),
    directory: createDirectory(db),
    domains: createDomains(config.sip.domains, undefined, now),
  };
}
