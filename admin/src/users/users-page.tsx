import { Badge, Button, Group, Loader, Stack, Table, Text, Title } from '@mantine/core';
import { type AdminUser, adminUsers } from '@tandem/api-types';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { Empty, Failure } from '../parts/notices.tsx';
import { momentText } from '../parts/time-text.ts';
import { AddUserDialog } from './add-user-dialog.tsx';
import { RemoveUserDialog } from './remove-user-dialog.tsx';

const refreshMs = 10_000;

/** Who has an account; accounts are added and removed here. */
export function UsersPage() {
  const session = useSession();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<AdminUser | null>(null);
  const query = useQuery({
    queryKey: ['users'],
    queryFn: () => session.get('admin/users', adminUsers),
    refetchInterval: refreshMs,
  });
  const users = query.data?.users ?? [];
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h2">
          Users
        </Title>
        <Button onClick={() => setAdding(true)}>Add a user</Button>
      </Group>
      {query.error ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Loader aria-label="Loading users" /> : null}
      {query.data && users.length === 0 ? <Empty title="No users yet">Add the first one.</Empty> : null}
      {users.length > 0 ? (
        <Table.ScrollContainer minWidth={640}>
          <Table verticalSpacing="sm" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Address</Table.Th>
                <Table.Th>Phones</Table.Th>
                <Table.Th>Added</Table.Th>
                <Table.Th aria-label="Actions" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {users.map((user) => (
                <Table.Tr key={user.id}>
                  <Table.Td>
                    <Group gap="xs">
                      <Text fw={600}>{user.displayName}</Text>
                      {user.role === 'admin' ? <Badge variant="light">admin</Badge> : null}
                    </Group>
                    <Text c="dimmed" size="sm">
                      {user.username}
                    </Text>
                  </Table.Td>
                  <Table.Td>{user.addressOfRecord}</Table.Td>
                  <Table.Td>
                    <Badge color={user.registeredBindings > 0 ? 'green' : 'gray'} variant="light">
                      {user.registeredBindings > 0 ? `${user.registeredBindings} registered` : 'none'}
                    </Badge>
                  </Table.Td>
                  <Table.Td>{momentText(user.createdAt)}</Table.Td>
                  <Table.Td ta="right">
                    <Button
                      variant="subtle"
                      color="red"
                      size="xs"
                      aria-label={`Remove ${user.username}`}
                      disabled={user.username === session.username}
                      title={user.username === session.username ? 'Your own account' : undefined}
                      onClick={() => setRemoving(user)}
                    >
                      Remove
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : null}
      <AddUserDialog opened={adding} onClose={() => setAdding(false)} />
      <RemoveUserDialog user={removing} onClose={() => setRemoving(null)} />
    </Stack>
  );
}
