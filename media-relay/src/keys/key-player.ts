import { setTimeout as sleep } from 'node:timers/promises';
import type { PressedKey } from '../relay.ts';

/** What `play DTMF` of rtpengine 10.5 takes. */
const KEY_MS = { min: 100, max: 5000 };
/** A flag takes effect with the next packet of each party, and a key that is played before is lost. */
const SETTLE_MS = 100;
/** A person presses some four keys a second. */
const WAITING_KEYS_MAX = 20;

export interface KeyPlayerOptions {
  readonly session: string;
  /**
   * Makes the session fit for keys.
   * @returns whether something had to be done
   * @throws when it cannot be now
   */
  readonly prepare: () => Promise<boolean>;
  /** @throws when rtpengine refuses, such as before the party has sent any sound */
  readonly play: (parameters: object) => Promise<unknown>;
  readonly onRefused: (reason: string) => void;
}

/** Plays the keys of one session one after another. */
export class KeyPlayer {
  readonly #options: KeyPlayerOptions;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(options: KeyPlayerOptions) {
    this.#options = options;
  }

  /** @returns false when the relay could not, or too many keys wait */
  async play(key: PressedKey): Promise<boolean> {
    if (this.#waiting >= WAITING_KEYS_MAX) return false;
    this.#waiting += 1;
    const played = this.#last.then(() => this.#playNow(key));
    this.#last = played;
    const isPlayed = await played;
    this.#waiting -= 1;
    return isPlayed;
  }

  async #playNow({ by, key, durationMs }: PressedKey): Promise<boolean> {
    const { session, prepare, play, onRefused } = this.#options;
    try {
      if (await prepare()) await sleep(SETTLE_MS);
      const duration = Math.round(Math.min(KEY_MS.max, Math.max(KEY_MS.min, durationMs)));
      await play({ 'call-id': session, 'from-tag': by, code: key, duration });
      return true;
    } catch (error) {
      onRefused(error instanceof Error ? error.message : String(error));
      return false;
    }
  }
}
