import { Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { contentOf } from '@tandem/api-client';
import { type Health, overview } from '@tandem/api-types';
import { type Timeline, timeline } from '@tandem/api-types/timeline';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { useSession } from '../api/use-session.ts';
import type { ChartSeries } from '../parts/chart.tsx';
import { Failure, Waiting } from '../parts/notices.tsx';
import { Page } from '../parts/page.tsx';
import { Status } from '../parts/status.tsx';
import { spanText } from '../parts/time-text.ts';
import { useText } from '../text/use-text.ts';

const Chart = lazy(() => import('../parts/chart.tsx').then(({ Chart }) => ({ default: Chart })));

const healthRefreshMs = 5_000;
const timelineRefreshMs = 1_000;
const shownSeconds = 300;
const mosMax = 5;
const tones = { up: 'good', degraded: 'warning', down: 'bad' } as const;

/** Whether the system works, and how busy it is, second by second. */
export function OverviewPage() {
  const session = useSession();
  const { overview: text } = useText();
  const figures = useQuery({
    queryKey: ['overview'],
    queryFn: () => contentOf(session.api.GET('/api/v1/overview'), overview),
    refetchInterval: healthRefreshMs,
  });
  const seconds = useQuery({
    queryKey: ['overview', 'timeline'],
    queryFn: () =>
      contentOf(
        session.api.GET('/api/v1/overview/timeline', { params: { query: { seconds: shownSeconds } } }),
        timeline,
      ),
    refetchInterval: timelineRefreshMs,
  });
  const error = figures.error ?? seconds.error;
  const retry = () => {
    void figures.refetch();
    void seconds.refetch();
  };
  return (
    <Page title={text.title} lead={text.lastMinutes}>
      {error ? <Failure error={error} onRetry={retry} /> : null}
      {figures.isPending || seconds.isPending ? <Waiting rows={4} /> : null}
      {seconds.data ? <TimelineCards seconds={seconds.data} /> : null}
      {figures.data ? <HealthCard health={figures.data.health} users={figures.data.users} /> : null}
    </Page>
  );
}

function TimelineCards({ seconds }: { readonly seconds: Timeline }) {
  const { overview: text } = useText();
  const { registeredBindings, activeCalls, answered, unanswered, errors, mos } = seconds;
  const atSeconds = useMemo(() => momentsOf(seconds), [seconds]);
  const knownMos = mos.filter((score) => score !== null);
  const meanMos = knownMos.reduce((sum, score) => sum + score, 0) / knownMos.length;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <ChartCard
        title={text.activeCalls}
        value={String(activeCalls.at(-1) ?? 0)}
        atSeconds={atSeconds}
        series={[{ label: text.activeCalls, color: 'plum', values: activeCalls }]}
        counts
      />
      <ChartCard
        title={text.registeredPhones}
        value={String(registeredBindings.at(-1) ?? 0)}
        atSeconds={atSeconds}
        series={[{ label: text.registeredPhones, color: 'blue', values: registeredBindings }]}
        counts
      />
      <ChartCard
        title={text.mos}
        why={text.mosWhy}
        value={knownMos.length === 0 ? text.noMos : meanMos.toFixed(1)}
        atSeconds={atSeconds}
        series={[{ label: text.mos, color: 'teal', values: held(mos) }]}
        min={1}
        max={mosMax}
      />
      <ChartCard
        title={text.ended}
        value={[
          `${sum(answered)} ${text.answered}`,
          `${sum(unanswered)} ${text.unanswered}`,
          `${sum(errors)} ${text.failed}`,
        ].join(', ')}
        atSeconds={atSeconds}
        series={[
          { label: text.answered, color: 'green', values: answered },
          { label: text.unanswered, color: 'yellow', values: unanswered },
          { label: text.failed, color: 'red', values: errors },
        ]}
        counts
      />
    </SimpleGrid>
  );
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** Seconds without a call that ended show the score before. */
function held(scores: Timeline['mos']): (number | null)[] {
  let last: number | null = null;
  return scores.map((score) => {
    last = score ?? last;
    return last;
  });
}

function momentsOf({ endsAt, activeCalls }: Timeline): number[] {
  const endSeconds = Math.round(Date.parse(endsAt) / 1000);
  return activeCalls.map((_, index) => endSeconds - (activeCalls.length - 1 - index));
}

interface ChartCardProps {
  readonly title: string;
  readonly why?: string;
  readonly value: string;
  readonly atSeconds: readonly number[];
  readonly series: readonly ChartSeries[];
  readonly min?: number;
  readonly max?: number;
  readonly counts?: boolean;
}

const chartHeight = 150;

function ChartCard({ title, why, value, ...chart }: ChartCardProps) {
  const { overview: text } = useText();
  const many = chart.series.length > 1;
  return (
    <Card component="section" aria-label={title}>
      <Title order={2} fz="sm" c="dimmed" fw={500}>
        {title}
      </Title>
      <Text fz={many ? 'lg' : 28} lh={1.3} fw={700} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {value}
      </Text>
      {why ? (
        <Text size="xs" c="dimmed">
          {why}
        </Text>
      ) : null}
      <Suspense fallback={<div style={{ height: chartHeight }} />}>
        <Chart label={text.lastMinutesOf(title, value)} height={chartHeight} {...chart} />
      </Suspense>
    </Card>
  );
}

function HealthCard({ health, users }: { readonly health: Health; readonly users: number }) {
  const { overview: text } = useText();
  const components = [
    ['database', health.components.database],
    ['sip', health.components.sip],
    ['mediaRelay', health.components.mediaRelay],
  ] as const;
  return (
    <Card component="section" aria-label={text.status[health.status]}>
      <Stack gap="md">
        <Group justify="space-between">
          <Title order={2}>{text.status[health.status]}</Title>
          <Status tone={tones[health.status]}>{text.state[health.status]}</Status>
        </Group>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          {components.map(([name, component]) => (
            <div key={name}>
              <Group gap="xs">
                <Text fw={600} size="sm">
                  {text.components[name]}
                </Text>
                <Status tone={component.up ? 'good' : 'bad'}>
                  {component.up ? text.state.up : text.state.down}
                </Status>
              </Group>
              <Text c="dimmed" size="sm" style={{ overflowWrap: 'anywhere' }}>
                {component.detail}
              </Text>
            </div>
          ))}
        </SimpleGrid>
        <Text c="dimmed" size="sm">
          {text.users}: {users.toLocaleString()} ·{' '}
          {text.node(health.node, health.version, spanText(health.uptimeSeconds))}
        </Text>
      </Stack>
    </Card>
  );
}
