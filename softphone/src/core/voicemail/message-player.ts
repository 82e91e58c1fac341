import { sentenceOf } from '../account/error-sentence.ts';
import { Listeners } from '../listeners.ts';

/** What is used of an `HTMLAudioElement`. */
export interface AudioOutput {
  src: string;
  /** Seconds. */
  currentTime: number;
  play(): Promise<void>;
  pause(): void;
  addEventListener(event: 'timeupdate' | 'ended' | 'pause' | 'play', listener: () => void): void;
}

export interface PlayerState {
  /** The message in the player; null when it is empty. */
  readonly id: string | null;
  readonly phase: 'empty' | 'loading' | 'playing' | 'paused';
  readonly positionSeconds: number;
  /** Why the message cannot be heard, as a sentence. */
  readonly error: string | null;
}

export interface MessagePlayerOptions {
  readonly createAudio: () => AudioOutput;
  /** @returns the sound of a message. @throws ApiFailure */
  readonly sound: (id: string) => Promise<Blob>;
  readonly urls: { createObjectURL(sound: Blob): string; revokeObjectURL(url: string): void };
  /** A message can be heard now. */
  readonly onPlayed: (id: string) => void;
}

const EMPTY: PlayerState = { id: null, phase: 'empty', positionSeconds: 0, error: null };

/** Plays one message at a time; another one takes its place. */
export class MessagePlayer {
  readonly #options: MessagePlayerOptions;
  readonly #listeners = new Listeners();
  #audio: AudioOutput | null = null;
  #url: string | null = null;
  /** Counts the messages that were asked for: the sound of an earlier one that comes late is not played. */
  #turn = 0;
  #state: PlayerState = EMPTY;

  constructor(options: MessagePlayerOptions) {
    this.#options = options;
  }

  get state(): PlayerState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Plays the message, or pauses it, or goes on with it. */
  async toggle(id: string): Promise<void> {
    const { phase } = this.#state;
    if (this.#state.id !== id || phase === 'empty') await this.#load(id, 0);
    else if (phase === 'playing') this.#audio?.pause();
    else if (phase === 'paused') await this.#play();
  }

  /** Goes to a place of the message; begins there when it is not in the player yet. */
  async seek(id: string, seconds: number): Promise<void> {
    if (this.#state.id !== id) {
      await this.#load(id, seconds);
      return;
    }
    if (this.#audio) this.#audio.currentTime = seconds;
    this.#become({ positionSeconds: seconds });
  }

  /** Ends what is played and frees its sound. */
  stop(): void {
    this.#turn += 1;
    this.#audio?.pause();
    if (this.#url !== null) this.#options.urls.revokeObjectURL(this.#url);
    this.#url = null;
    this.#become(EMPTY);
  }

  async #load(id: string, fromSeconds: number): Promise<void> {
    this.stop();
    const turn = this.#turn;
    this.#become({ id, phase: 'loading', positionSeconds: fromSeconds, error: null });
    try {
      const sound = await this.#options.sound(id);
      if (turn !== this.#turn) return;
      this.#url = this.#options.urls.createObjectURL(sound);
      this.#audio ??= this.#createAudio();
      this.#audio.src = this.#url;
      this.#audio.currentTime = fromSeconds;
      await this.#play();
      if (turn === this.#turn) this.#options.onPlayed(id);
    } catch (error) {
      if (turn === this.#turn)
        this.#become({ id, phase: 'empty', positionSeconds: 0, error: sentenceOf(error) });
    }
  }

  async #play(): Promise<void> {
    await this.#audio?.play();
  }

  #createAudio(): AudioOutput {
    const audio = this.#options.createAudio();
    const loaded = (): boolean => this.#state.id !== null && this.#url !== null;
    audio.addEventListener('play', () => loaded() && this.#become({ phase: 'playing' }));
    audio.addEventListener('pause', () => loaded() && this.#become({ phase: 'paused' }));
    audio.addEventListener(
      'timeupdate',
      () => loaded() && this.#become({ positionSeconds: audio.currentTime }),
    );
    audio.addEventListener('ended', () => {
      audio.currentTime = 0;
      if (loaded()) this.#become({ phase: 'paused', positionSeconds: 0 });
    });
    return audio;
  }

  #become(change: Partial<PlayerState>): void {
    this.#state = { ...this.#state, ...change };
    this.#listeners.notify();
  }
}
