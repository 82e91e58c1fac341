import { type DirectoryEntry, directory } from '@tandem/api-types';
import type { Account } from '../account/account.ts';
import { sentenceOf } from '../account/error-sentence.ts';
import { Listeners } from '../listeners.ts';

export interface DirectoryState {
  /** Everybody else. */
  readonly entries: readonly DirectoryEntry[];
  /** Who is signed in here; null until it is loaded. */
  readonly self: DirectoryEntry | null;
  readonly loaded: boolean;
  /** Why the last request failed, as a sentence. */
  readonly error: string | null;
}

/** The people who can be called by name. Names stay usable when a later request fails. */
export class DirectoryFeed {
  readonly #account: Pick<Account, 'request'>;
  /** Our own username. */
  readonly #self: string;
  readonly #listeners = new Listeners();
  #loading = false;
  #state: DirectoryState = { entries: [], self: null, loaded: false, error: null };

  constructor(account: Pick<Account, 'request'>, self: string) {
    this.#account = account;
    this.#self = self;
  }

  get state(): DirectoryState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** The name of an address in the directory, or null. */
  nameOf(uri: string): string | null {
    const { entries, self } = this.#state;
    const known =
      self?.addressOfRecord === uri ? self : entries.find((entry) => entry.addressOfRecord === uri);
    return known?.displayName ?? null;
  }

  async refresh(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const { entries } = await this.#account.request(
        (api, headers) => api.GET('/api/v1/directory', { headers }),
        directory,
      );
      this.#state = {
        entries: entries.filter((entry) => entry.username !== this.#self),
        self: entries.find((entry) => entry.username === this.#self) ?? null,
        loaded: true,
        error: null,
      };
    } catch (error) {
      this.#state = { ...this.#state, error: sentenceOf(error) };
    } finally {
      this.#loading = false;
    }
    this.#listeners.notify();
  }
}
