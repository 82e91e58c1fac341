/** Sound inside this process: 16-bit, mono, at this rate. Opus decodes to it, G.711 is half of it. */
export const SOUND_RATE_HZ = 16_000;
export const FRAME_MS = 20;
/** One frame, as RTP packets carry it. */
export const FRAME_SAMPLES = (SOUND_RATE_HZ * FRAME_MS) / 1000;

/** What a party hears when there is nothing to hear. */
export const SILENCE: Int16Array = new Int16Array(FRAME_SAMPLES);

/** How sound travels to a party. */
export type PartyCodec = 'opus' | 'PCMU' | 'PCMA';

/** Encodes one frame for all parties that hear the same, once for each codec. */
export interface SharedEncoding {
  /** @param frame the same object for all who hear it */
  encode(codec: PartyCodec, frame: Int16Array): Buffer;
}

/** The sound of one call that ends in this process: RTP in the clear between the relay and us. */
export interface SoundParty {
  /**
   * Answers an offer of the relay: the first, or a later one (hold, resume, other codecs).
   * @throws {MediaRelayError} `bad-sdp` when it cannot be read, or offers nothing that we speak
   */
  answer(offerSdp: string): string;
  /** Told each 20 ms of what the party says, after the jitter buffer; nothing while it sends nothing. */
  onSound(listener: (frame: Int16Array) => void): void;
  /** Told each key that is pressed in the media (RFC 4733), once. */
  onKey(listener: (key: string) => void): void;
  /**
   * Sends 20 ms. Called at the pace of the frame clock; nothing goes out before the first answer and on hold.
   * @param shared encodes it together with others who hear the same frame
   */
  send(frame: Int16Array, shared?: SharedEncoding): void;
  /** True after the first packet has come, so that no greeting is played into the void. */
  readonly heard: boolean;
  close(): void;
}

/** Cut into frames; the last one is filled up with silence. */
export function* framesOf(sound: Int16Array): Generator<Int16Array> {
  for (let from = 0; from < sound.length; from += FRAME_SAMPLES) {
    const frame = new Int16Array(FRAME_SAMPLES);
    frame.set(sound.subarray(from, from + FRAME_SAMPLES));
    yield frame;
  }
}

/** Effective amplitude of a frame, 0 to 32,767. */
export function loudnessOf(frame: Int16Array): number {
  let power = 0;
  for (const sample of frame) power += sample * sample;
  return Math.sqrt(power / Math.max(1, frame.length));
}
