import { Stack, Text, Title } from '@mantine/core';
import { contentOf } from '@tandem/api-client';
import { type CallUsage, callUsages } from '@tandem/api-types/fraud';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSession } from '../api/use-session.ts';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { Listing } from '../parts/listing.tsx';
import type { Catalogue } from '../text/catalogue.ts';
import { useText } from '../text/use-text.ts';
import { subjectText } from './subject-text.ts';

const refreshMs = 10_000;
const none: readonly CallUsage[] = [];

/** Who called the outside in the last day, and what it cost. */
export function UsageTable() {
  const session = useSession();
  const { limits: text } = useText();
  const query = useQuery({
    queryKey: ['call-usage'],
    queryFn: () => contentOf(session.api.GET('/api/v1/call-usage'), callUsages),
    refetchInterval: refreshMs,
  });
  const rows = query.data?.usages ?? none;
  const columns = useMemo(() => columnsOf(text), [text]);
  return (
    <Stack gap="sm">
      <div>
        <Title order={2}>{text.usage}</Title>
        <Text size="sm" c="dimmed">
          {query.data && rows.length === 0 ? text.noUsage : text.usageWhy}
        </Text>
      </div>
      <Listing query={query} count={rows.length} empty={null} waitingRows={3}>
        <DataTable
          label={text.usage}
          rows={rows}
          columns={columns}
          rowId={({ subject }) => JSON.stringify(subject)}
        />
      </Listing>
    </Stack>
  );
}

const rounded = (value: number, digits: number): string =>
  value.toLocaleString(undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits });

const columnsOf = (text: Catalogue['limits']): readonly DataColumn<CallUsage>[] => [
  { id: 'who', header: text.who, accessorFn: ({ subject }) => subjectText(subject, text) },
  { id: 'calls', header: text.callsNow, accessorFn: ({ concurrentCalls }) => concurrentCalls },
  {
    id: 'minutes',
    header: text.minutes,
    accessorFn: ({ minutesLastDay }) => minutesLastDay,
    cell: ({ row: { original: usage } }) =>
      text.pair(rounded(usage.minutesLastHour, 1), rounded(usage.minutesLastDay, 1)),
  },
  {
    id: 'spend',
    header: text.spend,
    accessorFn: ({ spendLastDay }) => spendLastDay,
    cell: ({ row: { original: usage } }) =>
      text.pair(rounded(usage.spendLastHour, 2), rounded(usage.spendLastDay, 2)),
  },
];
