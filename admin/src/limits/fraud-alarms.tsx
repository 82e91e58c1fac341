import { Button, Card, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { contentOf } from '@tandem/api-client';
import { type FraudAlarm, fraudAlarm, fraudAlarmPage } from '@tandem/api-types/fraud';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { Listing } from '../parts/listing.tsx';
import { Status } from '../parts/status.tsx';
import { momentText } from '../parts/time-text.ts';
import { usePages } from '../parts/use-pages.ts';
import { useText } from '../text/use-text.ts';

/** What looks like misuse, until somebody looked after it. */
export function FraudAlarms() {
  const { limits: text } = useText();
  const [onlyOpen, setOnlyOpen] = useState(true);
  const query = useAlarms(onlyOpen);
  const alarms = query.data?.pages.flatMap((page) => page.alarms) ?? [];
  return (
    <Card component="section" aria-label={text.alarms}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2}>{text.alarms}</Title>
          <Text size="sm" c="dimmed">
            {text.alarmsWhy}
          </Text>
        </div>
        <Switch
          label={text.onlyOpen}
          checked={onlyOpen}
          onChange={({ currentTarget }) => setOnlyOpen(currentTarget.checked)}
        />
      </Group>
      {query.data && alarms.length === 0 ? (
        <Group mt="sm" gap="sm">
          <Status tone="good">{text.noAlarms}</Status>
          <Text size="sm" c="dimmed">
            {text.noAlarmsWhy}
          </Text>
        </Group>
      ) : null}
      <Listing query={query} count={alarms.length} empty={null} waitingRows={2}>
        <Stack component="ul" gap="xs" mt="sm" p={0} style={{ listStyle: 'none' }}>
          {alarms.map((alarm) => (
            <AlarmLine key={alarm.id} alarm={alarm} />
          ))}
        </Stack>
      </Listing>
    </Card>
  );
}

function useAlarms(onlyOpen: boolean) {
  const session = useSession();
  return usePages({
    queryKey: ['fraud-alarms', onlyOpen],
    pageSize: 10,
    load: (page) => {
      const query = { ...page, ...(onlyOpen ? { open: 'true' } : {}) };
      return contentOf(session.api.GET('/api/v1/fraud-alarms', { params: { query } }), fraudAlarmPage);
    },
    refreshMs: 10_000,
  });
}

function AlarmLine({ alarm }: { readonly alarm: FraudAlarm }) {
  const session = useSession();
  const queries = useQueryClient();
  const { limits: text } = useText();
  const acknowledging = useMutation({
    mutationFn: () =>
      contentOf(
        session.api.POST('/api/v1/fraud-alarms/{id}/acknowledge', { params: { path: { id: alarm.id } } }),
        fraudAlarm,
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['fraud-alarms'] }),
  });
  return (
    <Group component="li" justify="space-between" wrap="nowrap" align="flex-start">
      <Group gap="sm" align="flex-start" wrap="nowrap">
        <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {momentText(alarm.at)}
        </Text>
        <div>
          <Text size="sm">{alarm.sentence}</Text>
          {acknowledging.error ? (
            <Text size="sm" c="red" role="alert">
              {acknowledging.error.message}
            </Text>
          ) : null}
        </div>
      </Group>
      {alarm.acknowledgedBy === null ? (
        <Button
          size="compact-sm"
          variant="light"
          aria-label={text.acknowledgeOf(alarm.sentence)}
          disabled={!session.may('routing:write')}
          loading={acknowledging.isPending}
          onClick={() => acknowledging.mutate()}
        >
          {text.acknowledge}
        </Button>
      ) : (
        <Text size="sm" c="dimmed">
          {text.lookedAfter(alarm.acknowledgedBy)}
        </Text>
      )}
    </Group>
  );
}
