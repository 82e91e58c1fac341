import { ActionIcon, Button, Group } from '@mantine/core';
import { IconDownload, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useText } from '../text/use-text.ts';
import { saveFile } from './save-file.ts';
import { useAnnounce } from './use-announce.ts';

export interface AddButtonProps {
  readonly label: string;
  readonly onClick: () => void;
}

/** Begins something new, above a list or where a list is empty. */
export function AddButton({ label, onClick }: AddButtonProps) {
  return (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={onClick}>
      {label}
    </Button>
  );
}

/** Asks the server for a list again. */
export function RefreshButton({
  query,
}: {
  readonly query: { readonly isRefetching: boolean; refetch(): Promise<unknown> };
}) {
  const { shared } = useText();
  return (
    <Button variant="default" loading={query.isRefetching} onClick={() => void query.refetch()}>
      {shared.refresh}
    </Button>
  );
}

export interface DownloadButtonProps {
  readonly label: string;
  /** For screen readers, where several buttons have the same label. */
  readonly longLabel?: string;
  readonly fileName: string;
  readonly load: () => Promise<Blob>;
  readonly compact?: boolean;
}

/** Gives the admin a file; says so when that fails. */
export function DownloadButton({ label, longLabel, fileName, load, compact = false }: DownloadButtonProps) {
  const { shared } = useText();
  const announce = useAnnounce();
  const download = useMutation({
    mutationFn: load,
    onSuccess: (file) => saveFile(fileName, file),
    onError: ({ message }) => announce.show({ color: 'red', title: shared.couldNotLoad, message }),
  });
  return (
    <Button
      variant="default"
      size={compact ? 'compact-sm' : 'sm'}
      leftSection={<IconDownload size={compact ? 14 : 16} aria-hidden />}
      aria-label={longLabel}
      loading={download.isPending}
      onClick={() => download.mutate()}
    >
      {label}
    </Button>
  );
}

export interface ItemButtonProps {
  readonly label: string;
  readonly disabled?: boolean | undefined;
  readonly onClick: () => void;
}

/** Adds one more to a list within a form. */
export function AddItemButton({ label, disabled = false, onClick }: ItemButtonProps) {
  return (
    <Group>
      <Button
        variant="default"
        size="xs"
        disabled={disabled}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={onClick}
      >
        {label}
      </Button>
    </Group>
  );
}

/** Takes one out of a list. @param label says which, for screen readers */
export function RemoveItemButton({ label, disabled = false, onClick }: ItemButtonProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="red"
      size="lg"
      disabled={disabled}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <IconTrash size={16} aria-hidden />
    </ActionIcon>
  );
}
