import { createDirectory } from '../accounts/directory.ts';
import { createChanges } from '../changes/changes.ts';
import { createDomains } from '../domains.ts';
import { silentLog } from '../observability/log.ts';
import { planText } from '../provisioning/plan.ts';
import { applyTrunkFiles, planTrunks } from '../provisioning/provisioned-trunks.ts';
import { exportTrunks } from '../provisioning/trunk-export.ts';
import { openTrunks } from '../trunks/open-trunks.ts';
import { UsageError } from './usage-error.ts';
import type { DatabaseContext } from './with-database.ts';

/** `tandem trunks plan|apply|export`. A running server takes over what was applied within seconds. */
export async function trunks(
  { db, config }: DatabaseContext,
  [action]: readonly string[],
  { secrets }: { readonly secrets: boolean },
): Promise<void> {
  const opened = await openTrunks({
    db,
    config,
    domains: createDomains(config.sip.domains),
    changes: createChanges({ db, now: Date.now }),
    userExists: (username) => createDirectory(db).userExists(username),
    now: Date.now,
    log: silentLog,
  });
  const files = { folder: config.provisioning.trunksFolder, trunks: opened, environment: process.env };
  switch (action) {
    case 'plan':
      console.log(planText(await planTrunks(files)));
      return;
    case 'apply': {
      const applied = await applyTrunkFiles(files);
      console.log(planText(applied));
      if (applied.length > 0) console.log(`Applied to ${applied.length} trunks.`);
      return;
    }
    case 'export':
      console.log(exportTrunks(opened.list(), secrets ? (trunk) => opened.secretOf(trunk) : null).trimEnd());
      return;
    default:
      throw new UsageError('tandem trunks needs one of: plan, apply, export.');
  }
}
