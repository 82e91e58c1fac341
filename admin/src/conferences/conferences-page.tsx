import { contentOf } from '@tandem/api-client';
import { type Conference, conferences } from '@tandem/api-types/conferences';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { AddButton } from '../parts/buttons.tsx';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import type { Edited } from '../parts/document-drawer.tsx';
import { LinkButton } from '../parts/link-button.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { Status } from '../parts/status.tsx';
import { TwoLines } from '../parts/two-lines.tsx';
import { useText } from '../text/use-text.ts';
import { ConferenceDrawer } from './conference-drawer.tsx';

const refreshMs = 5_000;
const none: readonly Conference[] = [];

/** Rooms in which several people talk. */
export function ConferencesPage() {
  const session = useSession();
  const { conferences: text } = useText();
  const [edited, setEdited] = useState<Edited<Conference>>(null);
  const query = useQuery({
    queryKey: ['conferences'],
    queryFn: () => contentOf(session.api.GET('/api/v1/conferences'), conferences),
    refetchInterval: refreshMs,
  });
  const rooms = query.data?.conferences ?? none;
  const columns = useColumns(setEdited);
  const add = session.may('routing:write') ? (
    <AddButton label={text.add} onClick={() => setEdited('new')} />
  ) : null;
  return (
    <Page title={text.title} lead={text.lead} actions={rooms.length > 0 ? add : null}>
      <Listing
        query={query}
        count={rooms.length}
        empty={{ title: text.empty, why: text.emptyWhy, action: add }}
      >
        <DataTable label={text.title} rows={rooms} columns={columns} rowId={({ name }) => name} />
      </Listing>
      <ConferenceDrawer edited={edited} onClose={() => setEdited(null)} />
    </Page>
  );
}

function useColumns(onEdit: (room: Conference) => void): readonly DataColumn<Conference>[] {
  const { conferences: text } = useText();
  return useMemo(
    () => [
      {
        id: 'name',
        header: text.name,
        accessorFn: ({ displayName }) => displayName,
        cell: ({ row: { original: room } }) => (
          <TwoLines below={room.name}>
            <LinkButton onClick={() => onEdit(room)}>{room.displayName}</LinkButton>
          </TwoLines>
        ),
      },
      { id: 'inside', header: text.inside, accessorFn: ({ members }) => members },
      { id: 'limit', header: text.limit, accessorFn: ({ membersMax }) => membersMax },
      {
        id: 'entry',
        header: text.entry,
        accessorFn: ({ pinRequired }) => pinRequired,
        cell: ({ row: { original: room } }) => <Entry room={room} />,
      },
    ],
    [text, onEdit],
  );
}

function Entry({ room: { pinRequired, pinIsSet } }: { readonly room: Conference }) {
  const { conferences: text } = useText();
  if (!pinRequired) return <Status tone="idle">{text.open}</Status>;
  return pinIsSet ? (
    <Status tone="good">{text.withPin}</Status>
  ) : (
    <Status tone="bad">{text.pinMissing}</Status>
  );
}
