import { Badge, Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { contentOf } from '@tandem/api-client';
import { type RingGroup, ringGroups } from '@tandem/api-types/ring-groups';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { LinkButton } from '../parts/link-button.tsx';
import { Empty, Failure, Waiting } from '../parts/notices.tsx';
import { Page } from '../parts/page.tsx';
import { useText } from '../text/use-text.ts';
import { RingGroupDrawer } from './ring-group-drawer.tsx';

const none: readonly RingGroup[] = [];

/** Names behind which several people are called. */
export function RingGroupsPage() {
  const session = useSession();
  const { ringGroups: text } = useText();
  const [edited, setEdited] = useState<RingGroup | 'new' | null>(null);
  const query = useQuery({
    queryKey: ['ring-groups'],
    queryFn: () => contentOf(session.api.GET('/api/v1/ring-groups'), ringGroups),
  });
  const groups = query.data?.ringGroups ?? none;
  const columns = useColumns(setEdited);
  const add = session.may('routing:write') ? (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {text.add}
    </Button>
  ) : null;
  return (
    <Page title={text.title} lead={text.lead} actions={groups.length > 0 ? add : null}>
      {query.error ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Waiting /> : null}
      {query.data && groups.length === 0 ? (
        <Empty title={text.empty} action={add}>
          {text.emptyWhy}
        </Empty>
      ) : null}
      {groups.length > 0 ? (
        <DataTable label={text.title} rows={groups} columns={columns} rowId={({ name }) => name} />
      ) : null}
      <RingGroupDrawer group={edited} onClose={() => setEdited(null)} />
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
          <>
            <LinkButton onClick={() => onEdit(group)}>{group.displayName}</LinkButton>
            <Text c="dimmed" size="xs">
              {group.name}
            </Text>
          </>
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
