import { Alert, Stack, Table } from '@mantine/core';
import type { CsvImportResult, DidDifference } from '@tandem/api-types/numbers';
import { destinationText } from '../parts/destination-fields.tsx';
import { Panel } from '../parts/panel.tsx';
import { useText } from '../text/use-text.ts';

/** What a file would do: how many numbers it touches, and the first of them with what they are now. */
export function ImportPreview({ result }: { readonly result: CsvImportResult }) {
  const { numbers: text, destination: words } = useText();
  const said = (settings: DidDifference['before']) =>
    settings === null
      ? '–'
      : [settings.label, destinationText(settings.destination, words), settings.trunkId]
          .filter((part) => part !== '' && part !== null)
          .join(' · ');
  const { differences = [] } = result;
  return (
    <Stack gap="xs">
      <Alert role="status">{text.wouldImport(result)}</Alert>
      {differences.length === 0 ? null : (
        <Panel label={text.differences} minWidth={420}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{text.number.label}</Table.Th>
                <Table.Th>{text.now}</Table.Th>
                <Table.Th>{text.inFile}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {differences.map(({ before, after }) => (
                <Table.Tr key={after.number}>
                  <Table.Td>{after.number}</Table.Td>
                  <Table.Td>{said(before)}</Table.Td>
                  <Table.Td>{said(after)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Panel>
      )}
    </Stack>
  );
}
