import type { SoundCodec } from './codecs.ts';
import { framesOf } from './sound.ts';
import type { SoundParty } from './sound-party.ts';
import { SpeechDetector } from './speech.ts';

/** Frames that wait for the mixer; more come only when the party's clock is faster than ours, and the oldest goes. */
const WAITING_MAX = 3;

interface Playing {
  readonly frames: Iterator<Int16Array>;
  readonly ended: () => void;
}

/** See {@link Membership}. */
export class ConferenceMember {
  readonly #party: SoundParty;
  readonly #onLeave: () => void;
  readonly #stops: readonly (() => void)[];
  readonly #waiting: Int16Array[] = [];
  #playing: Playing[] = [];
  readonly #speech = new SpeechDetector();
  #muted: boolean;
  #gone = false;

  constructor(party: SoundParty, muted: boolean, onLeave: () => void) {
    this.#party = party;
    this.#muted = muted;
    this.#onLeave = onLeave;
    this.#stops = [party.onSound((frame) => this.#say(frame)), party.onClosed(() => this.leave())];
  }

  get muted(): boolean {
    return this.#muted;
  }

  get speaking(): boolean {
    return this.#speech.speaking;
  }

  /** Loudness of late. */
  get level(): number {
    return this.#speech.level;
  }

  mute(muted: boolean): void {
    this.#muted = muted;
    this.#waiting.length = 0;
    this.#speech.forget();
  }

  play(sound: Int16Array): Promise<void> {
    if (this.#gone) return Promise.resolve();
    return new Promise((ended) => {
      this.#playing.push({ frames: framesOf(sound), ended });
    });
  }

  leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    for (const stop of this.#stops) stop();
    this.#onLeave();
    for (const { ended } of this.#playing) ended();
    this.#playing = [];
  }

  /** What it said in the 20 ms that are mixed now; null when that is nothing that others should hear. */
  nextSaid(): Int16Array | null {
    const frame = this.#waiting.shift() ?? null;
    this.#speech.take(frame);
    return this.speaking ? frame : null;
  }

  /** @param encoded the mix for a codec, when others hear the same */
  hear(mix: Int16Array, encoded: ((codec: SoundCodec) => Buffer) | null): void {
    const played = this.#nextPlayed();
    const { codec } = this.#party;
    if (played) this.#party.send(over(mix, played));
    else if (encoded && codec) this.#party.sendEncoded(encoded(codec));
    else this.#party.send(mix);
  }

  #say(frame: Int16Array): void {
    if (this.#muted) return;
    this.#waiting.push(frame);
    if (this.#waiting.length > WAITING_MAX) this.#waiting.shift();
  }

  #nextPlayed(): Int16Array | null {
    const current = this.#playing[0];
    if (!current) return null;
    const next = current.frames.next();
    if (!next.done) return next.value;
    this.#playing.shift();
    current.ended();
    return this.#nextPlayed();
  }
}

function over(mix: Int16Array, played: Int16Array): Int16Array {
  return mix.map((sample, index) => Math.max(-32_768, Math.min(32_767, sample + (played[index] ?? 0))));
}
