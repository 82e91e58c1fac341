import type { SoundDecoder } from './codecs.ts';
import { JitterBuffer } from './jitter-buffer.ts';
import type { RtpPacket } from './rtp-packet.ts';
import { FRAME_MS, FRAME_SAMPLES } from './sound.ts';

/** What happened to the packets of all parties, for metrics. */
export interface PartyCounts {
  received: number;
  /** Came after their time. */
  late: number;
  duplicate: number;
  /** Given up because the buffer was full. */
  overflow: number;
  /** Made up for. */
  concealed: number;
  /** Garbage, from a stranger, or of another stream. */
  refused: number;
}

/** The most sound of one packet: 120 ms (RFC 7587 §4.2). */
const MAX_PACKET_SAMPLES = 6 * FRAME_SAMPLES;

/** Makes frames of 20 ms out of one stream of packets, however long theirs are. */
export class Playout {
  readonly #buffer = new JitterBuffer<RtpPacket>();
  readonly #decoder: SoundDecoder;
  readonly #counts: PartyCounts;
  #left: Int16Array = new Int16Array(0);

  constructor(decoder: SoundDecoder, counts: PartyCounts) {
    this.#decoder = decoder;
    this.#counts = counts;
  }

  put(packet: RtpPacket): void {
    const put = this.#buffer.put(packet);
    if (put === 'kept') this.#counts.received += 1;
    else this.#counts[put] += 1;
  }

  /** To be called once in 20 ms. @returns null while nothing is said */
  nextFrame(): Int16Array | null {
    this.#buffer.passFrame();
    while (this.#left.length < FRAME_SAMPLES) {
      const packet = this.#buffer.take();
      if (packet === null) return this.#rest();
      const samples = packet === 'lost' ? this.#conceal() : this.#decode(packet.payload);
      const joined = new Int16Array(this.#left.length + samples.length);
      joined.set(this.#left);
      joined.set(samples, this.#left.length);
      this.#left = joined;
    }
    const frame = this.#left.slice(0, FRAME_SAMPLES);
    this.#left = this.#left.slice(FRAME_SAMPLES);
    return frame;
  }

  /** The end of a talk spurt, filled up with silence. */
  #rest(): Int16Array | null {
    if (this.#left.length === 0) return null;
    const frame = new Int16Array(FRAME_SAMPLES);
    frame.set(this.#left);
    this.#left = new Int16Array(0);
    return frame;
  }

  #decode(payload: Buffer): Int16Array {
    try {
      const samples = this.#decoder.decode(payload);
      if (samples.length === 0 || samples.length > MAX_PACKET_SAMPLES) throw new Error('no frame of sound');
      this.#buffer.packetMs = (samples.length / FRAME_SAMPLES) * FRAME_MS;
      return samples;
    } catch {
      // Anyone can write a payload; its place in the sound stays.
      this.#counts.refused += 1;
      return this.#conceal();
    }
  }

  #conceal(): Int16Array {
    this.#counts.concealed += 1;
    const samples = this.#decoder.conceal();
    return samples.length > 0 ? samples : new Int16Array(FRAME_SAMPLES);
  }
}
