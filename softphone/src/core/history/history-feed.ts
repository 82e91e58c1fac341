import { type HistoryCall, historyPage } from '@tandem/api-types';
import type { Account } from '../account/account.ts';
import { PagedFeed } from '../paged-feed.ts';

/** The own call history. */
export type HistoryFeed = PagedFeed<HistoryCall>;

export const createHistoryFeed = (account: Pick<Account, 'request'>): HistoryFeed =>
  new PagedFeed(async (query) => {
    const { calls, nextCursor } = await account.request(
      (api, headers) => api.GET('/api/v1/calls', { params: { query }, headers }),
      historyPage,
    );
    return { entries: calls, nextCursor };
  });
