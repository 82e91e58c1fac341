import { Anchor, Button, Group, Text } from '@mantine/core';
import { contentOf, succeeded } from '@tandem/api-client';
import { type LiveCall, liveCalls } from '@tandem/api-types/calls';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../api/use-session.ts';
import { addressText } from '../calls/call-text.ts';
import { PartyText } from '../calls/party-text.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { Status } from '../parts/status.tsx';
import { spanText } from '../parts/time-text.ts';
import { useAnnounce } from '../parts/use-announce.ts';
import { useText } from '../text/use-text.ts';

const refreshMs = 1_000;
const none: readonly LiveCall[] = [];

/** The calls of this moment: who talks with whom, how it sounds, and the button that ends it. */
export function LiveCallsPage() {
  const session = useSession();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const { liveCalls: text } = useText();
  const [ending, setEnding] = useState<LiveCall | null>(null);
  const query = useQuery({
    queryKey: ['live-calls'],
    queryFn: () => contentOf(session.api.GET('/api/v1/admin/live-calls'), liveCalls),
    refetchInterval: refreshMs,
  });
  const columns = useColumns(setEnding);
  const calls = query.data?.calls ?? none;
  const total = query.data?.total ?? 0;
  return (
    <Page title={text.title} lead={text.lead}>
      <Listing query={query} count={calls.length} empty={{ title: text.empty, why: text.emptyWhy }}>
        <DataTable label={text.title} rows={calls} columns={columns} rowId={({ id }) => id} minWidth={860} />
      </Listing>
      {total > calls.length ? <Text size="sm">{text.shownOf(calls.length, total)}</Text> : null}
      <ConfirmDialog
        opened={ending !== null}
        onClose={() => setEnding(null)}
        title={text.hangUp}
        action={text.hangUp}
        onConfirm={async () => {
          if (!ending) return;
          const params = { path: { id: ending.id } };
          await succeeded(session.api.POST('/api/v1/admin/live-calls/{id}/hang-up', { params }));
          announce.show({ message: text.hungUp });
          await queries.invalidateQueries({ queryKey: ['live-calls'] });
        }}
      >
        {ending ? text.hangUpAsk(addressText(ending.caller), addressText(ending.callee)) : null}
      </ConfirmDialog>
    </Page>
  );
}

function useColumns(onHangUp: (call: LiveCall) => void): readonly DataColumn<LiveCall>[] {
  const { shared, calls: words, liveCalls: text } = useText();
  const session = useSession();
  return useMemo(
    () => [
      {
        id: 'from',
        header: words.from,
        accessorFn: ({ caller }) => addressText(caller),
        cell: ({ row: { original: call } }) => (
          <Anchor component={Link} to={`/calls/${call.id}`} size="sm" fw={600}>
            <PartyText>{call.callerName ?? addressText(call.caller)}</PartyText>
          </Anchor>
        ),
      },
      {
        id: 'to',
        header: words.to,
        accessorFn: ({ callee }) => addressText(callee),
        cell: ({ row: { original: call } }) => <PartyText>{addressText(call.callee)}</PartyText>,
      },
      {
        id: 'state',
        header: text.state,
        accessorFn: ({ state }) => state,
        cell: ({ row: { original: call } }) => (
          <Status tone={call.state === 'answered' ? 'good' : 'idle'}>{text.states[call.state]}</Status>
        ),
      },
      {
        id: 'since',
        header: text.since,
        accessorFn: ({ startedAt }) => startedAt,
        cell: ({ row: { original: call } }) =>
          spanText((Date.now() - Date.parse(call.answeredAt ?? call.startedAt)) / 1000),
      },
      {
        id: 'trunk',
        header: words.trunk,
        accessorFn: ({ arrivedByTrunk, leftByTrunk }) =>
          [arrivedByTrunk, leftByTrunk].filter((trunk) => trunk !== null).join(' → ') || shared.notKnown,
      },
      {
        id: 'sound',
        header: text.sound,
        accessorFn: ({ quality }) => quality?.caller.mos ?? 0,
        cell: ({ row: { original: call } }) => <Sound call={call} />,
      },
      {
        id: 'actions',
        header: () => <span className="visually-hidden">{shared.actions}</span>,
        enableSorting: false,
        cell: ({ row: { original: call } }) => (
          <Button
            variant="light"
            color="red"
            size="compact-sm"
            disabled={!session.may('calls:hang-up')}
            aria-label={text.hangUpOne(addressText(call.caller), addressText(call.callee))}
            onClick={() => onHangUp(call)}
          >
            {text.hangUp}
          </Button>
        ),
      },
    ],
    [words, text, shared, session, onHangUp],
  );
}

function Sound({ call: { quality } }: { readonly call: LiveCall }) {
  const { shared } = useText();
  const scores = [quality?.caller.mos ?? null, quality?.callee.mos ?? null];
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="sm">
        {scores.map((mos) => (mos === null ? shared.notKnown : mos.toFixed(1))).join(' / ')}
      </Text>
    </Group>
  );
}
