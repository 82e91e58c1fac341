import { Alert, Button, Group, Paper, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Why something could not be loaded, with another try. */
export function Failure({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  return (
    <Alert color="red" role="alert" title="This could not be loaded">
      <Group justify="space-between">
        <Text size="sm">{error.message}</Text>
        <Button size="xs" variant="light" color="red" onClick={onRetry}>
          Try again
        </Button>
      </Group>
    </Alert>
  );
}

/** What stands where there is nothing yet. */
export function Empty({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper withBorder p="xl" radius="lg">
      <Stack align="center" gap={4}>
        <Text fw={600}>{title}</Text>
        <Text c="dimmed" size="sm" ta="center">
          {children}
        </Text>
      </Stack>
    </Paper>
  );
}
