import { Badge, Button, Group, Text } from '@mantine/core';
import { contentOf, succeeded } from '@tandem/api-client';
import { type ApiKey, apiKeys } from '@tandem/api-types/api-keys';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { AddButton } from '../parts/buttons.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { momentText } from '../parts/time-text.ts';
import { TwoLines } from '../parts/two-lines.tsx';
import { useText } from '../text/use-text.ts';
import { AddApiKeyDialog } from './add-api-key-dialog.tsx';

const none: readonly ApiKey[] = [];

/** Keys with which programs use the API: what each may do, when it was used last, and the way to end it. */
export function ApiKeysPage() {
  const session = useSession();
  const queries = useQueryClient();
  const { shared, apiKeys: text } = useText();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<ApiKey | null>(null);
  const query = useQuery({
    queryKey: ['api-keys'],
    queryFn: () => contentOf(session.api.GET('/api/v1/admin/api-keys'), apiKeys),
  });
  const columns = useColumns(setRemoving);
  const keys = query.data?.keys ?? none;
  const add = <AddButton label={text.add} onClick={() => setAdding(true)} />;
  return (
    <Page title={text.title} lead={text.lead} actions={keys.length > 0 ? add : null}>
      <Listing
        query={query}
        count={keys.length}
        empty={{ title: text.empty, why: text.emptyWhy, action: add }}
      >
        <DataTable label={text.title} rows={keys} columns={columns} rowId={({ id }) => id} minWidth={680} />
      </Listing>
      <AddApiKeyDialog opened={adding} onClose={() => setAdding(false)} />
      <ConfirmDialog
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={text.revoke}
        action={text.revoke}
        onConfirm={async () => {
          if (!removing) return;
          const params = { path: { id: removing.id } };
          await succeeded(session.api.DELETE('/api/v1/admin/api-keys/{id}', { params }));
          await queries.invalidateQueries({ queryKey: ['api-keys'] });
        }}
      >
        {removing ? text.revokeAsk(removing.name) : shared.none}
      </ConfirmDialog>
    </Page>
  );
}

function useColumns(onRemove: (key: ApiKey) => void): readonly DataColumn<ApiKey>[] {
  const { shared, apiKeys: text } = useText();
  return useMemo(
    () => [
      {
        id: 'name',
        header: text.name,
        accessorFn: ({ name }) => name,
        cell: ({ row: { original: key } }) => (
          <TwoLines below={text.madeBy(key.createdBy, momentText(key.createdAt))}>
            <Text size="sm" fw={600}>
              {key.name}
            </Text>
          </TwoLines>
        ),
      },
      {
        id: 'scopes',
        header: text.may,
        enableSorting: false,
        cell: ({ row: { original: key } }) => (
          <Group gap={4} maw={420}>
            {key.scopes.map((scope) => (
              <Badge key={scope} variant="default" title={text.scopes[scope]}>
                {scope}
              </Badge>
            ))}
          </Group>
        ),
      },
      {
        id: 'lastUsed',
        header: text.lastUsed,
        accessorFn: ({ lastUsedAt }) => lastUsedAt ?? '',
        cell: ({ row: { original: key } }) =>
          key.lastUsedAt === null ? text.never : momentText(key.lastUsedAt),
      },
      {
        id: 'expires',
        header: text.expires,
        accessorFn: ({ expiresAt }) => expiresAt ?? '',
        cell: ({ row: { original: key } }) =>
          key.expiresAt === null ? text.never : momentText(key.expiresAt),
      },
      {
        id: 'actions',
        header: () => <span className="visually-hidden">{shared.actions}</span>,
        enableSorting: false,
        cell: ({ row: { original: key } }) => (
          <Button
            variant="light"
            color="red"
            size="compact-sm"
            aria-label={text.revokeOne(key.name)}
            onClick={() => onRemove(key)}
          >
            {text.revoke}
          </Button>
        ),
      },
    ],
    [shared, text, onRemove],
  );
}
