import { type RingGroupSettings, ringGroupSettings } from '@tandem/api-types/ring-groups';
import type { Database } from '@tandem/sql';
import type { Changes } from '../changes/changes.ts';
import { createVersionedDocuments, type VersionedDocuments } from '../changes/versioned-documents.ts';
import { ApiError } from '../http/api-error.ts';
import type { RoutedRingGroup } from '../routing/decision.ts';
import { fieldsOf, type References, repeatedErrors, usersErrors } from '../routing/references.ts';

/** Ring groups as they are stored, by name. */
export function createRingGroups(options: {
  readonly db: Database;
  readonly changes: Changes;
  readonly references: Pick<References, 'userExists' | 'conferenceExists'>;
  /** What leads to the group, as the end of a sentence; null when nothing does. */
  readonly usedBy: (name: string, db: Database) => Promise<string | null>;
  readonly onChanged: () => Promise<void>;
}): VersionedDocuments<RingGroupSettings> {
  const { db, changes, references, usedBy, onChanged } = options;
  return createVersionedDocuments({
    db,
    changes,
    idField: 'name',
    kind: {
      kind: 'ring-group',
      scope: 'routing:write',
      settings: ringGroupSettings,
      label: ({ displayName }) => displayName,
      examine: async ({ name, members }) => [
        ...((await references.userExists(name)) ? [{ field: 'name', message: 'is the name of a user' }] : []),
        ...((await references.conferenceExists(name))
          ? [{ field: 'name', message: 'is the name of a conference' }]
          : []),
        ...repeatedErrors('members', members),
        ...(await usersErrors(fieldsOf('members', members), members, references)),
      ],
      removing: async (name, transaction) => {
        const user = await usedBy(name, transaction);
        if (user !== null) throw new ApiError('in-use', { message: `The ring group is used by ${user}.` });
      },
    },
    onChanged,
  });
}

export const routedRingGroup = (group: RingGroupSettings): RoutedRingGroup => ({
  name: group.name,
  displayName: group.displayName,
  strategy: group.strategy,
  members: group.members,
  ringMs: group.ringSeconds * 1000,
});
