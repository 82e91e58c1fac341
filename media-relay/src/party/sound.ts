/** Everything between parties, players, recorders and mixers is 16-bit mono at this rate. */
export const SOUND_RATE_HZ = 16_000;
/** Sound goes in frames of so long. */
export const FRAME_MS = 20;
/** Samples of a frame. */
export const FRAME_SAMPLES = (SOUND_RATE_HZ * FRAME_MS) / 1000;

/** What a party hears when there is nothing to hear. */
export const SILENCE: Int16Array = new Int16Array(FRAME_SAMPLES);

/** Effective amplitude of a frame, 0 to 32,767. */
export function loudnessOf(frame: Int16Array): number {
  let power = 0;
  for (const sample of frame) power += sample * sample;
  return Math.sqrt(power / Math.max(1, frame.length));
}

/** Cut into frames; the last one is filled up with silence. */
export function* framesOf(sound: Int16Array): Generator<Int16Array> {
  for (let from = 0; from < sound.length; from += FRAME_SAMPLES) {
    const frame = new Int16Array(FRAME_SAMPLES);
    frame.set(sound.subarray(from, from + FRAME_SAMPLES));
    yield frame;
  }
}
