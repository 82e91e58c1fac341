import { Stack, Title } from '@mantine/core';
import { contentOf } from '@tandem/api-client';
import { type CallLimit, callLimits } from '@tandem/api-types/fraud';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { AddButton } from '../parts/buttons.tsx';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import type { Edited } from '../parts/document-drawer.tsx';
import { LinkButton } from '../parts/link-button.tsx';
import { Listing } from '../parts/listing.tsx';
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
  const [edited, setEdited] = useState<Edited<CallLimit>>(null);
  const query = useQuery({
    queryKey: ['call-limits'],
    queryFn: () => contentOf(session.api.GET('/api/v1/call-limits'), callLimits),
  });
  const rows = query.data?.limits ?? none;
  const columns = useMemo(() => columnsOf(text, setEdited), [text]);
  const add = session.may('routing:write') ? (
    <AddButton label={text.add} onClick={() => setEdited('new')} />
  ) : null;
  return (
    <Page title={text.title} lead={text.lead} actions={rows.length > 0 ? add : null}>
      <FraudAlarms />
      <Stack gap="sm">
        <Title order={2}>{text.limitsTitle}</Title>
        <Listing
          query={query}
          count={rows.length}
          empty={{ title: text.empty, why: text.emptyWhy, action: add }}
          waitingRows={3}
        >
          <DataTable
            label={text.limitsTitle}
            rows={rows}
            columns={columns}
            rowId={({ id }) => id}
            minWidth={860}
          />
        </Listing>
      </Stack>
      <UsageTable />
      <LimitDrawer edited={edited} onClose={() => setEdited(null)} />
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
