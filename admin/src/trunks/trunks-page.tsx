import { Anchor, Button, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { Trunk, TrunkState } from '@tandem/api-types/trunks';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { Status } from '../parts/status.tsx';
import { TwoLines } from '../parts/two-lines.tsx';
import { useText } from '../text/use-text.ts';
import { useTrunks } from './trunk-queries.ts';
import { shareText, trunkTones } from './trunk-state-text.ts';

interface TrunkRow {
  readonly trunk: Trunk;
  readonly state: TrunkState;
}

const none: readonly TrunkRow[] = [];

/** All trunks, each with its live state. */
export function TrunksPage() {
  const { trunks: text } = useText();
  const query = useTrunks();
  const columns = useColumns();
  const rows = query.data ?? none;
  const add = (
    <Button component={Link} to="/trunks/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {text.add}
    </Button>
  );
  return (
    <Page title={text.title} lead={text.lead} actions={rows.length > 0 ? add : null}>
      <Listing
        query={query}
        count={rows.length}
        empty={{ title: text.empty, why: text.emptyWhy, action: add }}
      >
        <DataTable
          label={text.title}
          rows={rows}
          columns={columns}
          rowId={({ trunk }) => trunk.id}
          minWidth={860}
        />
      </Listing>
    </Page>
  );
}

function useColumns(): readonly DataColumn<TrunkRow>[] {
  const { trunks: text } = useText();
  return useMemo(
    () => [
      {
        id: 'name',
        header: text.name,
        accessorFn: ({ trunk }) => trunk.name,
        cell: ({ row: { original } }) => <NameCell {...original} />,
      },
      {
        id: 'state',
        header: text.state,
        accessorFn: ({ state }) => state.state,
        cell: ({ row: { original } }) => <StateCell {...original} />,
      },
      {
        id: 'gateways',
        header: text.gateways,
        accessorFn: ({ state }) => state.gateways.filter((gateway) => gateway.state === 'up').length,
        cell: ({ getValue, row: { original } }) =>
          original.state.gateways.length === 0
            ? '–'
            : text.upOf(Number(getValue()), original.state.gateways.length),
      },
      { id: 'calls', header: text.callsNow, accessorFn: ({ state }) => state.activeCalls },
      {
        id: 'answered',
        header: text.answered,
        accessorFn: ({ state }) => state.lastHour.answerSeizureRatio ?? -1,
        cell: ({ row: { original } }) => {
          const { answerSeizureRatio, attempts } = original.state.lastHour;
          return answerSeizureRatio === null
            ? text.noAttempts
            : text.ofAttempts(shareText(answerSeizureRatio), attempts);
        },
      },
      {
        id: 'postDialDelay',
        header: text.postDialDelay,
        accessorFn: ({ state }) => state.lastHour.postDialDelayMs ?? -1,
        cell: ({ row: { original } }) => {
          const { postDialDelayMs } = original.state.lastHour;
          return postDialDelayMs === null ? '–' : `${(postDialDelayMs / 1000).toFixed(1)} s`;
        },
      },
    ],
    [text],
  );
}

function NameCell({ trunk }: TrunkRow) {
  const { trunks: text } = useText();
  return (
    <TwoLines below={trunk.managedBy === null ? trunk.id : text.managedBy(trunk.managedBy)}>
      <Anchor component={Link} to={`/trunks/${encodeURIComponent(trunk.id)}`} fw={600} size="sm">
        {trunk.name}
      </Anchor>
    </TwoLines>
  );
}

function StateCell({ state }: TrunkRow) {
  const { trunks: text } = useText();
  return (
    <Stack gap={2} align="flex-start">
      <Status tone={trunkTones[state.state]}>{text.states[state.state]}</Status>
      {state.state === 'up' ? null : (
        <Text size="xs" c="dimmed" maw={300} lineClamp={2}>
          {state.reason}
        </Text>
      )}
    </Stack>
  );
}
