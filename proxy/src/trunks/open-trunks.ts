import type { Database } from '@tandem/sql';
import type { Changes } from '../changes/changes.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { Domains } from '../domains.ts';
import type { Log } from '../observability/log.ts';
import { loadEncryptionKey } from '../setup/encryption-key.ts';
import { createSecretBox } from '../setup/secret-box.ts';
import { createTrunks, type Trunks } from './trunks.ts';

/**
 * The configured trunks of this installation, read from the database: for the server and the `tandem` command alike.
 * @throws Error when the encryption key cannot be read
 */
export async function openTrunks(options: {
  db: Database;
  config: LoadedConfig;
  domains: Domains;
  changes: Changes;
  userExists: (username: string) => Promise<boolean>;
  now: () => number;
  log: Log;
}): Promise<Trunks> {
  const { db, config, domains, changes, userExists, now, log } = options;
  const trunks = createTrunks({
    db,
    box: createSecretBox(loadEncryptionKey({ ...config.encryption, dataDir: config.dataDir })),
    changes,
    isOurselves: (host, port) => domains.isLocal(host) && port === config.sip.port,
    userExists,
    now,
    log,
  });
  await trunks.refresh();
  return trunks;
}
