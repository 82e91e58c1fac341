import { type HistoryCall, type HistoryPage, historyPage } from '@tandem/api-types';
import type { Account } from '../account/account.ts';
import { sentenceOf } from '../account/error-sentence.ts';
import { Listeners } from '../listeners.ts';

export interface HistoryState {
  /** Newest first. */
  readonly calls: readonly HistoryCall[];
  readonly loading: 'first' | 'more' | null;
  /** True once the first page has come. */
  readonly loaded: boolean;
  readonly hasMore: boolean;
  /** Why the last request failed, as a sentence. */
  readonly error: string | null;
}

const pageSize = 25;

/** The own call history, page by page from the newest call back. */
export class HistoryFeed {
  readonly #account: Pick<Account, 'request'>;
  readonly #listeners = new Listeners();
  #cursor: string | null = null;
  #state: HistoryState = { calls: [], loading: null, loaded: false, hasMore: false, error: null };

  constructor(account: Pick<Account, 'request'>) {
    this.#account = account;
  }

  get state(): HistoryState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Loads the newest page again and keeps showing the old one until it has come. */
  async refresh(): Promise<void> {
    if (this.#state.loading) return;
    this.#become({ loading: 'first', error: null });
    await this.#load(null, []);
  }

  async loadMore(): Promise<void> {
    if (this.#state.loading || this.#cursor === null) return;
    this.#become({ loading: 'more', error: null });
    await this.#load(this.#cursor, this.#state.calls);
  }

  async #load(cursor: string | null, before: readonly HistoryCall[]): Promise<void> {
    const query = { limit: pageSize, ...(cursor === null ? {} : { cursor }) };
    try {
      const page: HistoryPage = await this.#account.request(
        (api, headers) => api.GET('/api/v1/calls', { params: { query }, headers }),
        historyPage,
      );
      this.#cursor = page.nextCursor;
      const calls = [
        ...before,
        ...page.calls.filter((call) => !before.some((known) => known.id === call.id)),
      ];
      this.#become({ calls, loading: null, loaded: true, hasMore: page.nextCursor !== null });
    } catch (error) {
      this.#become({ loading: null, error: sentenceOf(error) });
    }
  }

  #become(change: Partial<HistoryState>): void {
    this.#state = { ...this.#state, ...change };
    this.#listeners.notify();
  }
}
