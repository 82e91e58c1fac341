import { Alert, Stack, Table } from '@mantine/core';
import { useText } from '../text/use-text.ts';
import { Panel } from './panel.tsx';

export interface ImportDifferencesProps {
  /** How much the file would change. */
  readonly sentence: string;
  /** What each line is about, as the heading of its column. */
  readonly heading: string;
  /** The first of what would change. */
  readonly differences: readonly {
    readonly key: string;
    /** Null for what is new. */
    readonly now: string | null;
    /** Null for what would go. */
    readonly inFile: string | null;
  }[];
}

/** What a CSV file would do: how much it touches, and the first of it with what is there now. */
export function ImportDifferences({ sentence, heading, differences }: ImportDifferencesProps) {
  const { csv: text } = useText();
  return (
    <Stack gap="xs">
      <Alert role="status">{sentence}</Alert>
      {differences.length === 0 ? null : (
        <Panel label={text.differences} minWidth={420}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{heading}</Table.Th>
                <Table.Th>{text.now}</Table.Th>
                <Table.Th>{text.inFile}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {differences.map(({ key, now, inFile }) => (
                <Table.Tr key={key}>
                  <Table.Td>{key}</Table.Td>
                  <Table.Td>{now ?? '–'}</Table.Td>
                  <Table.Td>{inFile ?? '–'}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Panel>
      )}
    </Stack>
  );
}
