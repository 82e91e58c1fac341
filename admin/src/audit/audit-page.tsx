import { Select, Table, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { contentOf, fileOf } from '@tandem/api-client';
import { type AuditEntry, auditPage } from '@tandem/api-types/audit';
import { useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { DownloadButton, RefreshButton } from '../parts/buttons.tsx';
import { choicesOf } from '../parts/choices.ts';
import { DayRangeFields } from '../parts/day-range-fields.tsx';
import { FilterRow } from '../parts/filter-row.tsx';
import { filtersSomething } from '../parts/filters.ts';
import { Listing } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { RecordTable } from '../parts/record-table.tsx';
import { momentText } from '../parts/time-text.ts';
import { TwoLines } from '../parts/two-lines.tsx';
import { usePages } from '../parts/use-pages.ts';
import { useText } from '../text/use-text.ts';
import { type AuditFilterFields, auditQueryOf, noAuditFilters } from './audit-filters.ts';

/** Who did what, when and from where, the newest first. */
export function AuditPage() {
  const session = useSession();
  const { audit: text } = useText();
  const [filters, setFilters] = useState(noAuditFilters);
  const [wanted] = useDebouncedValue(filters, 300);
  const search = auditQueryOf(wanted);
  const query = usePages({
    queryKey: ['audit', wanted],
    pageSize: 50,
    load: (page) =>
      contentOf(
        session.api.GET('/api/v1/admin/audit', { params: { query: { ...search, ...page } } }),
        auditPage,
      ),
  });
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Page
      title={text.title}
      lead={text.lead}
      actions={
        <>
          <RefreshButton query={query} />
          <DownloadButton
            label={text.export}
            fileName="audit.csv"
            load={() =>
              fileOf(
                session.api.GET('/api/v1/admin/audit.csv', { params: { query: search }, parseAs: 'blob' }),
              )
            }
          />
        </>
      }
    >
      <Filters filters={filters} onChange={setFilters} />
      <Listing query={query} count={entries.length} empty={{ title: text.empty, why: text.emptyWhy }}>
        <RecordTable
          label={text.title}
          headings={[text.at, text.who, text.what, text.whom, text.from]}
          minWidth={560}
        >
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </RecordTable>
      </Listing>
    </Page>
  );
}

interface FiltersProps {
  readonly filters: AuditFilterFields;
  readonly onChange: (filters: AuditFilterFields) => void;
}

function Filters({ filters, onChange }: FiltersProps) {
  const { audit: text, changes } = useText();
  const set = (change: Partial<AuditFilterFields>) => onChange({ ...filters, ...change });
  return (
    <FilterRow filtered={filtersSomething(filters, noAuditFilters)} onClear={() => onChange(noAuditFilters)}>
      <TextInput
        label={text.author}
        value={filters.author}
        onChange={({ currentTarget }) => set({ author: currentTarget.value })}
        w={160}
      />
      <Select
        label={text.action}
        placeholder={text.anyAction}
        data={[...choicesOf(text.actions)]}
        value={filters.action}
        onChange={(action) => set({ action })}
        clearable
        w={190}
      />
      <Select
        label={changes.filterKind}
        placeholder={changes.allKinds}
        data={[...choicesOf(changes.kinds)]}
        value={filters.kind}
        onChange={(kind) => set({ kind })}
        clearable
        w={180}
      />
      <DayRangeFields range={filters} onChange={set} />
    </FilterRow>
  );
}

function AuditRow({
  entry: { at, author, action, kind, label, sourceAddress },
}: {
  readonly entry: AuditEntry;
}) {
  const { audit: text, changes } = useText();
  return (
    <Table.Tr>
      <Table.Td>{momentText(at)}</Table.Td>
      <Table.Td>
        <TwoLines below={changes.authorKinds[author.kind]}>{author.name}</TwoLines>
      </Table.Td>
      <Table.Td>{text.actions[action] ?? action}</Table.Td>
      <Table.Td>
        <TwoLines below={changes.kinds[kind] ?? kind}>{label}</TwoLines>
      </Table.Td>
      <Table.Td>{sourceAddress ?? text.onlyHere}</Table.Td>
    </Table.Tr>
  );
}
