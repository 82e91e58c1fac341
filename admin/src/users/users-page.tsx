import { Badge, Group } from '@mantine/core';
import { contentOf } from '@tandem/api-client';
import { type AdminUser, adminUsers } from '@tandem/api-types';
import { useMemo, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { AddButton } from '../parts/buttons.tsx';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { LinkButton } from '../parts/link-button.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { SearchField, useSearch } from '../parts/search-field.tsx';
import { momentText } from '../parts/time-text.ts';
import { TwoLines } from '../parts/two-lines.tsx';
import { usePages } from '../parts/use-pages.ts';
import { useText } from '../text/use-text.ts';
import { AddUserDialog } from './add-user-dialog.tsx';
import { UserDrawer } from './user-drawer.tsx';

/** Who has an account; accounts are added, changed and removed here. */
export function UsersPage() {
  const session = useSession();
  const { users: text } = useText();
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const { field, wanted } = useSearch();
  const query = useUsers(wanted);
  const users = useMemo(() => query.data?.pages.flatMap((page) => page.users) ?? [], [query.data]);
  const columns = useColumns(setShown);
  return (
    <Page
      title={text.title}
      lead={text.lead}
      actions={
        session.may('users:write') ? (
          <AddButton label={text.addTitle} onClick={() => setAdding(true)} />
        ) : null
      }
    >
      <SearchField label={text.find} {...field} />
      <Listing
        query={query}
        count={users.length}
        empty={
          wanted === ''
            ? { title: text.empty, why: text.emptyWhy }
            : { title: text.noMatch, why: text.noMatchWhy }
        }
      >
        <DataTable label={text.title} rows={users} columns={columns} rowId={({ id }) => id} />
      </Listing>
      <AddUserDialog opened={adding} onClose={() => setAdding(false)} onAdded={setShown} />
      <UserDrawer username={shown} onClose={() => setShown(null)} />
    </Page>
  );
}

function useUsers(search: string) {
  const session = useSession();
  return usePages({
    queryKey: ['users', search],
    pageSize: 100,
    load: (page) => {
      const query = { ...page, ...(search === '' ? {} : { search }) };
      return contentOf(session.api.GET('/api/v1/admin/users', { params: { query } }), adminUsers);
    },
    refreshMs: 10_000,
  });
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
          <TwoLines below={user.username}>
            <Group gap="xs">
              <LinkButton onClick={() => onShow(user.username)}>{user.displayName}</LinkButton>
              {user.role === 'user' ? null : <Badge>{text.roles[user.role]}</Badge>}
            </Group>
          </TwoLines>
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
