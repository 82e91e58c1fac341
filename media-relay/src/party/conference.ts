import type { SoundCodec, SoundEncoder } from './codecs.ts';
import { ConferenceMember } from './conference-member.ts';
import type { FrameClock } from './frame-clock.ts';
import { FRAME_SAMPLES, SILENCE } from './sound.ts';
import type { SoundParty } from './sound-party.ts';

export interface ConferenceOptions {
  readonly clock: FrameClock;
  /** How many are heard at once, the loudest first; more only add noise. Default 3. */
  readonly heardAtOnce?: number;
}

/** One party's place in a conference. */
export interface Membership {
  readonly muted: boolean;
  /** Whether the others hear a voice of it now. */
  readonly speaking: boolean;
  /** @param muted the others do not hear it until it is unmuted */
  mute(muted: boolean): void;
  /** Plays a sound to this member alone, over what the others say. Settles at its end or when the member leaves. */
  play(sound: Int16Array): Promise<void>;
  /** The party itself stays open; one that is closed has left. */
  leave(): void;
}

const HEARD_AT_ONCE = 3;

/**
 * Mixes parties: each hears the loudest others and never itself. Whoever is not among the loudest hears the same as
 * all such, and that is mixed and encoded once.
 */
export class Conference {
  readonly #clock: FrameClock;
  /** Of what the listeners hear, for each codec that one of them speaks. */
  readonly #encoders = new Map<SoundCodec, SoundEncoder>();
  readonly #heardAtOnce: number;
  readonly #members = new Set<ConferenceMember>();
  #stop: (() => void) | null = null;

  constructor({ clock, heardAtOnce = HEARD_AT_ONCE }: ConferenceOptions) {
    this.#clock = clock;
    this.#heardAtOnce = heardAtOnce;
  }

  get size(): number {
    return this.#members.size;
  }

  join(party: SoundParty, { muted = false }: { readonly muted?: boolean } = {}): Membership {
    const member = new ConferenceMember(party, muted, () => this.#leave(member));
    this.#members.add(member);
    this.#stop ??= this.#clock.onFrame('speak', () => this.#mix());
    return member;
  }

  /** Plays a sound to everybody. */
  playToAll(sound: Int16Array): void {
    for (const member of this.#members) void member.play(sound);
  }

  #leave(member: ConferenceMember): void {
    this.#members.delete(member);
    if (this.#members.size > 0) return;
    this.#stop?.();
    this.#stop = null;
  }

  #mix(): void {
    const said = [...this.#members].flatMap((member) => {
      const frame = member.nextSaid();
      return frame ? [{ member, frame, level: member.level }] : [];
    });
    const heard = new Map(
      said
        .sort((one, other) => other.level - one.level)
        .slice(0, this.#heardAtOnce)
        .map(({ member, frame }) => [member, frame]),
    );
    const all = sumOf(heard.values());
    const forListeners = heard.size === 0 ? SILENCE : clipped(all);
    const encoded = this.#encodedOnce(forListeners);
    for (const member of this.#members) {
      const own = heard.get(member);
      if (own) member.hear(clipped(without(all, own)), null);
      else member.hear(forListeners, encoded);
    }
  }

  /** The payload of a frame, made when the first party with a codec asks for it. */
  #encodedOnce(frame: Int16Array): (codec: SoundCodec) => Buffer {
    const payloads = new Map<SoundCodec, Buffer>();
    return (codec) => {
      const encoder = this.#encoders.get(codec) ?? codec.encoder();
      this.#encoders.set(codec, encoder);
      const payload = payloads.get(codec) ?? encoder.encode(frame);
      payloads.set(codec, payload);
      return payload;
    };
  }
}

function sumOf(frames: Iterable<Int16Array>): Int32Array {
  const sum = new Int32Array(FRAME_SAMPLES);
  for (const frame of frames) add(sum, frame);
  return sum;
}

function add(sum: Int32Array, frame: Int16Array): void {
  for (let i = 0; i < FRAME_SAMPLES; i += 1) sum[i] = (sum[i] ?? 0) + (frame[i] ?? 0);
}

function without(sum: Int32Array, frame: Int16Array): Int32Array {
  return sum.map((sample, index) => sample - (frame[index] ?? 0));
}

/** Several loud voices at once may exceed what 16 bits hold. */
function clipped(sum: Int32Array): Int16Array {
  const frame = new Int16Array(FRAME_SAMPLES);
  for (let i = 0; i < FRAME_SAMPLES; i += 1) frame[i] = Math.max(-32_768, Math.min(32_767, sum[i] ?? 0));
  return frame;
}
