import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../text/use-text.ts';
import { Empty, Failure, Waiting } from './notices.tsx';

/** As much of a query of TanStack's as its page shows. */
export interface ShownQuery {
  readonly data: unknown;
  readonly error: Error | null;
  readonly isPending: boolean;
  refetch(): Promise<unknown>;
}

/** A query that brings a page of rows at a time. */
interface PagedQuery extends ShownQuery {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  fetchNextPage(): Promise<unknown>;
}

export interface QueryNoticesProps {
  readonly query: ShownQuery;
  /** How many bars stand in for what is on its way. */
  readonly waitingRows?: number;
}

/** Says that a query is on its way, or why it failed. */
export function QueryNotices({ query, waitingRows }: QueryNoticesProps) {
  return (
    <>
      {query.error ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Waiting {...(waitingRows === undefined ? {} : { rows: waitingRows })} /> : null}
    </>
  );
}

export interface ListingProps extends QueryNoticesProps {
  readonly query: ShownQuery | PagedQuery;
  /** How many rows there are so far. */
  readonly count: number;
  /** What stands there when there is none; null when it is told elsewhere. */
  readonly empty: { readonly title: string; readonly why: ReactNode; readonly action?: ReactNode } | null;
  /** What the button says that fetches more rows. */
  readonly more?: string;
  /** The rows. */
  readonly children: ReactNode;
}

/** A list that comes from the server: it is on its way, failed, is empty, or is there, with a button for the rest. */
export function Listing({ query, count, empty, more, children, ...notices }: ListingProps) {
  return (
    <>
      <QueryNotices query={query} {...notices} />
      {query.data !== undefined && count === 0 && empty ? (
        <Empty title={empty.title} action={empty.action}>
          {empty.why}
        </Empty>
      ) : null}
      {count > 0 ? children : null}
      {'fetchNextPage' in query && query.hasNextPage ? <More query={query} label={more} /> : null}
    </>
  );
}

function More({ query, label }: { readonly query: PagedQuery; readonly label: string | undefined }) {
  const { shared } = useText();
  return (
    <Group justify="center">
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {label ?? shared.showMore}
      </Button>
    </Group>
  );
}
