import { SOUND_CODECS, type SoundCodec } from '../party/codecs.ts';
import { FRAME_SAMPLES, SOUND_RATE_HZ } from '../party/sound.ts';
import type { SoundParty } from '../party/sound-party.ts';
import { amplitudeAt, sine } from './tone.ts';

/** A party without a network: speaks what it is told and keeps what it hears. */
export class FakeParty implements SoundParty {
  readonly heardFrames: Int16Array[] = [];
  /** What came encoded for several at once. */
  readonly sharedPayloads: Buffer[] = [];
  readonly heard = true;
  readonly #codec: SoundCodec;
  /** It does not listen. */
  holds = false;
  closed = false;
  readonly #decoder;
  readonly #soundListeners = new Set<(frame: Int16Array) => void>();
  readonly #keyListeners = new Set<(key: string) => void>();
  readonly #closedListeners = new Set<() => void>();
  #said = 0;

  constructor(codecName: SoundCodec['name'] = 'PCMU') {
    const codec = SOUND_CODECS.find(({ name }) => name === codecName);
    if (!codec) throw new Error(`no codec ${codecName}`);
    this.#codec = codec;
    this.#decoder = codec.decoder();
  }

  get codec(): SoundCodec | null {
    return this.holds ? null : this.#codec;
  }

  answer(): string {
    return '';
  }

  onSound(listener: (frame: Int16Array) => void): () => void {
    this.#soundListeners.add(listener);
    return () => this.#soundListeners.delete(listener);
  }

  onKey(listener: (key: string) => void): () => void {
    this.#keyListeners.add(listener);
    return () => this.#keyListeners.delete(listener);
  }

  onClosed(listener: () => void): () => void {
    this.#closedListeners.add(listener);
    return () => this.#closedListeners.delete(listener);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const listener of [...this.#closedListeners]) listener();
  }

  send(frame: Int16Array): void {
    this.heardFrames.push(frame);
  }

  sendEncoded(payload: Buffer): void {
    this.sharedPayloads.push(payload);
    this.heardFrames.push(this.#decoder.decode(payload));
  }

  /** Whether somebody wants to know what it says. */
  get listenedTo(): boolean {
    return this.#soundListeners.size > 0;
  }

  /** 20 ms of a tone. */
  say(hertz: number, amplitude = 4000): void {
    const frame = sine(hertz, SOUND_RATE_HZ, FRAME_SAMPLES, this.#said, amplitude);
    this.#said += FRAME_SAMPLES;
    for (const listener of [...this.#soundListeners]) listener(frame);
  }

  press(key: string): void {
    for (const listener of [...this.#keyListeners]) listener(key);
  }

  /** How loud a tone was among what it heard in the last ten frames. */
  hears(hertz: number): number {
    const frames = this.heardFrames.slice(-10);
    const samples = new Int16Array(frames.length * FRAME_SAMPLES);
    for (const [index, frame] of frames.entries()) samples.set(frame, index * FRAME_SAMPLES);
    return amplitudeAt(samples, hertz, SOUND_RATE_HZ);
  }
}
