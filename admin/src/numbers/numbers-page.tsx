import { Button, Group, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { contentOf, csvFile, fileOf } from '@tandem/api-client';
import { csvImportResult, type Did, didPage } from '@tandem/api-types/numbers';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { AddButton, DownloadButton } from '../parts/buttons.tsx';
import { CsvImportDialog } from '../parts/csv-import-dialog.tsx';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { destinationText } from '../parts/destination-fields.tsx';
import type { Edited } from '../parts/document-drawer.tsx';
import { LinkButton } from '../parts/link-button.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { SearchField, useSearch } from '../parts/search-field.tsx';
import { usePages } from '../parts/use-pages.ts';
import type { Catalogue } from '../text/catalogue.ts';
import { useText } from '../text/use-text.ts';
import { ImportPreview } from './import-preview.tsx';
import { NumberDrawer } from './number-drawer.tsx';

const columnsOfFile = ['number', 'label', 'destination', 'target', 'trunk_number', 'arrives_by'];

/** Telephone numbers of ours, and where calls to them go. */
export function NumbersPage() {
  const session = useSession();
  const { numbers: text } = useText();
  const [edited, setEdited] = useState<Edited<Did>>(null);
  const { field, wanted } = useSearch();
  const query = useNumbers(wanted);
  const numbers = useMemo(() => query.data?.pages.flatMap((page) => page.numbers) ?? [], [query.data]);
  const columns = useColumns(setEdited);
  const searched = wanted !== '';
  const add = session.may('routing:write') ? (
    <AddButton label={text.add} onClick={() => setEdited('new')} />
  ) : null;
  return (
    <Page
      title={text.title}
      lead={text.lead}
      actions={
        <>
          <Files />
          {numbers.length > 0 || searched ? add : null}
        </>
      }
    >
      <Group justify="space-between">
        <SearchField label={text.find} {...field} />
        <Text size="sm" c="dimmed" role="status">
          {query.data ? text.count(query.data.pages[0]?.total ?? 0) : ''}
        </Text>
      </Group>
      <Listing
        query={query}
        count={numbers.length}
        empty={
          searched
            ? { title: text.noMatch, why: text.noMatchWhy }
            : { title: text.empty, why: text.emptyWhy, action: add }
        }
      >
        <DataTable label={text.title} rows={numbers} columns={columns} rowId={({ id }) => id} />
      </Listing>
      <NumberDrawer edited={edited} onClose={() => setEdited(null)} />
    </Page>
  );
}

function useNumbers(search: string) {
  const session = useSession();
  return usePages({
    queryKey: ['numbers', search],
    pageSize: 100,
    load: (page) => {
      const query = { ...page, ...(search === '' ? {} : { search }) };
      return contentOf(session.api.GET('/api/v1/numbers', { params: { query } }), didPage);
    },
  });
}

/** All numbers as a file, and back. */
function Files() {
  const session = useSession();
  const queries = useQueryClient();
  const { numbers: text } = useText();
  const [importing, setImporting] = useState(false);
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
      <DownloadButton
        label={text.export}
        fileName="numbers.csv"
        load={() => fileOf(session.api.GET('/api/v1/numbers.csv', { parseAs: 'blob' }))}
      />
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
