/** G.711 µ-law (ITU-T G.711), 8,000 samples a second. */

const BIAS = 0x84;
const CLIP = 32_635;

/** @param sample −32,768 to 32,767 */
export function encodePcmu(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
  const exponent = Math.max(0, 24 - Math.clz32(magnitude));
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

/** @returns −32,124 to 32,124 */
export function decodePcmu(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + BIAS) << ((bits >> 4) & 7)) - BIAS;
  return (bits & 0x80) === 0 ? magnitude : -magnitude;
}

/** How much of the sound is the tone: 0 nothing, 1 nothing else (Goertzel). */
export function shareOfTone(samples: readonly number[], frequencyHz: number): number {
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0);
  if (energy === 0) return 0;
  const coefficient = 2 * Math.cos((2 * Math.PI * frequencyHz) / 8000);
  let [before, last] = [0, 0];
  for (const sample of samples) [before, last] = [last, sample + coefficient * last - before];
  const power = before * before + last * last - coefficient * before * last;
  return Math.min(1, (2 * power) / (samples.length * energy));
}
