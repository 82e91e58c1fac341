import { Decoder, Encoder } from '@evan/opus';

/** Opus, mono at 48 kHz, 20 ms frames. */
export class OpusCodec {
  readonly #encoder = new Encoder({ channels: 1, sample_rate: 48_000, application: 'voip' });
  readonly #decoder = new Decoder({ channels: 1, sample_rate: 48_000 });

  encode(samples: Int16Array): Buffer {
    return Buffer.from(this.#encoder.encode(samples));
  }

  decode(payload: Buffer): Int16Array {
    const bytes = this.#decoder.decode(payload);
    return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  }
}
