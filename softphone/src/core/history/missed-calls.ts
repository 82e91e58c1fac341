import { type HistoryCall, missedCalls } from '@tandem/api-types';
import type { Account } from '../account/account.ts';
import { Listeners } from '../listeners.ts';

/** How many missed calls the person has not seen, on this or another phone; null until it is known. */
export class MissedCalls {
  readonly #account: Pick<Account, 'request'>;
  readonly #onMore: () => void;
  readonly #listeners = new Listeners();
  /** Counts what was asked: an answer that comes after a later question is old. */
  #asked = 0;
  #count: number | null = null;

  /** @param onMore called when there are more than before: the history that is shown is old then */
  constructor(account: Pick<Account, 'request'>, onMore: () => void) {
    this.#account = account;
    this.#onMore = onMore;
  }

  get state(): number | null {
    return this.#count;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Asks the server. Keeps silent about failures: the next time tells. */
  async refresh(): Promise<void> {
    const before = this.#count;
    await this.#ask(() =>
      this.#account.request((api, headers) => api.GET('/api/v1/calls/missed', { headers }), missedCalls),
    );
    if (before !== null && (this.#count ?? 0) > before) this.#onMore();
  }

  /** The person has seen those that ended by then. @param until in ISO 8601, from the history */
  async seen(until: string): Promise<void> {
    await this.#ask(() =>
      this.#account.request(
        (api, headers) => api.PUT('/api/v1/calls/missed/seen', { body: { until }, headers }),
        missedCalls,
      ),
    );
  }

  async #ask(request: () => Promise<{ count: number }>): Promise<void> {
    const question = ++this.#asked;
    try {
      const { count } = await request();
      if (question !== this.#asked || count === this.#count) return;
      this.#count = count;
      this.#listeners.notify();
    } catch {
      // What is known stays.
    }
  }
}

/** When the last of the calls ended, in ISO 8601; null without calls. */
export const lastEnd = (calls: readonly Pick<HistoryCall, 'endedAt'>[]): string | null =>
  calls.reduce<string | null>(
    (last, { endedAt }) => (last === null || Date.parse(endedAt) > Date.parse(last) ? endedAt : last),
    null,
  );
