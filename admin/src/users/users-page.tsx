import { Badge, Button, Group, Text, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { type AdminUser, adminUsers } from '@tandem/api-types';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { Empty, Failure, Waiting } from '../parts/notices.tsx';
import { Page } from '../parts/page.tsx';
import { momentText } from '../parts/time-text.ts';
import { useText } from '../text/use-text.ts';
import { AddUserDialog } from './add-user-dialog.tsx';
import { RemoveUserDialog } from './remove-user-dialog.tsx';

const refreshMs = 10_000;

/** Who has an account; accounts are added and removed here. */
export function UsersPage() {
  const session = useSession();
  const { users: text } = useText();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<AdminUser | null>(null);
  const [search, setSearch] = useState('');
  const query = useQuery({
    queryKey: ['users'],
    queryFn: () => session.get('admin/users', adminUsers),
    refetchInterval: refreshMs,
  });
  const found = useMemo(() => matching(query.data?.users ?? [], search), [query.data, search]);
  const columns = useColumns(setRemoving);
  return (
    <Page
      title={text.title}
      lead={text.lead}
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
          {text.addTitle}
        </Button>
      }
    >
      {query.error ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Waiting /> : null}
      {query.data ? (
        <TextInput
          aria-label={text.find}
          placeholder={text.find}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          maw={360}
        />
      ) : null}
      {query.data && found.length === 0 ? (
        search === '' ? (
          <Empty title={text.empty}>{text.emptyWhy}</Empty>
        ) : (
          <Empty title={text.noMatch}>{text.noMatchWhy}</Empty>
        )
      ) : null}
      {found.length > 0 ? (
        <DataTable label={text.title} rows={found} columns={columns} rowId={({ id }) => id} />
      ) : null}
      <AddUserDialog opened={adding} onClose={() => setAdding(false)} />
      <RemoveUserDialog user={removing} onClose={() => setRemoving(null)} />
    </Page>
  );
}

function matching(users: readonly AdminUser[], search: string): readonly AdminUser[] {
  const wanted = search.trim().toLocaleLowerCase();
  return users.filter(
    ({ username, displayName }) =>
      username.includes(wanted) || displayName.toLocaleLowerCase().includes(wanted),
  );
}

function useColumns(onRemove: (user: AdminUser) => void): readonly DataColumn<AdminUser>[] {
  const { shared, users: text } = useText();
  const session = useSession();
  return useMemo(
    () => [
      {
        id: 'name',
        header: text.name,
        accessorFn: ({ displayName }) => displayName,
        cell: ({ row: { original: user } }) => (
          <>
            <Group gap="xs">
              <Text fw={600} size="sm">
                {user.displayName}
              </Text>
              {user.role === 'user' ? null : <Badge>{user.role}</Badge>}
            </Group>
            <Text c="dimmed" size="xs">
              {user.username}
            </Text>
          </>
        ),
      },
      { id: 'address', header: text.address, accessorFn: ({ addressOfRecord }) => addressOfRecord },
      {
        id: 'phones',
        header: text.phones,
        accessorFn: ({ registeredBindings }) => registeredBindings,
        cell: ({ row: { original: user } }) => (
          <Badge color={user.registeredBindings > 0 ? 'green' : 'gray'}>
            {user.registeredBindings > 0 ? text.registered(user.registeredBindings) : text.noPhone}
          </Badge>
        ),
      },
      {
        id: 'added',
        header: text.added,
        accessorFn: ({ createdAt }) => createdAt,
        cell: ({ row: { original: user } }) => momentText(user.createdAt),
      },
      {
        id: 'actions',
        header: () => <span className="visually-hidden">{shared.actions}</span>,
        enableSorting: false,
        cell: ({ row: { original: user } }) => (
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            aria-label={text.removeOne(user.username)}
            disabled={user.username === session.username}
            title={user.username === session.username ? text.ownAccount : undefined}
            onClick={() => onRemove(user)}
          >
            {shared.remove}
          </Button>
        ),
      },
    ],
    [text, shared, session, onRemove],
  );
}
