import type { ConferenceSettings } from '@tandem/api-types/conferences';
import type { LocalCall } from '../calls/local-branch.ts';
import type { LocalConversation } from '../calls/local-dialog.ts';
import { asError } from '../calls/srf.ts';
import type { RefusalKey } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import type { ConferenceParty, ConferencePrompt } from './conference-sound.ts';
import { failed, mayTryAgain, noDigits, type PinEntry, press } from './pin-entry.ts';

/** What becomes of a caller who has named the room, and its PIN. */
export type Door = 'enters' | 'waits' | 'full';

export interface ConferenceCallOptions {
  readonly call: LocalCall;
  readonly room: ConferenceSettings;
  readonly party: ConferenceParty;
  /** Null: the room has no PIN. */
  readonly checkPin: (digits: string) => Promise<boolean | null>;
  readonly play: (prompt: ConferencePrompt, signal: AbortSignal) => Promise<void>;
  /** `waits`: from now on, and `admit` lets it in; `full`: too many wait. */
  readonly atTheDoor: () => Door;
  readonly keepWaiting: (signal: AbortSignal) => Promise<void>;
  /** How long a caller may wait. */
  readonly waitMaxMs: number;
  /** Takes the call into the room. @returns false when the room is full */
  readonly enter: () => boolean;
  /** Whether nobody else is in the room. */
  readonly alone: () => boolean;
  /** The call is over, whether it was in the room or not. */
  readonly left: () => void;
  /** How long a caller who is asked for the PIN may press nothing. */
  readonly pinPauseMs: number;
  readonly log: Log;
}

/** One call to a conference room, from the answer to its end. */
export class ConferenceCall implements LocalConversation {
  readonly #options: ConferenceCallOptions;
  readonly #over = new AbortController();
  #entry: PinEntry = noDigits;
  #asking = false;
  /** Ends the prompt that is played. */
  #prompt: AbortController | null = null;
  #pause: NodeJS.Timeout | null = null;
  /** Ends the waiting. */
  #waiting: AbortController | null = null;
  #hangUp: (why?: RefusalKey) => void = () => undefined;

  constructor(options: ConferenceCallOptions) {
    this.#options = options;
    options.party.onKey((key) => this.key(key));
  }

  answer(offerSdp: string): string {
    return this.#options.party.answer(offerSdp);
  }

  onHangUp(listener: (why?: RefusalKey) => void): void {
    this.#hangUp = listener;
  }

  /** Hangs up. */
  remove(why: RefusalKey): void {
    this.#hangUp(why);
  }

  /** Lets a caller who waits into the room. */
  admit(): void {
    if (!this.#waiting) return;
    this.#stopWaiting();
    void this.#contained(() => this.#enter());
  }

  begin(): void {
    void this.#contained(async () => {
      if (!this.#options.room.pinRequired) return this.#enter();
      this.#asking = true;
      await this.#ask('enter-pin');
    });
  }

  key(key: string): void {
    if (!this.#asking) return;
    this.#prompt?.abort();
    this.#awaitKeys();
    const { entry, pin } = press(this.#entry, key);
    this.#entry = entry;
    if (pin !== null) void this.#contained(() => this.#check(pin));
  }

  ended(): void {
    this.#over.abort();
    this.#stopAsking();
    this.#stopWaiting();
    this.#options.left();
    this.#options.party.close();
  }

  async #check(pin: string): Promise<void> {
    // What is pressed meanwhile is no further try.
    this.#stopAsking();
    const right = await this.#options.checkPin(pin);
    if (this.#over.signal.aborted) return;
    if (right === null) return this.#hangUp('conference-locked');
    if (right) return this.#enter();
    this.#entry = failed(this.#entry);
    this.#options.log.info('a wrong PIN of a conference', { room: this.#options.room.name });
    if (!mayTryAgain(this.#entry)) {
      await this.#say('wrong-pin');
      return this.#hangUp('wrong-pin');
    }
    this.#asking = true;
    await this.#ask('wrong-pin');
  }

  async #ask(prompt: ConferencePrompt): Promise<void> {
    await this.#say(prompt);
    if (this.#asking && this.#pause === null) this.#awaitKeys();
  }

  #awaitKeys(): void {
    if (this.#pause) clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#hangUp('wrong-pin'), this.#options.pinPauseMs);
  }

  #stopAsking(): void {
    this.#asking = false;
    if (this.#pause) clearTimeout(this.#pause);
    this.#pause = null;
    this.#prompt?.abort();
  }

  async #enter(): Promise<void> {
    const { alone, enter, atTheDoor } = this.#options;
    const door = atTheDoor();
    if (door === 'waits') return this.#wait();
    if (door === 'full') return this.#turnAway();
    if (alone()) await this.#say('first-in-conference');
    if (this.#over.signal.aborted || enter()) return;
    await this.#turnAway();
  }

  async #turnAway(): Promise<void> {
    await this.#say('conference-full');
    this.#hangUp('conference-full');
  }

  async #wait(): Promise<void> {
    const { keepWaiting, waitMaxMs } = this.#options;
    const waiting = new AbortController();
    this.#waiting = waiting;
    this.#pause = setTimeout(() => this.#hangUp('conference-not-begun'), waitMaxMs);
    await keepWaiting(waiting.signal);
  }

  #stopWaiting(): void {
    this.#waiting?.abort();
    this.#waiting = null;
    if (this.#pause) clearTimeout(this.#pause);
    this.#pause = null;
  }

  async #say(prompt: ConferencePrompt): Promise<void> {
    this.#prompt?.abort();
    const stop = new AbortController();
    this.#prompt = stop;
    await this.#options.play(prompt, AbortSignal.any([stop.signal, this.#over.signal]));
  }

  async #contained(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#options.log.error('a conference could not be entered', { error: asError(error) });
      this.#hangUp('internal');
    }
  }
}
