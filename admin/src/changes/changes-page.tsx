import { Button, Group, Select, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowBackUp } from '@tabler/icons-react';
import { contentOf } from '@tandem/api-client';
import { type Change, changePage } from '@tandem/api-types/changes';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { choicesOf } from '../parts/choices.ts';
import { Empty, Failure, Waiting } from '../parts/notices.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { momentText } from '../parts/time-text.ts';
import { useAnnounce } from '../parts/use-announce.ts';
import { useText } from '../text/use-text.ts';
import { DifferenceList } from './difference-list.tsx';
import { undoChange } from './use-undo.tsx';

const pageSize = 50;

/** The history of the configuration; the newest change of each resource can be taken back. */
export function ChangesPage() {
  const session = useSession();
  const { shared, changes: text } = useText();
  const [kind, setKind] = useState<string | null>(null);
  const [author, setAuthor] = useState('');
  const [wantedAuthor] = useDebouncedValue(author.trim(), 300);
  const query = useInfiniteQuery({
    queryKey: ['changes', kind, wantedAuthor],
    queryFn: ({ pageParam }) => {
      const search = {
        limit: pageSize,
        ...(kind === null ? {} : { kind }),
        ...(wantedAuthor === '' ? {} : { author: wantedAuthor }),
        ...(pageParam === '' ? {} : { cursor: pageParam }),
      };
      return contentOf(session.api.GET('/api/v1/admin/changes', { params: { query: search } }), changePage);
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
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
      {query.error ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Waiting /> : null}
      {query.data && changes.length === 0 ? <Empty title={text.empty}>{text.emptyWhy}</Empty> : null}
      {changes.length > 0 ? <ChangeTable changes={changes} /> : null}
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
    </Page>
  );
}

function ChangeTable({ changes }: { readonly changes: readonly Change[] }) {
  const { shared, changes: text } = useText();
  const newest = new Map<string, number>();
  for (const { id, kind, resourceId } of changes) {
    const resource = `${kind} ${resourceId}`;
    if (!newest.has(resource)) newest.set(resource, id);
  }
  return (
    <Panel label={text.title} minWidth={820}>
      <Table aria-label={text.title} verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.at}</Table.Th>
            <Table.Th>{text.who}</Table.Th>
            <Table.Th>{text.what}</Table.Th>
            <Table.Th>{text.difference}</Table.Th>
            <Table.Th>
              <span className="visually-hidden">{shared.actions}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changes.map((change) => (
            <ChangeRow
              key={change.id}
              change={change}
              undoable={change.undoable && newest.get(`${change.kind} ${change.resourceId}`) === change.id}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
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
        <Text size="sm">{author.name}</Text>
        <Text size="xs" c="dimmed">
          {text.authorKinds[author.kind]}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm" fw={600}>
          {label}
        </Text>
        <Text size="xs" c="dimmed">
          {[
            text.kinds[kind] ?? kind,
            text.actions[action],
            ...(undoes === null ? [] : [text.undoOf(undoes)]),
          ].join(' · ')}
        </Text>
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
