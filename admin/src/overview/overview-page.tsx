import { Badge, Card, Group, Loader, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { type Health, overview } from '@tandem/api-types';
import { useQuery } from '@tanstack/react-query';
import { useSession } from '../api/use-session.ts';
import { Failure } from '../parts/notices.tsx';
import { spanText } from '../parts/time-text.ts';

const refreshMs = 5_000;

const statusText = {
  up: 'Everything works',
  degraded: 'Works with restrictions',
  down: 'Does not work',
} as const;
const statusColor = { up: 'green', degraded: 'yellow', down: 'red' } as const;
const componentNames = { database: 'Database', sip: 'SIP', mediaRelay: 'Media relay' } as const;

/** Whether the system works, and how busy it is; read again every five seconds. */
export function OverviewPage() {
  const session = useSession();
  const query = useQuery({
    queryKey: ['overview'],
    queryFn: () => session.get('overview', overview),
    refetchInterval: refreshMs,
  });
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h2">
          Overview
        </Title>
        {query.isFetching ? <Loader size="xs" aria-label="Refreshing" /> : null}
      </Group>
      {query.error ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data ? (
        <>
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <Figure label="Active calls" value={query.data.activeCalls} />
            <Figure label="Registered phones" value={query.data.registeredBindings} />
            <Figure label="Users" value={query.data.users} />
          </SimpleGrid>
          <HealthCard health={query.data.health} />
        </>
      ) : null}
      {query.isPending ? <Text c="dimmed">Loading…</Text> : null}
    </Stack>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: number }) {
  return (
    <Card withBorder radius="lg">
      <Text c="dimmed" size="sm">
        {label}
      </Text>
      <Text fz={36} fw={700} lh={1.2} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {value.toLocaleString()}
      </Text>
    </Card>
  );
}

function HealthCard({ health }: { readonly health: Health }) {
  const components = [
    ['database', health.components.database],
    ['sip', health.components.sip],
    ['mediaRelay', health.components.mediaRelay],
  ] as const;
  return (
    <Card withBorder radius="lg">
      <Stack gap="md">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {statusText[health.status]}
          </Title>
          <Badge color={statusColor[health.status]} variant="light" size="lg">
            {health.status}
          </Badge>
        </Group>
        {components.map(([name, component]) => (
          <Group key={name} justify="space-between" wrap="nowrap" align="flex-start">
            <div>
              <Text fw={600}>{componentNames[name]}</Text>
              <Text c="dimmed" size="sm" style={{ overflowWrap: 'anywhere' }}>
                {component.detail}
              </Text>
            </div>
            <Badge color={component.up ? 'green' : 'red'} variant="light" miw={64}>
              {component.up ? 'up' : 'down'}
            </Badge>
          </Group>
        ))}
        <Text c="dimmed" size="sm">
          Node {health.node} · version {health.version} · up for {spanText(health.uptimeSeconds)}
        </Text>
      </Stack>
    </Card>
  );
}
