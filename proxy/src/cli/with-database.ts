import { type Database, migrate, openDatabase } from '@tandem/sql';
import type { Accounts } from '../accounts/accounts.ts';
import { createAccounts } from '../accounts/create-accounts.ts';
import type { LoadedConfig } from '../config/load.ts';
import { createDomains } from '../domains.ts';
import { silentLog } from '../observability/log.ts';
import { loadSecrets } from '../setup/secrets.ts';

export interface DatabaseContext {
  readonly accounts: Accounts;
  readonly config: LoadedConfig;
  readonly db: Database;
  /** Names of the migrations that were applied just now. */
  readonly applied: readonly string[];
}

/** Runs a command on the database, beside a running server or without one, and closes it again. */
export async function withDatabase(
  config: LoadedConfig,
  command: (context: DatabaseContext) => Promise<void> | void,
): Promise<number> {
  const db = openDatabase(config.database.url);
  try {
    const { applied } = await migrate(db);
    const accounts = createAccounts({
      db,
      realm: config.sip.realm,
      sipDomain: createDomains(config.sip.domains).primary,
      tokenSecret: loadSecrets(config.dataDir).tokenSecret,
      now: Date.now,
      iceServers: [],
      log: silentLog,
    });
    await command({ accounts, config, db, applied });
    return 0;
  } finally {
    await db.destroy();
  }
}
