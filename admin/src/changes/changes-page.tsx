import { Button, Group, Select, Table, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowBackUp } from '@tabler/icons-react';
import { contentOf } from '@tandem/api-client';
import { type Change, changePage } from '@tandem/api-types/changes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { choicesOf } from '../parts/choices.ts';
import { Listing } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { RecordTable } from '../parts/record-table.tsx';
import { momentText } from '../parts/time-text.ts';
import { TwoLines } from '../parts/two-lines.tsx';
import { useAnnounce } from '../parts/use-announce.ts';
import { usePages } from '../parts/use-pages.ts';
import { useText } from '../text/use-text.ts';
import { DifferenceList } from './difference-list.tsx';
import { undoChange } from './use-undo.tsx';

/** The history of the configuration; the newest change of each resource can be taken back. */
export function ChangesPage() {
  const session = useSession();
  const { changes: text } = useText();
  const [kind, setKind] = useState<string | null>(null);
  const [author, setAuthor] = useState('');
  const [wantedAuthor] = useDebouncedValue(author.trim(), 300);
  const query = usePages({
    queryKey: ['changes', kind, wantedAuthor],
    pageSize: 50,
    load: (page) => {
      const search = {
        ...page,
        ...(kind === null ? {} : { kind }),
        ...(wantedAuthor === '' ? {} : { author: wantedAuthor }),
      };
      return contentOf(session.api.GET('/api/v1/admin/changes', { params: { query: search } }), changePage);
    },
  });
  const changes = query.data?.pages.flatMap((page) => page.changes) ?? [];
  return (
    <Page title={text.title} lead={text.lead}>
      <Group align="flex-end">
        <Select
          label={text.filterKind}
          placeholder={text.allKinds}
          data={[...choicesOf(text.kinds)]}
          value={kind}
          onChange={setKind}
          clearable
        />
        <TextInput
          label={text.filterAuthor}
          value={author}
          onChange={({ currentTarget }) => setAuthor(currentTarget.value)}
        />
      </Group>
      <Listing query={query} count={changes.length} empty={{ title: text.empty, why: text.emptyWhy }}>
        <ChangeTable changes={changes} />
      </Listing>
    </Page>
  );
}

function ChangeTable({ changes }: { readonly changes: readonly Change[] }) {
  const { changes: text } = useText();
  const newest = new Map<string, number>();
  for (const { id, kind, resourceId } of changes) {
    const resource = `${kind} ${resourceId}`;
    if (!newest.has(resource)) newest.set(resource, id);
  }
  return (
    <RecordTable
      label={text.title}
      headings={[text.at, text.who, text.what, text.difference]}
      minWidth={560}
      withActions
    >
      {changes.map((change) => (
        <ChangeRow
          key={change.id}
          change={change}
          undoable={change.undoable && newest.get(`${change.kind} ${change.resourceId}`) === change.id}
        />
      ))}
    </RecordTable>
  );
}

function ChangeRow({ change, undoable }: { readonly change: Change; readonly undoable: boolean }) {
  const announce = useAnnounce();
  const session = useSession();
  const queries = useQueryClient();
  const { shared, changes: text } = useText();
  const { id, at, author, kind, label, action, difference, undoes } = change;
  const undo = useMutation({
    mutationFn: () => undoChange(session, id),
    onSuccess: () => {
      announce.show({ message: shared.undone(label) });
      return queries.invalidateQueries();
    },
    onError: (error) => announce.show({ color: 'red', title: shared.undoFailed, message: error.message }),
  });
  return (
    <Table.Tr>
      <Table.Td>{momentText(at)}</Table.Td>
      <Table.Td>
        <TwoLines below={text.authorKinds[author.kind]}>{author.name}</TwoLines>
      </Table.Td>
      <Table.Td>
        <TwoLines
          below={[
            text.kinds[kind] ?? kind,
            text.actions[action],
            ...(undoes === null ? [] : [text.undoOf(undoes)]),
          ].join(' · ')}
        >
          {label}
        </TwoLines>
      </Table.Td>
      <Table.Td>
        <DifferenceList differences={difference} />
      </Table.Td>
      <Table.Td ta="right">
        {undoable ? (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconArrowBackUp size={14} aria-hidden />}
            loading={undo.isPending}
            aria-label={text.undoOne(label)}
            onClick={() => undo.mutate()}
          >
            {shared.undo}
          </Button>
        ) : null}
      </Table.Td>
    </Table.Tr>
  );
}
