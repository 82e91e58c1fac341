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

export interface VoicemailState {
  /** Newest first. */
  readonly messages: readonly VoicemailMessage[];
  readonly loading: 'first' | 'more' | null;
  /** True once the first page has come. */
  readonly loaded: boolean;
  readonly hasMore: boolean;
  /** Messages that were not heard; null until it is known. */
  readonly newCount: number | null;
  /** Whether missed calls can leave a message; null until it is known. */
  readonly takesMissedCalls: boolean | null;
  /** The message deleted last, while it can be brought back by one press. */
  readonly deleted: VoicemailMessage | null;
  /** Why the last request failed, as a sentence. */
  readonly error: string | null;
}

const pageSize = 25;

const file = z.custom<Blob>((value) => Object.prototype.toString.call(value) === '[object Blob]');

/** The own mailbox, page by page from the newest message back, and how many messages are new. */
export class VoicemailFeed {
  readonly #account: Pick<Account, 'request'>;
  readonly #listeners = new Listeners();
  #cursor: string | null = null;
  #count: VoicemailCount | null = null;
  #state: VoicemailState = {
    messages: [],
    loading: null,
    loaded: false,
    hasMore: false,
    newCount: null,
    takesMissedCalls: null,
    deleted: null,
    error: null,
  };

  constructor(account: Pick<Account, 'request'>) {
    this.#account = account;
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
    this.#become({ loading: 'first', error: null });
    await this.#load(null);
    await Promise.all([this.refreshCount(), this.#loadSettings()]);
  }

  async loadMore(): Promise<void> {
    if (this.#state.loading || this.#cursor === null) return;
    this.#become({ loading: 'more', error: null });
    await this.#load(this.#cursor);
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
      if (changed && this.#state.loaded && this.#state.loading === null) {
        this.#become({ loading: 'first' });
        await this.#load(null);
      }
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
      this.#become({ takesMissedCalls: before, error: sentenceOf(error) });
    }
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
    const before = this.#state.messages.find((message) => message.id === id);
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
      this.#become({ error: sentenceOf(error) });
    }
  }

  /** Shown at once, and taken back when the server refuses. `restore` brings it back. */
  async remove(id: string): Promise<void> {
    const message = this.#state.messages.find((one) => one.id === id);
    if (!message) return;
    this.#become({
      messages: this.#state.messages.filter((one) => one !== message),
      deleted: message,
      error: null,
    });
    if (message.heardAt === null) this.#countNew(-1);
    try {
      await this.#account.request(
        (api, headers) => api.DELETE('/api/v1/voicemail/{id}', { params: { path: { id } }, headers }),
        z.unknown(),
      );
    } catch (error) {
      this.#putBack(message);
      this.#become({ error: sentenceOf(error) });
    }
  }

  /** Brings back the message that was deleted last. */
  async restore(): Promise<void> {
    const { deleted } = this.#state;
    if (!deleted) return;
    const { id } = deleted;
    try {
      const message = await this.#account.request(
        (api, headers) => api.POST('/api/v1/voicemail/{id}/restore', { params: { path: { id } }, headers }),
        voicemailMessage,
      );
      this.#putBack(message);
    } catch (error) {
      this.#become({ error: sentenceOf(error) });
    }
  }

  /** The message deleted last is no longer offered. */
  forgetDeleted(): void {
    this.#become({ deleted: null });
  }

  async #load(cursor: string | null): Promise<void> {
    const query = { limit: pageSize, ...(cursor === null ? {} : { cursor }) };
    try {
      const page = await this.#account.request(
        (api, headers) => api.GET('/api/v1/voicemail', { params: { query }, headers }),
        voicemailPage,
      );
      this.#cursor = page.nextCursor;
      const before = cursor === null ? [] : this.#state.messages;
      const fresh = page.messages.filter(({ id }) => !before.some((known) => known.id === id));
      this.#become({
        messages: [...before, ...fresh],
        loading: null,
        loaded: true,
        hasMore: page.nextCursor !== null,
      });
    } catch (error) {
      this.#become({ loading: null, error: sentenceOf(error) });
    }
  }

  #putBack(message: VoicemailMessage): void {
    const others = this.#state.messages.filter(({ id }) => id !== message.id);
    const messages = [...others, message].sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
    this.#become({ messages, deleted: null });
    if (message.heardAt === null) this.#countNew(1);
  }

  #replace(message: VoicemailMessage): void {
    this.#become({ messages: this.#state.messages.map((one) => (one.id === message.id ? message : one)) });
  }

  #countNew(change: number): void {
    const { newCount } = this.#state;
    if (newCount !== null) this.#become({ newCount: Math.max(0, newCount + change) });
  }

  #become(change: Partial<VoicemailState>): void {
    this.#state = { ...this.#state, ...change };
    this.#listeners.notify();
  }
}
