import { Button, Group } from '@mantine/core';
import { IconDownload, IconPlus, IconUpload } from '@tabler/icons-react';
import { contentOf, csvFile, fileOf } from '@tandem/api-client';
import { type RateTable, ratesImported, rateTables } from '@tandem/api-types/rates';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { CsvImportDialog } from '../parts/csv-import-dialog.tsx';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { LinkButton } from '../parts/link-button.tsx';
import { Empty, Failure, Waiting } from '../parts/notices.tsx';
import { Page } from '../parts/page.tsx';
import { saveFile } from '../parts/save-file.ts';
import { useText } from '../text/use-text.ts';
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
  const [edited, setEdited] = useState<RateTable | 'new' | null>(null);
  const [filled, setFilled] = useState<RateTable | null>(null);
  const query = useQuery({
    queryKey: ['rate-tables'],
    queryFn: () => contentOf(session.api.GET('/api/v1/rate-tables'), rateTables),
  });
  const tables = query.data?.rateTables ?? none;
  const columns = useColumns(setEdited, setFilled);
  const add = session.may('routing:write') ? (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {text.add}
    </Button>
  ) : null;
  return (
    <Page title={text.title} lead={text.lead} actions={tables.length > 0 ? add : null}>
      {query.error ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Waiting /> : null}
      {query.data && tables.length === 0 ? (
        <Empty title={text.empty} action={add}>
          {text.emptyWhy}
        </Empty>
      ) : null}
      {tables.length > 0 ? (
        <DataTable label={text.title} rows={tables} columns={columns} rowId={({ id }) => id} />
      ) : null}
      <RateTableDrawer table={edited} onClose={() => setEdited(null)} />
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
  const download = useMutation({
    mutationFn: async () => {
      const params = { path: { id: table.id } };
      const file = await fileOf(
        session.api.GET('/api/v1/rate-tables/{id}/rates.csv', { params, parseAs: 'blob' }),
      );
      saveFile('rates.csv', file);
    },
  });
  return (
    <Group gap="xs" wrap="nowrap">
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconDownload size={14} aria-hidden />}
        aria-label={text.exportOf(table.name)}
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        {text.export}
      </Button>
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
