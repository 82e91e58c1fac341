import { Button, Group, Select, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { contentOf, fileOf } from '@tandem/api-client';
import { type AuditEntry, auditPage } from '@tandem/api-types/audit';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { choicesOf } from '../parts/choices.ts';
import { Empty, Failure, Waiting } from '../parts/notices.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { saveFile } from '../parts/save-file.ts';
import { momentText } from '../parts/time-text.ts';
import { useText } from '../text/use-text.ts';
import { type AuditFilterFields, auditQueryOf, noAuditFilters } from './audit-filters.ts';

const pageSize = 50;

/** Who did what, when and from where, the newest first. */
export function AuditPage() {
  const session = useSession();
  const { shared, audit: text } = useText();
  const [filters, setFilters] = useState(noAuditFilters);
  const [wanted] = useDebouncedValue(filters, 300);
  const query = useInfiniteQuery({
    queryKey: ['audit', wanted],
    queryFn: ({ pageParam }) => {
      const search = {
        ...auditQueryOf(wanted),
        limit: pageSize,
        ...(pageParam === '' ? {} : { cursor: pageParam }),
      };
      return contentOf(session.api.GET('/api/v1/admin/audit', { params: { query: search } }), auditPage);
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const download = useMutation({
    mutationFn: async () => {
      const params = { query: auditQueryOf(wanted) };
      const file = await fileOf(session.api.GET('/api/v1/admin/audit.csv', { params, parseAs: 'blob' }));
      saveFile('audit.csv', file);
    },
  });
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
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
      {query.data && entries.length === 0 ? <Empty title={text.empty}>{text.emptyWhy}</Empty> : null}
      {entries.length > 0 ? <AuditTable entries={entries} /> : null}
      {query.hasNextPage ? (
        <Group justify="center">
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {shared.showMore}
          </Button>
        </Group>
      ) : null}
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
    <Group align="flex-end" gap="sm" role="search">
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
      <Button variant="subtle" onClick={() => onChange(noAuditFilters)}>
        {text.clear}
      </Button>
    </Group>
  );
}

function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const { audit: text } = useText();
  return (
    <Panel label={text.title} minWidth={760}>
      <Table highlightOnHover aria-label={text.title}>
        <Table.Thead>
          <Table.Tr>
            {[text.at, text.who, text.what, text.whom, text.from].map((heading) => (
              <Table.Th key={heading}>{heading}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
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
        <Text size="sm">{author.name}</Text>
        <Text size="xs" c="dimmed">
          {changes.authorKinds[author.kind]}
        </Text>
      </Table.Td>
      <Table.Td>{text.actions[action] ?? action}</Table.Td>
      <Table.Td>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {label}
        </Text>
        <Text size="xs" c="dimmed">
          {changes.kinds[kind] ?? kind}
        </Text>
      </Table.Td>
      <Table.Td>{sourceAddress ?? text.onlyHere}</Table.Td>
    </Table.Tr>
  );
}
