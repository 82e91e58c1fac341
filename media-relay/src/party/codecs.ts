import { Decoder, Encoder } from '@evan/opus';
import { aLaw, muLaw } from './g711.ts';
import { Doubler, Halver } from './resample.ts';
import { FRAME_MS, FRAME_SAMPLES, SOUND_RATE_HZ } from './sound.ts';

/** One stream's way into packets. */
export interface SoundEncoder {
  /** @param frame 20 ms at 16 kHz @returns the payload of one packet */
  encode(frame: Int16Array): Buffer;
}

/** One stream's way out of packets. */
export interface SoundDecoder {
  /** @returns samples at 16 kHz @throws Error when the payload is none of the codec's */
  decode(payload: Buffer): Int16Array;
  /** As long as the last packet: what may have stood in one that was lost; silence in the end. */
  conceal(): Int16Array;
}

/** A codec that parties speak. */
export interface SoundCodec {
  /** Encoding name (RFC 4855). */
  readonly name: 'opus' | 'PCMU' | 'PCMA';
  /** Of RTP timestamps, in Hz. */
  readonly clockRate: number;
  /** By which timestamps grow per frame. */
  readonly frameTicks: number;
  /** The payload of a frame without sound. */
  readonly silence: Buffer;
  /** For `a=fmtp`; null when there is nothing to say. */
  readonly parameters: string | null;
  encoder(): SoundEncoder;
  decoder(): SoundDecoder;
}

/** A third of the processor time of the default 9; voice sounds the same. */
const OPUS_COMPLEXITY = 5;
/** A payload of one octet says that the frame was not sent; the decoder then makes up for it (RFC 6716 §3.2.1). */
const OPUS_CONFIGURATION_BITS = 0xfc;

const opus: SoundCodec = {
  name: 'opus',
  clockRate: 48_000,
  frameTicks: 48 * FRAME_MS,
  // 20 ms of CELT without energy: every decoder plays nothing.
  silence: Buffer.from([0xf8, 0xff, 0xfe]),
  parameters: `maxplaybackrate=${SOUND_RATE_HZ};sprop-maxcapturerate=${SOUND_RATE_HZ};stereo=0`,
  encoder() {
    const encoder = new Encoder({ channels: 1, sample_rate: SOUND_RATE_HZ, application: 'voip' });
    encoder.complexity = OPUS_COMPLEXITY;
    return { encode: (frame) => Buffer.from(encoder.encode(frame)) };
  },
  decoder() {
    const decoder = new Decoder({ channels: 1, sample_rate: SOUND_RATE_HZ });
    let configuration: number | null = null;
    const decode = (payload: Uint8Array): Int16Array => {
      const bytes = decoder.decode(payload);
      return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    };
    return {
      decode(payload) {
        const samples = decode(payload);
        configuration = (payload[0] ?? 0) & OPUS_CONFIGURATION_BITS;
        return samples;
      },
      conceal: () =>
        configuration === null ? new Int16Array(FRAME_SAMPLES) : decode(Uint8Array.of(configuration)),
    };
  },
};

/** How much is left of a sound from one lost packet to the next. */
const FADING = 0.5;

function g711(name: 'PCMU' | 'PCMA', law: typeof muLaw): SoundCodec {
  return {
    name,
    clockRate: 8000,
    frameTicks: 8 * FRAME_MS,
    silence: law.encode(new Int16Array(8 * FRAME_MS)),
    parameters: null,
    encoder() {
      const halver = new Halver();
      return { encode: (frame) => law.encode(halver.take(frame)) };
    },
    decoder() {
      const doubler = new Doubler();
      let last: Int16Array = new Int16Array(8 * FRAME_MS);
      return {
        decode(payload) {
          last = law.decode(payload);
          return doubler.take(last);
        },
        conceal() {
          last = last.map((sample) => Math.trunc(sample * FADING));
          return doubler.take(last);
        },
      };
    },
  };
}

/** Every codec that parties speak. */
export const SOUND_CODECS: readonly SoundCodec[] = [opus, g711('PCMU', muLaw), g711('PCMA', aLaw)];
