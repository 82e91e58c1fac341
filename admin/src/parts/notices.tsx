import { Alert, Button, Group, Paper, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../text/use-text.ts';

/** Why something could not be loaded, with another try. */
export function Failure({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const { shared } = useText();
  return (
    <Alert color="red" role="alert" title={shared.couldNotLoad}>
      <Group justify="space-between">
        <Text size="sm">{error.message}</Text>
        <Button size="xs" variant="light" color="red" onClick={onRetry}>
          {shared.tryAgain}
        </Button>
      </Group>
    </Alert>
  );
}

export interface EmptyProps {
  readonly title: string;
  /** What will be here, and what to do for it. */
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** What stands where there is nothing yet. */
export function Empty({ title, children, action }: EmptyProps) {
  return (
    <Paper withBorder p="xl" radius="lg">
      <Stack align="center" gap="xs" py="md">
        <Text fw={600} size="lg">
          {title}
        </Text>
        <Text c="dimmed" size="sm" ta="center" maw="60ch">
          {children}
        </Text>
        {action ? <Group mt="sm">{action}</Group> : null}
      </Stack>
    </Paper>
  );
}

/** Stands in for rows that are on their way. */
export function Waiting({ rows = 5 }: { readonly rows?: number }) {
  const { shared } = useText();
  return (
    <Stack gap="xs" role="status" aria-label={shared.loading}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike
        <Skeleton key={row} height={38} radius="sm" />
      ))}
    </Stack>
  );
}
