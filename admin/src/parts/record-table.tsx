import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../text/use-text.ts';
import { Panel } from './panel.tsx';

export interface RecordTableProps {
  readonly label: string;
  readonly headings: readonly string[];
  /** Below this width the table scrolls sideways by itself. */
  readonly minWidth: number;
  /** Whether a column of buttons follows. */
  readonly withActions?: boolean;
  /** Its rows. */
  readonly children: ReactNode;
}

/** What happened, in the order in which the server tells it: the newest first. */
export function RecordTable(props: RecordTableProps) {
  const { label, headings, minWidth, withActions = false, children } = props;
  const { shared } = useText();
  return (
    <Panel label={label} minWidth={minWidth}>
      <Table highlightOnHover aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {headings.map((heading) => (
              <Table.Th key={heading}>{heading}</Table.Th>
            ))}
            {withActions ? (
              <Table.Th>
                <span className="visually-hidden">{shared.actions}</span>
              </Table.Th>
            ) : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Panel>
  );
}
