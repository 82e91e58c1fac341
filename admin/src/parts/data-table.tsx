import { Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import {
  type ColumnDef,
  createSortedRowModel,
  type Header,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import type { ReactNode } from 'react';
import classes from './data-table.module.css';
import { Panel } from './panel.tsx';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
});

/** A column of a `DataTable`: TanStack's definition; `enableSorting: false` for actions. */
export type DataColumn<Row extends object> = ColumnDef<typeof features, Row, unknown>;

export interface DataTableProps<Row extends object> {
  /** What the table lists, for screen readers. */
  readonly label: string;
  /** Keep it stable between renders: a new list is sorted anew. */
  readonly rows: readonly Row[];
  readonly columns: readonly DataColumn<Row>[];
  readonly rowId: (row: Row) => string;
  /** Below this width the table scrolls sideways by itself. */
  readonly minWidth?: number;
}

/** Rows that can be sorted by each of their columns. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, rows, columns, rowId, minWidth = 560 } = props;
  const table = useTable({ features, columns, data: rows, getRowId: rowId });
  return (
    <Panel label={label} minWidth={minWidth}>
      <Table highlightOnHover aria-label={label}>
        <Table.Thead>
          {table.getHeaderGroups().map((group) => (
            <Table.Tr key={group.id}>
              {group.headers.map((header) => (
                <HeaderCell key={header.id} header={header}>
                  <table.FlexRender header={header} />
                </HeaderCell>
              ))}
            </Table.Tr>
          ))}
        </Table.Thead>
        <Table.Tbody>
          {table.getRowModel().rows.map((row) => (
            <Table.Tr key={row.id}>
              {row.getAllCells().map((cell) => (
                <Table.Td key={cell.id}>
                  <table.FlexRender cell={cell} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

interface HeaderCellProps<Row extends object> {
  readonly header: Header<typeof features, Row, unknown>;
  readonly children: ReactNode;
}

function HeaderCell<Row extends object>({ header, children }: HeaderCellProps<Row>) {
  const { column } = header;
  const sorted = column.getIsSorted();
  if (!column.getCanSort()) return <Table.Th className={classes.head}>{children}</Table.Th>;
  return (
    <Table.Th
      className={classes.head}
      aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'}
    >
      <UnstyledButton className={classes.sort} onClick={column.getToggleSortingHandler()}>
        {children}
        {sorted === 'asc' ? <IconArrowUp size={14} aria-hidden /> : null}
        {sorted === 'desc' ? <IconArrowDown size={14} aria-hidden /> : null}
      </UnstyledButton>
    </Table.Th>
  );
}
