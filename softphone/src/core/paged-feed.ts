import { sentenceOf } from './account/error-sentence.ts';
import { Listeners } from './listeners.ts';

export interface PagedState<Entry> {
  /** Newest first. */
  readonly entries: readonly Entry[];
  readonly loading: 'first' | 'more' | null;
  /** True once the first page has come. */
  readonly loaded: boolean;
  readonly hasMore: boolean;
  /** Why the last request failed, as a sentence. */
  readonly error: string | null;
}

export interface Page<Entry> {
  readonly entries: readonly Entry[];
  /** Null at the end. */
  readonly nextCursor: string | null;
}

/** Which page: the newest without a cursor. */
export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string;
}

const pageSize = 25;

/** A list on the server, page by page from the newest entry back. */
export class PagedFeed<Entry extends { readonly id: string }> {
  readonly #loadPage: (query: PageQuery) => Promise<Page<Entry>>;
  readonly #listeners = new Listeners();
  #cursor: string | null = null;
  /** Whether the error is that earlier entries could not be loaded. */
  #moreFailed = false;
  #state: PagedState<Entry> = { entries: [], loading: null, loaded: false, hasMore: false, error: null };

  constructor(loadPage: (query: PageQuery) => Promise<Page<Entry>>) {
    this.#loadPage = loadPage;
  }

  get state(): PagedState<Entry> {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Loads the newest page again and keeps showing the old one until it has come. */
  async refresh(): Promise<void> {
    if (this.#state.loading) return;
    this.become({ loading: 'first', error: null });
    await this.#load({ limit: pageSize }, []);
  }

  async loadMore(): Promise<void> {
    if (this.#state.loading || this.#cursor === null) return;
    this.become({ loading: 'more', error: null });
    await this.#load({ limit: pageSize, cursor: this.#cursor }, this.#state.entries);
  }

  /** Loads again what could not be loaded. */
  retry(): Promise<void> {
    return this.#moreFailed ? this.loadMore() : this.refresh();
  }

  /** What is known without a request, or why another one about the entries failed. */
  become(change: Partial<PagedState<Entry>>): void {
    if (change.error !== undefined) this.#moreFailed = false;
    this.#state = { ...this.#state, ...change };
    this.#listeners.notify();
  }

  async #load(query: PageQuery, before: readonly Entry[]): Promise<void> {
    try {
      const page = await this.#loadPage(query);
      this.#cursor = page.nextCursor;
      // What came since has moved the others down: some may come again.
      const fresh = page.entries.filter(({ id }) => !before.some((known) => known.id === id));
      const hasMore = page.nextCursor !== null;
      this.become({ entries: [...before, ...fresh], loading: null, loaded: true, hasMore });
    } catch (error) {
      this.become({ loading: null, error: sentenceOf(error) });
      this.#moreFailed = query.cursor !== undefined;
    }
  }
}
