import { Button, Group } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { contentOf, csvFile, fileOf } from '@tandem/api-client';
import { type RateTable, ratesImported, rateTables } from '@tandem/api-types/rates';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { AddButton, DownloadButton } from '../parts/buttons.tsx';
import { CsvImportDialog } from '../parts/csv-import-dialog.tsx';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import type { Edited } from '../parts/document-drawer.tsx';
import { LinkButton } from '../parts/link-button.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { useText } from '../text/use-text.ts';
import { ImportPreview } from './import-preview.tsx';
import { RateTableDrawer } from './rate-table-drawer.tsx';

const none: readonly RateTable[] = [];
const columnsOfFile = [
  'prefix',
  'destination',
  'price_per_minute',
  'set_up_price',
  'first_seconds',
  'step_seconds',
];

/** What calls cost by each trunk. */
export function RatesPage() {
  const session = useSession();
  const { rates: text } = useText();
  const [edited, setEdited] = useState<Edited<RateTable>>(null);
  const [filled, setFilled] = useState<RateTable | null>(null);
  const query = useQuery({
    queryKey: ['rate-tables'],
    queryFn: () => contentOf(session.api.GET('/api/v1/rate-tables'), rateTables),
  });
  const tables = query.data?.rateTables ?? none;
  const columns = useColumns(setEdited, setFilled);
  const add = session.may('routing:write') ? (
    <AddButton label={text.add} onClick={() => setEdited('new')} />
  ) : null;
  return (
    <Page title={text.title} lead={text.lead} actions={tables.length > 0 ? add : null}>
      <Listing
        query={query}
        count={tables.length}
        empty={{ title: text.empty, why: text.emptyWhy, action: add }}
      >
        <DataTable label={text.title} rows={tables} columns={columns} rowId={({ id }) => id} />
      </Listing>
      <RateTableDrawer edited={edited} onClose={() => setEdited(null)} />
      <PriceListImport table={filled} onClose={() => setFilled(null)} />
    </Page>
  );
}

function PriceListImport({
  table,
  onClose,
}: {
  readonly table: RateTable | null;
  readonly onClose: () => void;
}) {
  const session = useSession();
  const queries = useQueryClient();
  const { rates: text } = useText();
  const preview = async (file: File) => {
    const params = { path: { id: table?.id ?? '' }, query: { dryRun: 'true' } };
    const tried = await contentOf(
      session.api.PUT('/api/v1/rate-tables/{id}/rates.csv', { params, ...csvFile(file) }),
      ratesImported,
    );
    return tried.preview ? <ImportPreview preview={tried.preview} /> : null;
  };
  const send = async (file: File) => {
    const params = { path: { id: table?.id ?? '' } };
    const { prefixes } = await contentOf(
      session.api.PUT('/api/v1/rate-tables/{id}/rates.csv', { params, ...csvFile(file) }),
      ratesImported,
    );
    await queries.invalidateQueries({ queryKey: ['rate-tables'] });
    return text.imported(prefixes);
  };
  return (
    <CsvImportDialog
      opened={table !== null}
      onClose={onClose}
      title={text.importOf(table?.name ?? '')}
      why={text.importWhy}
      columns={columnsOfFile}
      preview={preview}
      send={send}
    />
  );
}

function useColumns(
  onEdit: (table: RateTable) => void,
  onImport: (table: RateTable) => void,
): readonly DataColumn<RateTable>[] {
  const { rates: text } = useText();
  return useMemo(
    () => [
      {
        id: 'name',
        header: text.name.label,
        accessorFn: ({ name }) => name,
        cell: ({ row: { original: table } }) => (
          <LinkButton onClick={() => onEdit(table)}>{table.name}</LinkButton>
        ),
      },
      {
        id: 'trunks',
        header: text.trunks.label,
        accessorFn: ({ trunkIds }) => trunkIds.join(', '),
        cell: ({ getValue }) => String(getValue()) || text.noTrunk,
      },
      {
        id: 'prefixes',
        header: text.prefixes,
        accessorFn: ({ prefixes }) => prefixes,
        cell: ({ getValue }) => Number(getValue()).toLocaleString(),
      },
      {
        id: 'file',
        header: text.priceList,
        enableSorting: false,
        cell: ({ row: { original: table } }) => (
          <PriceListButtons table={table} onImport={() => onImport(table)} />
        ),
      },
    ],
    [text, onEdit, onImport],
  );
}

function PriceListButtons({ table, onImport }: { readonly table: RateTable; readonly onImport: () => void }) {
  const session = useSession();
  const { rates: text } = useText();
  const params = { path: { id: table.id } };
  return (
    <Group gap="xs" wrap="nowrap">
      <DownloadButton
        compact
        label={text.export}
        longLabel={text.exportOf(table.name)}
        fileName="rates.csv"
        load={() =>
          fileOf(session.api.GET('/api/v1/rate-tables/{id}/rates.csv', { params, parseAs: 'blob' }))
        }
      />
      {session.may('routing:write') ? (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconUpload size={14} aria-hidden />}
          aria-label={text.importOf(table.name)}
          onClick={onImport}
        >
          {text.import}
        </Button>
      ) : null}
    </Group>
  );
}
