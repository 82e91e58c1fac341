import { type CallLimitSettings, callLimitSettings, type LimitSubject } from '@tandem/api-types/fraud';
import type { FieldError } from '@tandem/api-types/problem';
import type { Database } from '@tandem/sql';
import type { Changes } from '../changes/changes.ts';
import { createVersionedDocuments, type VersionedDocuments } from '../changes/versioned-documents.ts';
import { type References, trunkErrors, usersErrors } from '../routing/references.ts';
import type { Used } from './sliding-usage.ts';

const MICROS = 1_000_000;
const MINUTE_MS = 60_000;

/** A limit's id says whose it is, so nobody has two. */
export function limitId(subject: LimitSubject): string {
  switch (subject.kind) {
    case 'user':
      return `user:${subject.username}`;
    case 'trunk':
      return `trunk:${subject.trunkId}`;
    default:
      return subject.kind;
  }
}

/** Limits as they are stored. */
export function createCallLimits(options: {
  readonly db: Database;
  readonly changes: Changes;
  readonly references: Pick<References, 'userExists' | 'trunkExists'>;
  readonly onChanged: () => Promise<void>;
}): VersionedDocuments<CallLimitSettings> {
  const { db, changes, references, onChanged } = options;
  return createVersionedDocuments({
    db,
    changes,
    idField: 'appliesTo',
    kind: {
      kind: 'call-limit',
      scope: 'routing:write',
      settings: callLimitSettings,
      label: ({ appliesTo }) => `Limits of ${limitId(appliesTo)}`,
      examine: async (limit) => [...emptyErrors(limit), ...(await subjectErrors(limit, references))],
    },
    onChanged,
  });
}

function emptyErrors({ appliesTo: _, ...limits }: CallLimitSettings): FieldError[] {
  return Object.values(limits).every((limit) => limit === null)
    ? [{ field: 'concurrentCalls', message: 'give at least one limit' }]
    : [];
}

async function subjectErrors(
  { appliesTo }: CallLimitSettings,
  references: Pick<References, 'userExists' | 'trunkExists'>,
): Promise<FieldError[]> {
  if (appliesTo.kind === 'user') return usersErrors(['appliesTo.username'], [appliesTo.username], references);
  if (appliesTo.kind === 'trunk') return trunkErrors(['appliesTo.trunkId'], [appliesTo.trunkId], references);
  return [];
}

/**
 * Which limit is reached, as the end of a sentence that begins with who it is; null when none is.
 * @param concurrentCalls those that go on, the asked one not among them; null: it goes on already
 */
export function reached(
  limit: CallLimitSettings,
  used: Used,
  concurrentCalls: number | null,
  currency: string,
): string | null {
  const { minutesPerHour, minutesPerDay, spendPerHour, spendPerDay } = limit;
  if (
    limit.concurrentCalls !== null &&
    concurrentCalls !== null &&
    concurrentCalls >= limit.concurrentCalls
  ) {
    return `has ${concurrentCalls} of ${limit.concurrentCalls} calls at the same time`;
  }
  return (
    minutesReached(used.talkedMsHour, minutesPerHour, 'hour') ??
    minutesReached(used.talkedMsDay, minutesPerDay, 'day') ??
    spendReached(used.spentMicrosHour, spendPerHour, `${currency} in the last hour`) ??
    spendReached(used.spentMicrosDay, spendPerDay, `${currency} in the last day`)
  );
}

const minutesReached = (talkedMs: number, limit: number | null, window: string): string | null =>
  limit !== null && talkedMs >= limit * MINUTE_MS
    ? `talked for ${Math.floor(talkedMs / MINUTE_MS)} of ${limit} minutes in the last ${window}`
    : null;

const spendReached = (spentMicros: number, limit: number | null, what: string): string | null =>
  limit !== null && spentMicros >= limit * MICROS
    ? `spent ${(spentMicros / MICROS).toFixed(2)} of ${limit.toFixed(2)} ${what}`
    : null;
