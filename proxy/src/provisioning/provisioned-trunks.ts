import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../changes/changes.ts';
import { ConfigError } from '../config/load.ts';
import type { Log } from '../observability/log.ts';
import type { Trunks } from '../trunks/trunks.ts';
import { type PlannedTrunk, planOf } from './plan.ts';
import { readTrunkFiles } from './trunk-files.ts';

export interface ProvisioningOptions {
  /** The folder with the files, such as `config/trunks`. */
  readonly folder: string;
  readonly trunks: Pick<Trunks, 'list' | 'check' | 'apply' | 'secretOf' | 'refresh'>;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * What the files would change, checked as a whole.
 * @throws ConfigError with `file:line: reason` for every mistake in any of the files
 */
export async function planTrunks(options: ProvisioningOptions): Promise<PlannedTrunk[]> {
  const { folder, trunks, environment } = options;
  const files = await readTrunkFiles(folder, environment);
  if (files.problems.length > 0) throw new ConfigError(files.problems);
  const plan = planOf(files.trunks, trunks.list(), (trunk) => trunks.secretOf(trunk));
  const described = new Map(files.trunks.map((trunk) => [trunk.id, trunk]));
  const wrong = await trunks.check(plan.map(({ edit }) => edit));
  const problems = wrong.flatMap(({ id, problems: ofOne }) =>
    ofOne.map(({ field, message }) => {
      const trunk = described.get(id);
      return `${trunk?.file ?? folder}:${trunk?.lineOf(field) ?? 1}: trunks.${id}.${field}: ${message}`;
    }),
  );
  if (problems.length > 0) throw new ConfigError(problems);
  return plan;
}

/** A plan that others overtake this often is given up. */
const ATTEMPTS = 3;

/**
 * Brings the database to what the files say, all or nothing. Calls go on. When another process writes trunks between
 * plan and deed, such as the server that watches the same files, a new plan is made of what there is then.
 *
 * @returns what was changed here
 * @throws ConfigError as `planTrunks`
 */
export async function applyTrunkFiles(options: ProvisioningOptions): Promise<PlannedTrunk[]> {
  const { trunks, folder } = options;
  const actor: Actor = { kind: 'file', name: folder, sourceAddress: null };
  for (let attempt = 1; ; attempt++) {
    const plannedFrom = trunks.list();
    try {
      const plan = await planTrunks(options);
      if (plan.length > 0)
        await trunks.apply(
          plan.map(({ edit }) => edit),
          actor,
        );
      return plan;
    } catch (error) {
      await trunks.refresh();
      if (attempt === ATTEMPTS || isDeepStrictEqual(trunks.list(), plannedFrom)) throw error;
    }
  }
}

/** Files that are applied again whenever they change. */
export interface ProvisionedTrunks {
  /** Whether the files were in order when they were read last. */
  inOrder(): boolean;
  /** Looks no more; resolves when the look that is under way is over. */
  close(): Promise<void>;
}

const REREAD_MS = 2000;

/**
 * Applies the files now and after each change, and takes over what other nodes and the `tandem` command wrote. Files
 * with a mistake change nothing: the mistakes are logged, and what was applied before holds.
 */
export async function provisionTrunks(
  options: ProvisioningOptions & {
    readonly log: Log;
    readonly rereadMs?: number;
  },
): Promise<ProvisionedTrunks> {
  const { folder, trunks, environment, log, rereadMs = REREAD_MS } = options;
  let inOrder = true;
  /** Of the files as they were last judged, good or bad; null when the next look has to judge them whatever they are. */
  let judged: string | null = null;
  const look = async (): Promise<void> => {
    await trunks.refresh();
    const { fingerprint } = await readTrunkFiles(folder, environment);
    if (fingerprint === judged) return;
    try {
      const plan = await applyTrunkFiles(options);
      inOrder = true;
      if (plan.length > 0) {
        log.info('the trunk files were applied', {
          folder,
          changed: plan.map(({ action, id }) => `${action} ${id}`).join(', '),
        });
      }
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      inOrder = false;
      log.error('the trunk files are wrong, so nothing was changed', {
        folder,
        problems: error.problems.join('\n'),
      });
    }
    // What was there before the judgement: files that changed meanwhile are looked at again.
    judged = fingerprint;
  };
  const guarded = (): Promise<void> =>
    look().catch((error: unknown) => {
      judged = null;
      log.error('the trunk files could not be applied; trying again', {
        folder,
        error: error instanceof Error ? error : new Error(String(error)),
      });
    });
  await guarded();
  let looking: Promise<void> | null = null;
  const timer = setInterval(() => {
    looking ??= guarded().finally(() => {
      looking = null;
    });
  }, rereadMs);
  return {
    inOrder: () => inOrder,
    close: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
