import { type ConferenceSettings, conferenceSettings } from '@tandem/api-types/conferences';
import type { Database } from '@tandem/sql';
import type { Changes } from '../changes/changes.ts';
import { createVersionedDocuments, type VersionedDocuments } from '../changes/versioned-documents.ts';
import { ApiError } from '../http/api-error.ts';
import type { References } from '../routing/references.ts';
import { removePin } from './conference-pins.ts';

/** Conference rooms as they are stored, by name. */
export function createConferenceRooms(options: {
  readonly db: Database;
  readonly changes: Changes;
  readonly references: Pick<References, 'userExists' | 'ringGroupExists'>;
  /** What leads to the room, as the end of a sentence; null when nothing does. */
  readonly usedBy: (name: string, db: Database) => Promise<string | null>;
  /** The most places that a room may have. */
  readonly membersMax: number;
  readonly onChanged: () => Promise<void>;
}): VersionedDocuments<ConferenceSettings> {
  const { db, changes, references, usedBy, membersMax, onChanged } = options;
  return createVersionedDocuments({
    db,
    changes,
    idField: 'name',
    kind: {
      kind: 'conference',
      scope: 'routing:write',
      settings: conferenceSettings,
      label: ({ displayName }) => displayName,
      examine: async ({ name, membersMax: places }) => [
        ...((await references.userExists(name)) ? [{ field: 'name', message: 'is the name of a user' }] : []),
        ...((await references.ringGroupExists(name))
          ? [{ field: 'name', message: 'is the name of a ring group' }]
          : []),
        ...(places > membersMax
          ? [{ field: 'membersMax', message: `must be ${membersMax} at most (conferences.membersMax)` }]
          : []),
      ],
      removing: async (name, transaction) => {
        const user = await usedBy(name, transaction);
        if (user !== null) throw new ApiError('in-use', { message: `The conference is used by ${user}.` });
        await removePin(transaction, name);
      },
    },
    onChanged,
  });
}
