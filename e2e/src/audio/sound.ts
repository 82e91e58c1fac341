/** Mono 16-bit audio in memory. */
export interface Sound {
  readonly sampleRate: number;
  readonly samples: Int16Array;
}

export function durationSeconds(sound: Sound): number {
  return sound.samples.length / sound.sampleRate;
}

/** The part from `fromSeconds` on, `lengthSeconds` long or to the end; negative `fromSeconds` count from the end. */
export function part(sound: Sound, fromSeconds: number, lengthSeconds?: number): Sound {
  const length = sound.samples.length;
  const wanted = Math.round(fromSeconds * sound.sampleRate);
  const from = Math.min(length, Math.max(0, wanted < 0 ? length + wanted : wanted));
  const to = lengthSeconds === undefined ? length : from + Math.round(lengthSeconds * sound.sampleRate);
  return { sampleRate: sound.sampleRate, samples: sound.samples.subarray(from, Math.min(length, to)) };
}

/** Mean level in dB relative to a full-scale square wave; −Infinity for nothing or pure silence. */
export function levelDbfs(sound: Sound): number {
  let power = 0;
  for (const sample of sound.samples) power += (sample / 32768) ** 2;
  return 10 * Math.log10(power / Math.max(1, sound.samples.length));
}

/** The sound again and again, for at least so long. */
export function repeated(sound: Sound, seconds: number): Sound {
  const times = Math.ceil(seconds / durationSeconds(sound));
  const samples = new Int16Array(times * sound.samples.length);
  for (let i = 0; i < times; i++) samples.set(sound.samples, i * sound.samples.length);
  return { sampleRate: sound.sampleRate, samples };
}

const FILTER_TAPS = 121;

/** Low-passes and thins out to a rate that divides the sound's own; the same rate gives the sound itself. */
export function decimated(sound: Sound, sampleRate: number): Sound {
  const factor = sound.sampleRate / sampleRate;
  if (factor === 1) return sound;
  if (!Number.isInteger(factor)) throw new Error(`${sound.sampleRate} Hz is no multiple of ${sampleRate} Hz`);
  const taps = lowPassTaps(0.45 / factor);
  const source = sound.samples;
  const samples = new Int16Array(Math.floor(source.length / factor));
  const half = (FILTER_TAPS - 1) / 2;
  for (let out = 0; out < samples.length; out++) {
    let sum = 0;
    for (let tap = 0; tap < FILTER_TAPS; tap++) {
      sum += (taps[tap] ?? 0) * (source[out * factor + tap - half] ?? 0);
    }
    samples[out] = Math.max(-32768, Math.min(32767, Math.round(sum)));
  }
  return { sampleRate, samples };
}

/** A Hann-windowed sinc; `cutoff` in cycles per sample. */
function lowPassTaps(cutoff: number): Float64Array {
  const half = (FILTER_TAPS - 1) / 2;
  const taps = Float64Array.from({ length: FILTER_TAPS }, (_, i) => {
    const x = i - half;
    const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
    return sinc * (0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 1)) / (FILTER_TAPS + 1)));
  });
  const gain = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / gain);
}
