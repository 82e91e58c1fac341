import { Button, Group, Text } from '@mantine/core';
import { contentOf, succeeded } from '@tandem/api-client';
import { changePage } from '@tandem/api-types/changes';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { AdminSession } from '../api/admin-session.ts';
import { useSession } from '../api/use-session.ts';
import { useAnnounce } from '../parts/use-announce.ts';
import { useText } from '../text/use-text.ts';

const shownMs = 12_000;

/** A change that was just made, and can be taken back as long as it is the newest of its resource. */
export interface MadeChange {
  /** As the server names the kind of resource: `trunk`. */
  readonly kind: string;
  readonly resourceId: string;
  readonly label: string;
  /** What happened, as a sentence. */
  readonly sentence: string;
}

/** @returns a function that says that a change was made, with a button that takes it back */
export function useUndo(): (change: MadeChange) => void {
  const session = useSession();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const { shared } = useText();
  return useCallback(
    (change) => {
      const id = `${change.kind} ${change.resourceId} ${Date.now()}`;
      const takeBack = async () => {
        announce.hide(id);
        try {
          await undoNewest(session, change);
          announce.show({ message: shared.undone(change.label) });
        } catch (error) {
          const message = error instanceof Error ? error.message : '';
          announce.show({ color: 'red', title: shared.undoFailed, message });
        }
        await queries.invalidateQueries();
      };
      announce.show({
        id,
        autoClose: shownMs,
        message: (
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{change.sentence}</Text>
            <Button size="compact-sm" variant="light" onClick={() => void takeBack()}>
              {shared.undo}
            </Button>
          </Group>
        ),
      });
    },
    [session, queries, announce, shared],
  );
}

async function undoNewest(session: AdminSession, { kind, resourceId }: MadeChange): Promise<void> {
  const query = { kind, resourceId, limit: 1 };
  const { changes } = await contentOf(
    session.api.GET('/api/v1/admin/changes', { params: { query } }),
    changePage,
  );
  const [newest] = changes;
  if (newest) await undoChange(session, newest.id);
}

/** Takes a change back. @throws ApiFailure when the resource was changed again meanwhile */
export async function undoChange(session: AdminSession, id: number): Promise<void> {
  await succeeded(session.api.POST('/api/v1/admin/changes/{id}/undo', { params: { path: { id } } }));
}
