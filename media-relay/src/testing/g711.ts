const BIAS = 132;
const CLIP = 32_635;

/** One octet of µ-law (ITU-T G.711). */
function encodeOctet(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(CLIP, Math.abs(sample)) + BIAS;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}

function decodeOctet(octet: number): number {
  const bits = ~octet & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + BIAS) << ((bits & 0x70) >> 4);
  return bits & 0x80 ? BIAS - magnitude : magnitude - BIAS;
}

/** µ-law of linear samples at 8 kHz. */
export function encodePcmu(samples: Int16Array): Buffer {
  return Buffer.from(Array.from(samples, encodeOctet));
}

/** Linear samples at 8 kHz. */
export function decodePcmu(octets: Buffer): Int16Array {
  return Int16Array.from(octets, decodeOctet);
}
