import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useText } from '../text/use-text.ts';
import { useCover } from './use-unsaved.ts';

export interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What the button says that does it. */
  readonly action: string;
  /** What the button says that does not; “Cancel” when absent. */
  readonly cancel?: string;
  readonly onConfirm: () => Promise<void>;
  readonly children: ReactNode;
}

/** Asks before something is done that others will notice. It stays open, with the reason, when that fails. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, onClose, title, action, cancel, onConfirm, children } = props;
  useCover(opened);
  const { shared } = useText();
  const confirmation = useMutation({ mutationFn: onConfirm, onSuccess: () => close() });
  const close = () => {
    confirmation.reset();
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={title}>
      <Stack>
        <Text size="sm">{children}</Text>
        {confirmation.error ? (
          <Alert color="red" role="alert">
            {confirmation.error.message}
          </Alert>
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {cancel ?? shared.cancel}
          </Button>
          <Button color="red" loading={confirmation.isPending} onClick={() => confirmation.mutate()}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
