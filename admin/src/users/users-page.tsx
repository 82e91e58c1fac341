import { Badge, Button, Group, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { contentOf } from '@tandem/api-client';
import { type AdminUser, adminUsers } from '@tandem/api-types';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { LinkButton } from '../parts/link-button.tsx';
import { Empty, Failure, Waiting } from '../parts/notices.tsx';
import { Page } from '../parts/page.tsx';
import { momentText } from '../parts/time-text.ts';
import { useText } from '../text/use-text.ts';
import { AddUserDialog } from './add-user-dialog.tsx';
import { UserDrawer } from './user-drawer.tsx';

const refreshMs = 10_000;
const pageSize = 100;

/** Who has an account; accounts are added, changed and removed here. */
export function UsersPage() {
  const session = useSession();
  const { shared, users: text } = useText();
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), 250);
  const query = useUsers(wanted);
  const users = useMemo(() => query.data?.pages.flatMap((page) => page.users) ?? [], [query.data]);
  const columns = useColumns(setShown);
  const mayAdd = session.may('users:write');
  return (
    <Page
      title={text.title}
      lead={text.lead}
      actions={
        mayAdd ? (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {text.addTitle}
          </Button>
        ) : null
      }
    >
      <TextInput
        aria-label={text.find}
        placeholder={text.find}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        maw={360}
      />
      {query.error ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Waiting /> : null}
      {query.data && users.length === 0 ? <Nobody searched={wanted !== ''} /> : null}
      {users.length > 0 ? (
        <DataTable label={text.title} rows={users} columns={columns} rowId={({ id }) => id} />
      ) : null}
      {query.hasNextPage ? (
        <Group justify="center">
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {shared.showMore}
          </Button>
        </Group>
      ) : null}
      <AddUserDialog opened={adding} onClose={() => setAdding(false)} />
      <UserDrawer username={shown} onClose={() => setShown(null)} />
    </Page>
  );
}

function useUsers(search: string) {
  const session = useSession();
  return useInfiniteQuery({
    queryKey: ['users', search],
    queryFn: ({ pageParam }) => {
      const query = {
        limit: pageSize,
        ...(search === '' ? {} : { search }),
        ...(pageParam === '' ? {} : { cursor: pageParam }),
      };
      return contentOf(session.api.GET('/api/v1/admin/users', { params: { query } }), adminUsers);
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: refreshMs,
    placeholderData: (before) => before,
  });
}

function Nobody({ searched }: { readonly searched: boolean }) {
  const { users: text } = useText();
  return searched ? (
    <Empty title={text.noMatch}>{text.noMatchWhy}</Empty>
  ) : (
    <Empty title={text.empty}>{text.emptyWhy}</Empty>
  );
}

function useColumns(onShow: (username: string) => void): readonly DataColumn<AdminUser>[] {
  const { users: text } = useText();
  return useMemo(
    () => [
      {
        id: 'name',
        header: text.name,
        accessorFn: ({ displayName }) => displayName,
        cell: ({ row: { original: user } }) => (
          <>
            <Group gap="xs">
              <LinkButton onClick={() => onShow(user.username)}>{user.displayName}</LinkButton>
              {user.role === 'user' ? null : <Badge>{text.roles[user.role]}</Badge>}
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
    ],
    [text, onShow],
  );
}
