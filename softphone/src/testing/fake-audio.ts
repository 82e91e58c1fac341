import type { AudioOutput } from '../core/voicemail/message-player.ts';

/** An audio element without sound, whose time a test moves. */
export class FakeAudio implements AudioOutput {
  src = '';
  currentTime = 0;
  readonly #listeners = new Map<string, () => void>();

  async play(): Promise<void> {
    this.#tell('play');
  }

  pause(): void {
    this.#tell('pause');
  }

  addEventListener(event: string, listener: () => void): void {
    this.#listeners.set(event, listener);
  }

  /** The sound came to this place. */
  reaches(seconds: number): void {
    this.currentTime = seconds;
    this.#tell('timeupdate');
  }

  /** The sound came to its end. */
  ends(): void {
    this.#tell('ended');
  }

  #tell(event: string): void {
    this.#listeners.get(event)?.();
  }
}
