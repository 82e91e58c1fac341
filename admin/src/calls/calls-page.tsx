import { Anchor, Badge, NumberInput, Select, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { contentOf, fileOf } from '@tandem/api-client';
import { type CallDetailRecord, type CallOutcome, callOutcome } from '@tandem/api-types';
import { callSearchPage } from '@tandem/api-types/calls';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../api/use-session.ts';
import { DownloadButton, RefreshButton } from '../parts/buttons.tsx';
import { choicesOf } from '../parts/choices.ts';
import { DayRangeFields } from '../parts/day-range-fields.tsx';
import { FilterRow } from '../parts/filter-row.tsx';
import { filtersSomething } from '../parts/filters.ts';
import { Listing } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { RecordTable } from '../parts/record-table.tsx';
import { momentText, talkingText } from '../parts/time-text.ts';
import { usePages } from '../parts/use-pages.ts';
import { useText } from '../text/use-text.ts';
import { type CallFilters, noFilters, queryOf } from './call-filters.ts';
import { addressText, mosText, outcomeColors } from './call-text.ts';
import { PartyText } from './party-text.tsx';

const columns = ['started', 'from', 'to', 'outcome', 'talked', 'trunk', 'mos', 'why'] as const;

/** The call detail records by filters, newest first. */
export function CallsPage() {
  const session = useSession();
  const { calls: text } = useText();
  const [filters, setFilters] = useState(noFilters);
  const [wanted] = useDebouncedValue(filters, 300);
  const search = queryOf(wanted);
  const query = usePages({
    queryKey: ['calls', wanted],
    pageSize: 50,
    load: (page) =>
      contentOf(
        session.api.GET('/api/v1/admin/calls', { params: { query: { ...search, ...page } } }),
        callSearchPage,
      ),
  });
  const calls = query.data?.pages.flatMap((page) => page.calls) ?? [];
  const searchedBackTo = query.data?.pages.at(-1)?.searchedBackTo ?? null;
  return (
    <Page
      title={text.title}
      lead={text.lead}
      actions={
        <>
          <RefreshButton query={query} />
          <DownloadButton
            label={text.export}
            fileName="calls.csv"
            load={() =>
              fileOf(
                session.api.GET('/api/v1/admin/calls.csv', { params: { query: search }, parseAs: 'blob' }),
              )
            }
          />
        </>
      }
    >
      <Filters filters={filters} onChange={setFilters} />
      <Listing
        query={query}
        count={calls.length}
        empty={
          filtersSomething(wanted, noFilters)
            ? { title: text.noMatch, why: text.noMatchWhy }
            : { title: text.empty, why: text.emptyWhy }
        }
        more={text.showEarlier}
      >
        <RecordTable label={text.title} headings={columns.map((column) => text[column])} minWidth={960}>
          {calls.map((call) => (
            <CallRow key={call.id} call={call} />
          ))}
        </RecordTable>
      </Listing>
      {searchedBackTo === null ? null : (
        <Text size="sm" c="dimmed">
          {text.searchedBackTo(momentText(searchedBackTo))}
        </Text>
      )}
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
    <FilterRow filtered={filtersSomething(filters, noFilters)} onClear={() => onChange(noFilters)}>
      <TextInput
        label={text.party}
        title={text.partyWhy}
        placeholder="alice, 4930*"
        value={filters.party}
        onChange={({ currentTarget }) => set({ party: currentTarget.value })}
        w={170}
      />
      <DayRangeFields range={filters} onChange={set} />
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
        w={200}
      />
    </FilterRow>
  );
}

function CallRow({ call }: { readonly call: CallDetailRecord }) {
  const trunks = [call.arrivedByTrunk, call.leftByTrunk].filter((trunk) => trunk !== null);
  const cells: readonly [string, ReactNode][] = [
    ['from', <PartyText key="from">{call.callerName ?? addressText(call.caller)}</PartyText>],
    ['to', <PartyText key="to">{addressText(call.callee)}</PartyText>],
    ['outcome', <Outcome key="outcome" outcome={call.outcome} />],
    ['talked', talkingText(call.answeredAt, call.endedAt)],
    ['trunk', trunks.join(' → ') || '–'],
    ['mos', `${mosText(call.callerLeg)}\u00a0/\u00a0${mosText(call.calleeLeg)}`],
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
