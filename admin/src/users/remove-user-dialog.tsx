import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { AdminUser } from '@tandem/api-types';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSession } from '../api/use-session.ts';
import { useText } from '../text/use-text.ts';

export interface RemoveUserDialogProps {
  /** Who is about to be removed; null keeps the dialog closed. */
  readonly user: AdminUser | null;
  readonly onClose: () => void;
}

export function RemoveUserDialog({ user, onClose }: RemoveUserDialogProps) {
  const session = useSession();
  const { shared, users: text } = useText();
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: (username: string) => session.delete(`admin/users/${encodeURIComponent(username)}`),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['users'] });
      onClose();
    },
  });
  const close = () => {
    removal.reset();
    onClose();
  };
  return (
    <Modal opened={user !== null} onClose={close} title={text.removeTitle}>
      <Stack>
        <Text>{user ? text.removeAsk(user.displayName, user.username) : null}</Text>
        {removal.error ? (
          <Alert color="red" role="alert">
            {removal.error.message}
          </Alert>
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {shared.cancel}
          </Button>
          <Button
            color="red"
            loading={removal.isPending}
            onClick={() => user && removal.mutate(user.username)}
          >
            {shared.remove}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
