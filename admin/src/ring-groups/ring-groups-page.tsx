import { Badge, Text } from '@mantine/core';
import { contentOf } from '@tandem/api-client';
import { type RingGroup, ringGroups } from '@tandem/api-types/ring-groups';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { AddButton } from '../parts/buttons.tsx';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import type { Edited } from '../parts/document-drawer.tsx';
import { LinkButton } from '../parts/link-button.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { TwoLines } from '../parts/two-lines.tsx';
import { useText } from '../text/use-text.ts';
import { RingGroupDrawer } from './ring-group-drawer.tsx';

const none: readonly RingGroup[] = [];

/** Names behind which several people are called. */
export function RingGroupsPage() {
  const session = useSession();
  const { ringGroups: text } = useText();
  const [edited, setEdited] = useState<Edited<RingGroup>>(null);
  const query = useQuery({
    queryKey: ['ring-groups'],
    queryFn: () => contentOf(session.api.GET('/api/v1/ring-groups'), ringGroups),
  });
  const groups = query.data?.ringGroups ?? none;
  const columns = useColumns(setEdited);
  const add = session.may('routing:write') ? (
    <AddButton label={text.add} onClick={() => setEdited('new')} />
  ) : null;
  return (
    <Page title={text.title} lead={text.lead} actions={groups.length > 0 ? add : null}>
      <Listing
        query={query}
        count={groups.length}
        empty={{ title: text.empty, why: text.emptyWhy, action: add }}
      >
        <DataTable label={text.title} rows={groups} columns={columns} rowId={({ name }) => name} />
      </Listing>
      <RingGroupDrawer edited={edited} onClose={() => setEdited(null)} />
    </Page>
  );
}

function useColumns(onEdit: (group: RingGroup) => void): readonly DataColumn<RingGroup>[] {
  const { ringGroups: text } = useText();
  return useMemo(
    () => [
      {
        id: 'name',
        header: text.name,
        accessorFn: ({ displayName }) => displayName,
        cell: ({ row: { original: group } }) => (
          <TwoLines below={group.name}>
            <LinkButton onClick={() => onEdit(group)}>{group.displayName}</LinkButton>
          </TwoLines>
        ),
      },
      {
        id: 'strategy',
        header: text.strategy,
        accessorFn: ({ strategy }) => strategy,
        cell: ({ row: { original: group } }) => <Badge color="gray">{text.strategies[group.strategy]}</Badge>,
      },
      {
        id: 'members',
        header: text.members,
        accessorFn: ({ members }) => members.length,
        cell: ({ row: { original: group } }) => (
          <Text size="sm" lineClamp={2}>
            {group.members.join(', ')}
          </Text>
        ),
      },
      {
        id: 'ringSeconds',
        header: text.ringSeconds.label,
        accessorFn: ({ ringSeconds }) => ringSeconds,
        cell: ({ getValue }) => text.seconds(Number(getValue())),
      },
    ],
    [text, onEdit],
  );
}
