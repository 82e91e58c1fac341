import type { Difference } from '@tandem/api-types/changes';
import { differenceOf } from '../changes/difference.ts';
import type { StoredTrunk } from '../trunks/trunk.ts';
import type { TrunkEdit } from '../trunks/trunks.ts';
import type { DescribedTrunk } from './trunk-files.ts';

/** What happens to one trunk when the files are applied. */
export interface PlannedTrunk {
  readonly action: 'create' | 'update' | 'remove';
  readonly id: string;
  /** The file that wants it; of a trunk to remove, the one that described it. */
  readonly file: string;
  readonly difference: readonly Difference[];
  readonly edit: TrunkEdit;
}

/**
 * What has to be done so that the database has what the files say. Trunks that the console describes stay, unless a
 * file describes one of the same id: then it is the file's from now on.
 * @param secretOf the stored secret, to tell whether a file has another one
 */
export function planOf(
  described: readonly DescribedTrunk[],
  stored: readonly StoredTrunk[],
  secretOf: (trunk: StoredTrunk) => string | null,
): PlannedTrunk[] {
  const before = new Map(stored.map((trunk) => [trunk.id, trunk]));
  const wanted = new Set(described.map(({ id }) => id));
  const removed = stored.flatMap(({ id, managedBy, settings }): PlannedTrunk[] =>
    managedBy === null || wanted.has(id)
      ? []
      : [
          {
            action: 'remove',
            id,
            file: managedBy,
            difference: differenceOf(settings, null),
            edit: { kind: 'remove', id, version: 'any' },
          },
        ],
  );
  return [...described.flatMap((trunk) => put(trunk, before.get(trunk.id) ?? null, secretOf)), ...removed];
}

function put(
  { id, settings, secret, file }: DescribedTrunk,
  before: StoredTrunk | null,
  secretOf: (trunk: StoredTrunk) => string | null,
): PlannedTrunk[] {
  const newSecret = secret !== undefined && (before === null || secretOf(before) !== secret);
  const difference = [
    ...differenceOf(before?.settings ?? null, settings),
    ...(before === null || before.managedBy === file
      ? []
      : differenceOf({ managedBy: before.managedBy }, { managedBy: file })),
    ...(newSecret ? [{ path: 'secret', after: '(hidden)' }] : []),
  ];
  if (before !== null && difference.length === 0) return [];
  const edit: TrunkEdit = {
    kind: 'put',
    id,
    settings,
    secret: newSecret ? secret : undefined,
    version: before === null ? 'new' : 'any',
    managedBy: file,
  };
  return [{ action: before === null ? 'create' : 'update', id, file, difference, edit }];
}

const SIGN = { create: '+', update: '~', remove: '-' } as const;

/** For a person: one line for each trunk, and below it one for each value that changes. */
export function planText(plan: readonly PlannedTrunk[]): string {
  if (plan.length === 0) return 'The trunks are as the files describe them.';
  return plan
    .flatMap(({ action, id, file, difference }) => [
      `${SIGN[action]} ${action} ${id}  (${file})`,
      ...(action === 'remove' ? [] : difference.map(differenceLine)),
    ])
    .join('\n');
}

function differenceLine({ path, before, after }: Difference): string {
  const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
  return `    ${path}: ${before === undefined ? '' : `${shown(before)} → `}${shown(after)}`;
}
