import { Button, Group, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload, IconPlus, IconSearch, IconUpload } from '@tabler/icons-react';
import { contentOf, csvFile, fileOf } from '@tandem/api-client';
import { csvImportResult, type Did, didPage } from '@tandem/api-types/numbers';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { CsvImportDialog } from '../parts/csv-import-dialog.tsx';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { destinationText } from '../parts/destination-fields.tsx';
import { LinkButton } from '../parts/link-button.tsx';
import { Empty, Failure, Waiting } from '../parts/notices.tsx';
import { Page } from '../parts/page.tsx';
import { saveFile } from '../parts/save-file.ts';
import type { Catalogue } from '../text/catalogue.ts';
import { useText } from '../text/use-text.ts';
import { ImportPreview } from './import-preview.tsx';
import { NumberDrawer } from './number-drawer.tsx';

const pageSize = 100;
const columnsOfFile = ['number', 'label', 'destination', 'target', 'trunk_number', 'arrives_by'];

/** Telephone numbers of ours, and where calls to them go. */
export function NumbersPage() {
  const session = useSession();
  const { shared, numbers: text } = useText();
  const [edited, setEdited] = useState<Did | 'new' | null>(null);
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), 250);
  const query = useNumbers(wanted);
  const numbers = useMemo(() => query.data?.pages.flatMap((page) => page.numbers) ?? [], [query.data]);
  const columns = useColumns(setEdited);
  const isEmpty = query.data && numbers.length === 0;
  const add = session.may('routing:write') ? (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {text.add}
    </Button>
  ) : null;
  return (
    <Page
      title={text.title}
      lead={text.lead}
      actions={
        <>
          <Files />
          {isEmpty && wanted === '' ? null : add}
        </>
      }
    >
      <Group justify="space-between">
        <TextInput
          aria-label={text.find}
          placeholder={text.find}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          w={280}
        />
        <Text size="sm" c="dimmed" role="status">
          {query.data ? text.count(query.data.pages[0]?.total ?? 0) : ''}
        </Text>
      </Group>
      {query.error ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Waiting /> : null}
      {isEmpty ? (
        <Empty title={wanted === '' ? text.empty : text.noMatch} action={wanted === '' ? add : null}>
          {wanted === '' ? text.emptyWhy : text.noMatchWhy}
        </Empty>
      ) : null}
      {numbers.length > 0 ? (
        <DataTable label={text.title} rows={numbers} columns={columns} rowId={({ id }) => id} />
      ) : null}
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
      <NumberDrawer number={edited} onClose={() => setEdited(null)} />
    </Page>
  );
}

function useNumbers(search: string) {
  const session = useSession();
  return useInfiniteQuery({
    queryKey: ['numbers', search],
    queryFn: ({ pageParam }) => {
      const query = {
        limit: pageSize,
        ...(search === '' ? {} : { search }),
        ...(pageParam === '' ? {} : { cursor: pageParam }),
      };
      return contentOf(session.api.GET('/api/v1/numbers', { params: { query } }), didPage);
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (before) => before,
  });
}

/** All numbers as a file, and back. */
function Files() {
  const session = useSession();
  const queries = useQueryClient();
  const { numbers: text } = useText();
  const [importing, setImporting] = useState(false);
  const download = useMutation({
    mutationFn: async () =>
      saveFile('numbers.csv', await fileOf(session.api.GET('/api/v1/numbers.csv', { parseAs: 'blob' }))),
  });
  const preview = async (file: File) => {
    const request = { ...csvFile(file), params: { query: { dryRun: 'true' } } };
    const result = await contentOf(session.api.POST('/api/v1/numbers.csv', request), csvImportResult);
    return <ImportPreview result={result} />;
  };
  const send = async (file: File) => {
    const done = await contentOf(session.api.POST('/api/v1/numbers.csv', csvFile(file)), csvImportResult);
    await queries.invalidateQueries({ queryKey: ['numbers'] });
    return text.imported(done);
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        {text.export}
      </Button>
      {session.may('routing:write') ? (
        <Button
          variant="default"
          leftSection={<IconUpload size={16} aria-hidden />}
          onClick={() => setImporting(true)}
        >
          {text.import}
        </Button>
      ) : null}
      <CsvImportDialog
        opened={importing}
        onClose={() => setImporting(false)}
        title={text.import}
        why={text.importWhy}
        columns={columnsOfFile}
        preview={preview}
        send={send}
      />
    </>
  );
}

function useColumns(onEdit: (number: Did) => void): readonly DataColumn<Did>[] {
  const { numbers: text, destination } = useText();
  return useMemo(() => columnsOf(text, destination, onEdit), [text, destination, onEdit]);
}

const columnsOf = (
  text: Catalogue['numbers'],
  destinations: Catalogue['destination'],
  onEdit: (number: Did) => void,
): readonly DataColumn<Did>[] => [
  {
    id: 'number',
    header: text.number.label,
    accessorFn: ({ number }) => number,
    cell: ({ row: { original: did } }) => <LinkButton onClick={() => onEdit(did)}>{did.number}</LinkButton>,
  },
  { id: 'label', header: text.label.label, accessorFn: ({ label }) => label },
  {
    id: 'destination',
    header: text.destination,
    accessorFn: ({ destination }) => destinationText(destination, destinations),
  },
  {
    id: 'trunk',
    header: text.arrivesBy.label,
    accessorFn: ({ trunkId }) => trunkId ?? '',
    cell: ({ getValue }) => String(getValue()) || text.anyTrunk,
  },
];
