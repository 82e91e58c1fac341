import { useInfiniteQuery } from '@tanstack/react-query';

/** What the API takes to answer one page of a list. */
interface PageRequest {
  readonly limit: number;
  /** Where the page before ended; absent for the first. */
  readonly cursor?: string;
}

export interface PagesOptions<Page extends { readonly nextCursor: string | null }> {
  readonly queryKey: readonly unknown[];
  /** How many rows a page has. */
  readonly pageSize: number;
  readonly load: (request: PageRequest) => Promise<Page>;
  /** How often the rows that are shown are asked for again; never when absent. */
  readonly refreshMs?: number;
}

/** A list of the API that comes page by page. What was there stays until other filters have found something. */
export function usePages<Page extends { readonly nextCursor: string | null }>(options: PagesOptions<Page>) {
  const { queryKey, pageSize, load, refreshMs } = options;
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => load({ limit: pageSize, ...(pageParam === '' ? {} : { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (before) => before,
    ...(refreshMs === undefined ? {} : { refetchInterval: refreshMs }),
  });
}
