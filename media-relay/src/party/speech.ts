import { FRAME_MS, loudnessOf } from './sound.ts';

/** Below this nobody speaks: about -50 dB of full scale. */
const QUIETEST_SPEECH = 100;
/** Speech is so many times louder than the noise around it. */
const ABOVE_NOISE = 3;
/** Louder noise is taken for speech. */
const LOUDEST_NOISE = 400;
/** Quieter rooms count as this noisy. */
const QUIETEST_NOISE = 20;
/** By how much the noise is believed to have grown with each frame: twice in 1.4 s. Pauses between words end that. */
const NOISE_GROWTH = 1.01;
/** A pause between words is no end of speech. */
const PAUSE_MS = 400;
/** How much of a level is kept from frame to frame, so that it does not fall in the middle of a word. */
const LEVEL_KEPT = 0.9;

/** Hears whether one stream of sound holds speech: what is clearly louder than the room. */
export class SpeechDetector {
  #noise = 0;
  #level = 0;
  #quietMs = PAUSE_MS;

  /** Loudness of late. */
  get level(): number {
    return this.#level;
  }

  /** Whether there was speech of late. */
  get speaking(): boolean {
    return this.#quietMs < PAUSE_MS;
  }

  /** @param frame null: nothing was heard @returns whether this very frame is loud enough for speech */
  take(frame: Int16Array | null): boolean {
    const loudness = frame === null ? 0 : loudnessOf(frame);
    this.#level = Math.max(loudness, this.#level * LEVEL_KEPT);
    const loud = loudness >= Math.max(QUIETEST_SPEECH, this.#noise * ABOVE_NOISE);
    const grown = Math.min(LOUDEST_NOISE, Math.max(QUIETEST_NOISE, this.#noise) * NOISE_GROWTH);
    this.#noise = Math.min(loudness, grown);
    this.#quietMs = loud ? 0 : this.#quietMs + FRAME_MS;
    return loud;
  }

  /** As if nothing had been heard yet. */
  forget(): void {
    this.#noise = 0;
    this.#level = 0;
    this.#quietMs = PAUSE_MS;
  }
}
