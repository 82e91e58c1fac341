const BIAS = 132;
const CLIP = 32_635;

/** One octet of µ-law (ITU-T G.711). */
function encodeMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(CLIP, Math.abs(sample)) + BIAS;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}

function decodeMuLaw(octet: number): number {
  const bits = ~octet & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + BIAS) << ((bits & 0x70) >> 4);
  return bits & 0x80 ? BIAS - magnitude : magnitude - BIAS;
}

/** One octet of A-law (ITU-T G.711), every second bit inverted. */
function encodeALaw(sample: number): number {
  const sign = sample < 0 ? 0 : 0x80;
  const magnitude = Math.min(0xfff, (sample < 0 ? ~sample : sample) >> 3);
  const exponent = Math.max(0, 31 - Math.clz32(magnitude | 1) - 4);
  const mantissa = (magnitude >> Math.max(1, exponent)) & 0x0f;
  return (sign | (exponent << 4) | mantissa) ^ 0x55;
}

function decodeALaw(octet: number): number {
  const bits = octet ^ 0x55;
  const exponent = (bits & 0x70) >> 4;
  const mantissa = ((bits & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}

/** Linear samples of each octet, and an octet of each linear sample: 64 kB per law instead of work per sample. */
class Law {
  readonly #linear: Int16Array;
  readonly #octets = new Uint8Array(65_536);

  constructor(encode: (sample: number) => number, decode: (octet: number) => number) {
    this.#linear = Int16Array.from({ length: 256 }, (_, octet) => decode(octet));
    for (let sample = -32_768; sample < 32_768; sample += 1) this.#octets[sample & 0xffff] = encode(sample);
  }

  /** @param samples linear, at 8 kHz */
  encode(samples: Int16Array): Buffer {
    const octets = Buffer.allocUnsafe(samples.length);
    for (let at = 0; at < samples.length; at += 1) {
      octets[at] = this.#octets[(samples[at] ?? 0) & 0xffff] ?? 0;
    }
    return octets;
  }

  /** @returns linear samples at 8 kHz */
  decode(octets: Uint8Array): Int16Array {
    const samples = new Int16Array(octets.length);
    for (let at = 0; at < octets.length; at += 1) samples[at] = this.#linear[octets[at] ?? 0] ?? 0;
    return samples;
  }
}

/** µ-law, as in North America and Japan. */
export const muLaw = new Law(encodeMuLaw, decodeMuLaw);

/** A-law, as elsewhere. */
export const aLaw = new Law(encodeALaw, decodeALaw);
