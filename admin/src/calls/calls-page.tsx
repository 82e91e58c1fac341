import { Badge, Button, Group, Table, Text, UnstyledButton } from '@mantine/core';
import { type CallDetailRecord, type CallOutcome, callDetailRecordPage } from '@tandem/api-types';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { Empty, Failure, Waiting } from '../parts/notices.tsx';
import { Page } from '../parts/page.tsx';
import { momentText, talkingText } from '../parts/time-text.ts';
import { useText } from '../text/use-text.ts';
import { CallDetails } from './call-details.tsx';
import { addressText, mosText } from './call-text.ts';

const pageSize = 50;

const outcomeColors: Record<CallOutcome, string> = {
  answered: 'green',
  busy: 'yellow',
  'no-answer': 'yellow',
  declined: 'yellow',
  cancelled: 'gray',
  unreachable: 'orange',
  'not-found': 'orange',
  rejected: 'red',
  failed: 'red',
};

/** The call detail records, newest first. */
export function CallsPage() {
  const session = useSession();
  const { shared, calls: text } = useText();
  const [shown, setShown] = useState<CallDetailRecord | null>(null);
  const query = useInfiniteQuery({
    queryKey: ['calls'],
    queryFn: ({ pageParam }) => {
      const cursor = pageParam === '' ? '' : `&cursor=${encodeURIComponent(pageParam)}`;
      return session.get(`admin/calls?limit=${pageSize}${cursor}`, callDetailRecordPage);
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const calls = query.data?.pages.flatMap((page) => page.calls) ?? [];
  return (
    <Page
      title={text.title}
      actions={
        <Button variant="default" loading={query.isRefetching} onClick={() => void query.refetch()}>
          {shared.refresh}
        </Button>
      }
    >
      {query.error ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Waiting /> : null}
      {query.data && calls.length === 0 ? <Empty title={text.empty}>{text.emptyWhy}</Empty> : null}
      {calls.length > 0 ? <CallTable calls={calls} onShow={setShown} /> : null}
      {query.hasNextPage ? (
        <Group justify="center">
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {text.showEarlier}
          </Button>
        </Group>
      ) : null}
      <CallDetails call={shown} onClose={() => setShown(null)} />
    </Page>
  );
}

interface CallTableProps {
  readonly calls: readonly CallDetailRecord[];
  readonly onShow: (call: CallDetailRecord) => void;
}

function CallTable({ calls, onShow }: CallTableProps) {
  const { calls: text } = useText();
  return (
    <Table.ScrollContainer minWidth={900}>
      <Table verticalSpacing="sm" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.started}</Table.Th>
            <Table.Th>{text.from}</Table.Th>
            <Table.Th>{text.to}</Table.Th>
            <Table.Th>{text.outcome}</Table.Th>
            <Table.Th>{text.talked}</Table.Th>
            <Table.Th>{text.codecs}</Table.Th>
            <Table.Th>{text.mos}</Table.Th>
            <Table.Th>{text.why}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {calls.map((call) => (
            <Table.Tr key={call.id}>
              <Table.Td>
                <UnstyledButton
                  c="var(--mantine-primary-color-light-color)"
                  td="underline"
                  fz="sm"
                  aria-label={text.openCall(addressText(call.caller), addressText(call.callee))}
                  onClick={() => onShow(call)}
                >
                  {momentText(call.startedAt)}
                </UnstyledButton>
              </Table.Td>
              <Table.Td>{addressText(call.caller)}</Table.Td>
              <Table.Td>{addressText(call.callee)}</Table.Td>
              <Table.Td>
                <Badge color={outcomeColors[call.outcome]} variant="light" tt="none" miw="max-content">
                  {text.outcomes[call.outcome]}
                </Badge>
              </Table.Td>
              <Table.Td>{talkingText(call.answeredAt, call.endedAt)}</Table.Td>
              <Table.Td>{`${call.callerLeg.codec ?? '–'} / ${call.calleeLeg.codec ?? '–'}`}</Table.Td>
              <Table.Td>{`${mosText(call.callerLeg)} / ${mosText(call.calleeLeg)}`}</Table.Td>
              <Table.Td maw={280}>
                <Text size="sm" lineClamp={2}>
                  {call.reason}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
