import {
  type VoicemailCount,
  type VoicemailMessage,
  voicemailCount,
  voicemailMessage,
  voicemailPage,
  voicemailSettings,
} from '@tandem/api-types/voicemail';
import { z } from 'zod';
import type { Account } from '../account/account.ts';
import { sentenceOf } from '../account/error-sentence.ts';
import { Listeners } from '../listeners.ts';
import { PagedFeed, type PagedState } from '../paged-feed.ts';

export interface VoicemailState extends PagedState<VoicemailMessage> {
  /** Messages that were not heard; null until it is known. */
  readonly newCount: number | null;
  /** Whether missed calls can leave a message; null until it is known. */
  readonly takesMissedCalls: boolean | null;
  /** The message deleted last, while it can be brought back by one press. */
  readonly deleted: VoicemailMessage | null;
}

const file = z.custom<Blob>((value) => Object.prototype.toString.call(value) === '[object Blob]');

/** The own mailbox, page by page from the newest message back, and how many messages are new. */
export class VoicemailFeed {
  readonly #account: Pick<Account, 'request'>;
  readonly #listeners = new Listeners();
  readonly #list: PagedFeed<VoicemailMessage>;
  #count: VoicemailCount | null = null;
  /** Settles when the server has answered to the last deletion: only then can it be undone. */
  #deleting: Promise<void> = Promise.resolve();
  #state: VoicemailState;

  constructor(account: Pick<Account, 'request'>) {
    this.#account = account;
    this.#list = new PagedFeed(async (query) => {
      const { messages, nextCursor } = await account.request(
        (api, headers) => api.GET('/api/v1/voicemail', { params: { query }, headers }),
        voicemailPage,
      );
      return { entries: messages, nextCursor };
    });
    this.#state = { ...this.#list.state, newCount: null, takesMissedCalls: null, deleted: null };
    this.#list.subscribe(() => this.#become(this.#list.state));
  }

  get state(): VoicemailState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Loads the newest page again and keeps showing the old one until it has come. */
  async refresh(): Promise<void> {
    if (this.#state.loading) return;
    await this.#list.refresh();
    await this.#loadRest();
  }

  /** Loads again what could not be loaded. */
  async retry(): Promise<void> {
    await this.#list.retry();
    await this.#loadRest();
  }

  loadMore(): Promise<void> {
    return this.#list.loadMore();
  }

  /** Asks how many messages are new; loads the list again when it shows something else. Keeps silent about failures. */
  async refreshCount(): Promise<void> {
    const before = this.#count;
    try {
      const count = await this.#account.request(
        (api, headers) => api.GET('/api/v1/voicemail/count', { headers }),
        voicemailCount,
      );
      this.#count = count;
      this.#become({ newCount: count.new });
      const changed = before !== null && (before.new !== count.new || before.total !== count.total);
      if (changed && this.#state.loaded) await this.#list.refresh();
    } catch {
      // The next time tells; what is known stays.
    }
  }

  /** Lets missed calls leave messages, or not. Shown at once, and taken back when the server refuses. */
  async takeMissedCalls(takesMissedCalls: boolean): Promise<void> {
    const before = this.#state.takesMissedCalls;
    this.#become({ takesMissedCalls });
    try {
      const body = { takesMissedCalls };
      const settings = await this.#account.request(
        (api, headers) => api.PUT('/api/v1/voicemail/settings', { body, headers }),
        voicemailSettings,
      );
      this.#become(settings);
    } catch (error) {
      this.#become({ takesMissedCalls: before });
      this.#failed(error);
    }
  }

  async #loadRest(): Promise<void> {
    await Promise.all([this.refreshCount(), this.#loadSettings()]);
  }

  async #loadSettings(): Promise<void> {
    try {
      const settings = await this.#account.request(
        (api, headers) => api.GET('/api/v1/voicemail/settings', { headers }),
        voicemailSettings,
      );
      this.#become(settings);
    } catch {
      // The switch appears when it is known.
    }
  }

  /** @returns the sound as a WAV file. @throws ApiFailure */
  sound(id: string): Promise<Blob> {
    return this.#account.request(
      (api, headers) =>
        api.GET('/api/v1/voicemail/{id}/sound', { params: { path: { id } }, headers, parseAs: 'blob' }),
      file,
    );
  }

  /** Shown at once, and taken back when the server refuses. */
  async mark(id: string, heard: boolean): Promise<void> {
    const before = this.#state.entries.find((message) => message.id === id);
    if (!before || (before.heardAt !== null) === heard) return;
    this.#replace({ ...before, heardAt: heard ? new Date().toISOString() : null });
    this.#countNew(heard ? -1 : 1);
    try {
      const message = await this.#account.request(
        (api, headers) =>
          api.PATCH('/api/v1/voicemail/{id}', { params: { path: { id } }, body: { heard }, headers }),
        voicemailMessage,
      );
      this.#replace(message);
    } catch (error) {
      this.#replace(before);
      this.#countNew(heard ? 1 : -1);
      this.#failed(error);
    }
  }

  /** Shown at once, and taken back when the server refuses. `restore` brings it back. */
  async remove(id: string): Promise<void> {
    const message = this.#state.entries.find((one) => one.id === id);
    if (!message) return;
    this.#list.become({ entries: this.#state.entries.filter((one) => one !== message), error: null });
    this.#become({ deleted: message });
    if (message.heardAt === null) this.#countNew(-1);
    this.#deleting = this.#delete(message);
    await this.#deleting;
  }

  async #delete(message: VoicemailMessage): Promise<void> {
    const { id } = message;
    try {
      await this.#account.request(
        (api, headers) => api.DELETE('/api/v1/voicemail/{id}', { params: { path: { id } }, headers }),
        z.unknown(),
      );
    } catch (error) {
      this.#putBack(message);
      this.#failed(error);
    }
  }

  /** Brings back the message that was deleted last. */
  async restore(): Promise<void> {
    const { deleted } = this.#state;
    if (!deleted) return;
    const { id } = deleted;
    await this.#deleting;
    if (this.#state.deleted?.id !== id) return;
    try {
      const message = await this.#account.request(
        (api, headers) => api.POST('/api/v1/voicemail/{id}/restore', { params: { path: { id } }, headers }),
        voicemailMessage,
      );
      this.#putBack(message);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** The message deleted last is no longer offered. */
  forgetDeleted(): void {
    this.#become({ deleted: null });
  }

  #putBack(message: VoicemailMessage): void {
    const others = this.#state.entries.filter(({ id }) => id !== message.id);
    const entries = [...others, message].sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
    this.#list.become({ entries });
    if (this.#state.deleted?.id === message.id) this.#become({ deleted: null });
    if (message.heardAt === null) this.#countNew(1);
  }

  #replace(message: VoicemailMessage): void {
    this.#list.become({
      entries: this.#state.entries.map((one) => (one.id === message.id ? message : one)),
    });
  }

  #countNew(change: number): void {
    const { newCount } = this.#state;
    if (newCount !== null) this.#become({ newCount: Math.max(0, newCount + change) });
  }

  #failed(error: unknown): void {
    this.#list.become({ error: sentenceOf(error) });
  }

  #become(change: Partial<VoicemailState>): void {
    this.#state = { ...this.#state, ...change };
    this.#listeners.notify();
  }
}
