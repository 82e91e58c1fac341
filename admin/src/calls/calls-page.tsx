import { Anchor, Badge, Button, Group, NumberInput, Select, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { contentOf, fileOf } from '@tandem/api-client';
import { type CallDetailRecord, type CallOutcome, callOutcome } from '@tandem/api-types';
import { callSearchPage } from '@tandem/api-types/calls';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../api/use-session.ts';
import { choicesOf } from '../parts/choices.ts';
import { Empty, Failure, Waiting } from '../parts/notices.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { saveFile } from '../parts/save-file.ts';
import { momentText, talkingText } from '../parts/time-text.ts';
import { useText } from '../text/use-text.ts';
import { type CallFilters, noFilters, queryOf } from './call-filters.ts';
import { addressText, mosText, outcomeColors } from './call-text.ts';

const pageSize = 50;

/** The call detail records by filters, newest first. */
export function CallsPage() {
  const session = useSession();
  const { shared, calls: text } = useText();
  const [filters, setFilters] = useState(noFilters);
  const [wanted] = useDebouncedValue(filters, 300);
  const query = useInfiniteQuery({
    queryKey: ['calls', wanted],
    queryFn: ({ pageParam }) => {
      const search = {
        ...queryOf(wanted),
        limit: pageSize,
        ...(pageParam === '' ? {} : { cursor: pageParam }),
      };
      return contentOf(session.api.GET('/api/v1/admin/calls', { params: { query: search } }), callSearchPage);
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const download = useMutation({
    mutationFn: async () => {
      const params = { query: queryOf(wanted) };
      saveFile(
        'calls.csv',
        await fileOf(session.api.GET('/api/v1/admin/calls.csv', { params, parseAs: 'blob' })),
      );
    },
  });
  const calls = query.data?.pages.flatMap((page) => page.calls) ?? [];
  const searchedBackTo = query.data?.pages.at(-1)?.searchedBackTo ?? null;
  const error = query.error ?? download.error;
  return (
    <Page
      title={text.title}
      lead={text.lead}
      actions={
        <>
          <Button variant="default" loading={query.isRefetching} onClick={() => void query.refetch()}>
            {shared.refresh}
          </Button>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            loading={download.isPending}
            onClick={() => download.mutate()}
          >
            {text.export}
          </Button>
        </>
      }
    >
      <Filters filters={filters} onChange={setFilters} />
      {error ? <Failure error={error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Waiting /> : null}
      {query.data && calls.length === 0 ? <Empty title={text.empty}>{text.emptyWhy}</Empty> : null}
      {calls.length > 0 ? <CallTable calls={calls} /> : null}
      {searchedBackTo === null ? null : (
        <Text size="sm" c="dimmed">
          {text.searchedBackTo(momentText(searchedBackTo))}
        </Text>
      )}
      {query.hasNextPage ? (
        <Group justify="center">
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {text.showEarlier}
          </Button>
        </Group>
      ) : null}
    </Page>
  );
}

interface FiltersProps {
  readonly filters: CallFilters;
  readonly onChange: (filters: CallFilters) => void;
}

function Filters({ filters, onChange }: FiltersProps) {
  const { calls: text } = useText();
  const set = (change: Partial<CallFilters>) => onChange({ ...filters, ...change });
  return (
    <Group align="flex-end" gap="sm" role="search">
      <TextInput
        label={text.party}
        title={text.partyWhy}
        placeholder="alice, 4930*"
        value={filters.party}
        onChange={({ currentTarget }) => set({ party: currentTarget.value })}
        w={170}
      />
      <TextInput
        type="date"
        label={text.fromDay}
        value={filters.fromDay}
        onChange={({ currentTarget }) => set({ fromDay: currentTarget.value })}
      />
      <TextInput
        type="date"
        label={text.toDay}
        value={filters.toDay}
        onChange={({ currentTarget }) => set({ toDay: currentTarget.value })}
      />
      <Select
        label={text.outcome}
        placeholder={text.anyOutcome}
        data={[...choicesOf(text.outcomes)]}
        value={filters.outcome}
        onChange={(outcome) => set({ outcome: callOutcome.safeParse(outcome).data ?? null })}
        clearable
        w={150}
      />
      <TextInput
        label={text.trunk}
        value={filters.trunk}
        onChange={({ currentTarget }) => set({ trunk: currentTarget.value })}
        w={130}
      />
      <NumberInput
        label={text.mosBelow}
        value={filters.mosBelow}
        onChange={(mosBelow) => set({ mosBelow })}
        min={1}
        max={5}
        step={0.1}
        w={110}
      />
      <NumberInput
        label={text.longerThan}
        value={filters.longerThanSeconds}
        onChange={(longerThanSeconds) => set({ longerThanSeconds })}
        min={0}
        w={160}
      />
      <Button variant="subtle" onClick={() => onChange(noFilters)}>
        {text.clear}
      </Button>
    </Group>
  );
}

const columns = ['started', 'from', 'to', 'outcome', 'talked', 'trunk', 'mos', 'why'] as const;

function CallTable({ calls }: { readonly calls: readonly CallDetailRecord[] }) {
  const { calls: text } = useText();
  return (
    <Panel label={text.title} minWidth={960}>
      <Table highlightOnHover aria-label={text.title}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column}>{text[column]}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {calls.map((call) => (
            <CallRow key={call.id} call={call} />
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

function CallRow({ call }: { readonly call: CallDetailRecord }) {
  const trunks = [call.arrivedByTrunk, call.leftByTrunk].filter((trunk) => trunk !== null);
  const cells: readonly [string, ReactNode][] = [
    ['from', call.callerName ?? addressText(call.caller)],
    ['to', addressText(call.callee)],
    ['outcome', <Outcome key="outcome" outcome={call.outcome} />],
    ['talked', talkingText(call.answeredAt, call.endedAt)],
    ['trunk', trunks.join(' → ') || '–'],
    ['mos', `${mosText(call.callerLeg)} / ${mosText(call.calleeLeg)}`],
  ];
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/calls/${call.id}`} size="sm">
          {momentText(call.startedAt)}
        </Anchor>
      </Table.Td>
      {cells.map(([name, content]) => (
        <Table.Td key={name}>{content}</Table.Td>
      ))}
      <Table.Td maw={280}>
        <Text size="sm" lineClamp={2}>
          {call.reason}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}

function Outcome({ outcome }: { readonly outcome: CallOutcome }) {
  const { calls: text } = useText();
  return <Badge color={outcomeColors[outcome]}>{text.outcomes[outcome]}</Badge>;
}
