import type { CallLimitSettings } from '@tandem/api-types/fraud';
import type { Database } from '@tandem/sql';
import type { Changes } from '../changes/changes.ts';
import type { VersionedDocuments } from '../changes/versioned-documents.ts';
import type { Log } from '../observability/log.ts';
import type { References } from '../routing/references.ts';
import { type AlarmStore, createAlarmStore } from './alarm-store.ts';
import { createCallLimits } from './call-limits.ts';
import { type FraudProtection, openFraudProtection } from './fraud-protection.ts';
import { createUsageStore } from './usage-store.ts';

/** Limits, the counting against them, and alarms. */
export interface Fraud {
  readonly protection: FraudProtection;
  readonly alarms: AlarmStore;
  readonly limits: VersionedDocuments<CallLimitSettings>;
  /** Reads the limits again, which another process changed. @throws when the database is down */
  reload(): Promise<void>;
  /** Counts and writes a last time. */
  close(): Promise<void>;
}

const TICK_MS = 5_000;

/** @throws when the database is down */
export async function openFraud(options: {
  readonly db: Database;
  readonly changes: Changes;
  readonly references: Pick<References, 'userExists' | 'trunkExists'>;
  readonly currency: () => string;
  readonly now: () => number;
  readonly log: Log;
}): Promise<Fraud> {
  const { db, changes, references, currency, now, log } = options;
  const alarms = createAlarmStore(db);
  const protection = await openFraudProtection({ store: createUsageStore(db), alarms, currency, now, log });
  const readLimits = async (): Promise<void> => {
    protection.setLimits(new Map((await limits.list()).map((limit) => [limit.id, limit])));
  };
  const limits = createCallLimits({ db, changes, references, onChanged: readLimits });
  await readLimits();
  const timer = setInterval(() => void protection.tick(), TICK_MS);
  timer.unref();
  return {
    protection,
    alarms,
    limits,
    reload: readLimits,
    async close() {
      clearInterval(timer);
      await protection.close();
    },
  };
}
