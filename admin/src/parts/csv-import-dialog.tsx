import { Alert, Button, Code, FileInput, Group, Modal, Progress, Stack, Table, Text } from '@mantine/core';
import { ApiFailure } from '@tandem/api-client';
import { type CsvLineError, csvRefusal } from '@tandem/api-types/numbers';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useText } from '../text/use-text.ts';
import { Panel } from './panel.tsx';

export interface CsvImportDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What happens to what is there already. */
  readonly why: string;
  /** The names of the columns, as they stand in the first line. */
  readonly columns: readonly string[];
  /** Tells what the file would do, without doing it. @throws ApiFailure with the wrong lines */
  readonly preview?: (file: File) => Promise<ReactNode>;
  /** Sends the file. @returns what it did, as a sentence; @throws ApiFailure with the wrong lines */
  readonly send: (file: File) => Promise<string>;
}

/** Takes a CSV file: all of it is applied or nothing, and then every wrong line is told. */
export function CsvImportDialog(props: CsvImportDialogProps) {
  const { opened, onClose, title, why, columns, preview, send } = props;
  const { shared, csv: text } = useText();
  const [file, setFile] = useState<File | null>(null);
  const sending = useMutation({ mutationFn: send });
  const trying = useMutation({ mutationFn: async (chosen: File) => preview?.(chosen) });
  const isBusy = sending.isPending || trying.isPending;
  const refusal = sending.error ?? trying.error;
  const close = () => {
    // What became of the file would be told to nobody.
    if (sending.isPending) return;
    setFile(null);
    sending.reset();
    trying.reset();
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={title} size="lg" withCloseButton={!sending.isPending}>
      <Stack>
        <Text size="sm">{why}</Text>
        <Text size="sm" c="dimmed">
          {text.columns} <Code>{columns.join(',')}</Code>
        </Text>
        <FileInput
          label={text.file}
          placeholder={text.choose}
          accept="text/csv,.csv"
          value={file}
          clearable
          clearButtonProps={{ 'aria-label': text.clear }}
          onChange={(chosen) => {
            setFile(chosen);
            sending.reset();
            trying.reset();
            if (chosen) trying.mutate(chosen);
          }}
        />
        {isBusy ? <Progress value={100} animated aria-label={text.importing} /> : null}
        {refusal ? <Refusal error={refusal} /> : null}
        {refusal || sending.isSuccess ? null : trying.data}
        {sending.data === undefined ? null : (
          <Alert color="green" role="status">
            {sending.data}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} disabled={sending.isPending}>
            {sending.isSuccess ? shared.close : shared.cancel}
          </Button>
          <Button
            disabled={file === null || sending.isSuccess || trying.isPending || trying.isError}
            loading={sending.isPending}
            onClick={() => file && sending.mutate(file)}
          >
            {text.import}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Refusal({ error }: { readonly error: Error }) {
  const { csv: text } = useText();
  const context = error instanceof ApiFailure ? error.problem?.context : undefined;
  const { lines } = csvRefusal.safeParse(context).data ?? { lines: [] };
  return (
    <Alert color="red" role="alert" title={text.nothingApplied}>
      {lines.length === 0 ? <Text size="sm">{error.message}</Text> : <WrongLines lines={lines} />}
    </Alert>
  );
}

/** Nobody mends more than these by hand before the next try. */
const SHOWN_MAX = 100;

function WrongLines({ lines }: { readonly lines: readonly CsvLineError[] }) {
  const { csv: text } = useText();
  return (
    <Panel label={text.wrongLines} minWidth={380}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.line}</Table.Th>
            <Table.Th>{text.column}</Table.Th>
            <Table.Th>{text.wrong}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.slice(0, SHOWN_MAX).map(({ line, field, message }) => (
            <Table.Tr key={`${line} ${field} ${message}`}>
              <Table.Td>{line}</Table.Td>
              <Table.Td>{field}</Table.Td>
              <Table.Td>{message}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {lines.length > SHOWN_MAX ? <Text size="sm">{text.more(lines.length - SHOWN_MAX)}</Text> : null}
    </Panel>
  );
}
