import { Badge, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { type Health, overview } from '@tandem/api-types';
import { useQuery } from '@tanstack/react-query';
import { useSession } from '../api/use-session.ts';
import { Failure, Waiting } from '../parts/notices.tsx';
import { Page } from '../parts/page.tsx';
import { spanText } from '../parts/time-text.ts';
import { useText } from '../text/use-text.ts';

const refreshMs = 5_000;

const statusColor = { up: 'green', degraded: 'yellow', down: 'red' } as const;

/** Whether the system works, and how busy it is; read again every five seconds. */
export function OverviewPage() {
  const session = useSession();
  const { overview: text } = useText();
  const query = useQuery({
    queryKey: ['overview'],
    queryFn: () => session.get('overview', overview),
    refetchInterval: refreshMs,
  });
  return (
    <Page title={text.title}>
      {query.error ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data ? (
        <>
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <Figure label={text.activeCalls} value={query.data.activeCalls} />
            <Figure label={text.registeredPhones} value={query.data.registeredBindings} />
            <Figure label={text.users} value={query.data.users} />
          </SimpleGrid>
          <HealthCard health={query.data.health} />
        </>
      ) : null}
      {query.isPending ? <Waiting rows={3} /> : null}
    </Page>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: number }) {
  return (
    <Card>
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
  const { overview: text } = useText();
  const components = [
    ['database', health.components.database],
    ['sip', health.components.sip],
    ['mediaRelay', health.components.mediaRelay],
  ] as const;
  return (
    <Card>
      <Stack gap="md">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {text.status[health.status]}
          </Title>
          <Badge color={statusColor[health.status]} variant="light" size="lg">
            {text.state[health.status]}
          </Badge>
        </Group>
        {components.map(([name, component]) => (
          <Group key={name} justify="space-between" wrap="nowrap" align="flex-start">
            <div>
              <Text fw={600}>{text.components[name]}</Text>
              <Text c="dimmed" size="sm" style={{ overflowWrap: 'anywhere' }}>
                {component.detail}
              </Text>
            </div>
            <Badge color={component.up ? 'green' : 'red'} variant="light" miw={64}>
              {component.up ? text.state.up : text.state.down}
            </Badge>
          </Group>
        ))}
        <Text c="dimmed" size="sm">
          {text.node(health.node, health.version, spanText(health.uptimeSeconds))}
        </Text>
      </Stack>
    </Card>
  );
}
