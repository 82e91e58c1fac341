/** A sine, from sample `offset` on. @param amplitude of 32,767 */
export function sine(
  hertz: number,
  sampleRate: number,
  count: number,
  offset = 0,
  amplitude = 8000,
): Int16Array {
  return Int16Array.from({ length: count }, (_, index) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hertz * (index + offset)) / sampleRate)),
  );
}

/** Amplitude of one frequency (Goertzel's algorithm). */
export function amplitudeAt(samples: Int16Array, hertz: number, sampleRate: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hertz) / sampleRate);
  let previous = 0;
  let beforePrevious = 0;
  for (const sample of samples) {
    const current = sample + coefficient * previous - beforePrevious;
    beforePrevious = previous;
    previous = current;
  }
  const power = previous ** 2 + beforePrevious ** 2 - coefficient * previous * beforePrevious;
  return Math.sqrt(Math.max(0, power)) / Math.max(1, samples.length / 2);
}

/** The loudest frequency between 200 and 3,400 Hz, in steps of 10 Hz; null in silence. */
export function loudestTone(samples: Int16Array, sampleRate: number): number | null {
  let loudest = 0;
  let found: number | null = null;
  for (let hertz = 200; hertz <= 3400; hertz += 10) {
    const amplitude = amplitudeAt(samples, hertz, sampleRate);
    if (amplitude > 500 && amplitude > loudest) {
      loudest = amplitude;
      found = hertz;
    }
  }
  return found;
}
