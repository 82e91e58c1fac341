import { Button, Stack, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { contentOf } from '@tandem/api-client';
import { type CallLimit, callLimits } from '@tandem/api-types/fraud';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { LinkButton } from '../parts/link-button.tsx';
import { Empty, Failure, Waiting } from '../parts/notices.tsx';
import { Page } from '../parts/page.tsx';
import type { Catalogue } from '../text/catalogue.ts';
import { useText } from '../text/use-text.ts';
import { FraudAlarms } from './fraud-alarms.tsx';
import { LimitDrawer } from './limit-drawer.tsx';
import { subjectText } from './subject-text.ts';
import { UsageTable } from './usage-table.tsx';

const none: readonly CallLimit[] = [];

/** What misuse may cost at most, what was used, and what looks like misuse. */
export function LimitsPage() {
  const session = useSession();
  const { limits: text } = useText();
  const [edited, setEdited] = useState<CallLimit | 'new' | null>(null);
  const query = useQuery({
    queryKey: ['call-limits'],
    queryFn: () => contentOf(session.api.GET('/api/v1/call-limits'), callLimits),
  });
  const rows = query.data?.limits ?? none;
  const columns = useMemo(() => columnsOf(text, setEdited), [text]);
  const add = session.may('routing:write') ? (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {text.add}
    </Button>
  ) : null;
  return (
    <Page title={text.title} lead={text.lead} actions={rows.length > 0 ? add : null}>
      <FraudAlarms />
      <Stack gap="sm">
        <Title order={2}>{text.limitsTitle}</Title>
        {query.error ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
        {query.isPending ? <Waiting rows={3} /> : null}
        {query.data && rows.length === 0 ? (
          <Empty title={text.empty} action={add}>
            {text.emptyWhy}
          </Empty>
        ) : null}
        {rows.length > 0 ? (
          <DataTable
            label={text.limitsTitle}
            rows={rows}
            columns={columns}
            rowId={({ id }) => id}
            minWidth={860}
          />
        ) : null}
      </Stack>
      <UsageTable />
      <LimitDrawer limit={edited} onClose={() => setEdited(null)} />
    </Page>
  );
}

type Bound = 'concurrentCalls' | 'minutesPerHour' | 'minutesPerDay' | 'spendPerHour' | 'spendPerDay';

function columnsOf(
  text: Catalogue['limits'],
  onEdit: (limit: CallLimit) => void,
): readonly DataColumn<CallLimit>[] {
  const bound = (name: Bound): DataColumn<CallLimit> => ({
    id: name,
    header: text[name].label,
    accessorFn: (limit) => limit[name] ?? Number.POSITIVE_INFINITY,
    cell: ({ row: { original: limit } }) => limit[name]?.toLocaleString() ?? text.unlimited,
  });
  return [
    {
      id: 'whose',
      header: text.whose,
      accessorFn: ({ appliesTo }) => subjectText(appliesTo, text),
      cell: ({ getValue, row: { original: limit } }) => (
        <LinkButton onClick={() => onEdit(limit)}>{String(getValue())}</LinkButton>
      ),
    },
    bound('concurrentCalls'),
    bound('minutesPerHour'),
    bound('minutesPerDay'),
    bound('spendPerHour'),
    bound('spendPerDay'),
  ];
}
