const TAPS = 16;

/** Weights of the samples around a point between two of them: a windowed sinc (Hamming), which sum to 1. */
const WEIGHTS = (() => {
  const raw = Array.from({ length: TAPS }, (_, index) => {
    const at = index - (TAPS - 1) / 2;
    return (Math.sin(Math.PI * at) / (Math.PI * at)) * (0.54 + 0.46 * Math.cos((2 * Math.PI * at) / TAPS));
  });
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return Float64Array.from(raw, (weight) => weight / sum);
})();

const clipped = (value: number): number => Math.max(-32_768, Math.min(32_767, Math.round(value)));

/** What a filter remembers of the sound before, then the sound itself. */
class Tail {
  #kept: Int16Array;

  constructor(length: number) {
    this.#kept = new Int16Array(length);
  }

  before(samples: Int16Array): Int16Array {
    const joined = new Int16Array(this.#kept.length + samples.length);
    joined.set(this.#kept);
    joined.set(samples, this.#kept.length);
    this.#kept = joined.slice(samples.length);
    return joined;
  }
}

/** Doubles the sample rate of a stream of sound, 1 ms late at 8 kHz. */
export class Doubler {
  readonly #tail = new Tail(TAPS);

  take(samples: Int16Array): Int16Array {
    const from = this.#tail.before(samples);
    const doubled = new Int16Array(samples.length * 2);
    for (let at = 0; at < samples.length; at += 1) {
      let between = 0;
      for (let tap = 0; tap < TAPS; tap += 1) between += (WEIGHTS[tap] ?? 0) * (from[at + 1 + tap] ?? 0);
      doubled[2 * at] = from[at + TAPS / 2] ?? 0;
      doubled[2 * at + 1] = clipped(between);
    }
    return doubled;
  }
}

/** Halves the sample rate of a stream of sound, and takes out what the lower rate cannot hold. */
export class Halver {
  readonly #tail = new Tail(2 * TAPS);

  /** @param samples an even number of them */
  take(samples: Int16Array): Int16Array {
    const from = this.#tail.before(samples);
    const halved = new Int16Array(samples.length / 2);
    for (let at = 0; at < halved.length; at += 1) {
      let around = 0;
      for (let tap = 0; tap < TAPS; tap += 1) {
        around += (WEIGHTS[tap] ?? 0) * (from[2 * at + 3 + 2 * tap] ?? 0);
      }
      halved[at] = clipped(((from[2 * at + 2 + TAPS] ?? 0) + around) / 2);
    }
    return halved;
  }
}
