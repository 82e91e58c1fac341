import { fft, nextPowerOfTwo } from './fft.ts';
import { decimated, type Sound } from './sound.ts';

/** How like two recordings of the same speech are, both seen in the telephone band (8 kHz). */
export interface Likeness {
  /** How much later the heard one starts, in milliseconds. */
  readonly delayMs: number;
  /**
   * Correlation after alignment, 0 to 1: the mean over half-second stretches of speech, each aligned again
   * within ±60 ms, because jitter buffers stretch and shrink time.
   */
  readonly alignment: number;
  /** Mean distance of the spectra where there is speech; 0 is the same, above about 8 dB hardly recognisable. */
  readonly logSpectralDistanceDb: number;
  /** How many seconds of speech were compared. */
  readonly comparedSeconds: number;
}

const RATE = 8000;
const STRETCH = RATE / 2;
const REALIGN = Math.round(0.06 * RATE);
const SPEECH_RMS = 300;

export function likeness(reference: Sound, heard: Sound): Likeness {
  const said = Float64Array.from(decimated(reference, RATE).samples);
  const got = Float64Array.from(decimated(heard, RATE).samples);
  const delay = bestDelay(said, got);
  const correlations: number[] = [];
  const distances: number[] = [];
  for (let from = 0; from + STRETCH <= said.length; from += STRETCH) {
    const stretch = said.subarray(from, from + STRETCH);
    const around = from + delay - REALIGN;
    if (rms(stretch) < SPEECH_RMS || around < 0 || around + STRETCH + 2 * REALIGN > got.length) continue;
    const at = around + bestDelay(stretch, got.subarray(around, around + STRETCH + 2 * REALIGN));
    const match = got.subarray(Math.max(0, at), Math.max(0, at) + STRETCH);
    correlations.push(Math.max(0, correlation(stretch, match)));
    distances.push(...spectralDistances(stretch, match));
  }
  return {
    delayMs: (delay * 1000) / RATE,
    alignment: mean(correlations),
    logSpectralDistanceDb: distances.length ? mean(distances) : Number.POSITIVE_INFINITY,
    comparedSeconds: (correlations.length * STRETCH) / RATE,
  };
}

/** The shift of `b` against `a`, in samples, at which they correlate best; positive: `b` is later. */
function bestDelay(a: Float64Array, b: Float64Array): number {
  const size = nextPowerOfTwo(a.length + b.length);
  const [aRe, aIm, bRe, bIm] = [0, 1, 2, 3].map(() => new Float64Array(size));
  if (!aRe || !aIm || !bRe || !bIm) return 0;
  aRe.set(a);
  bRe.set(b);
  fft(aRe, aIm);
  fft(bRe, bIm);
  const re = bRe.map((value, i) => value * (aRe[i] ?? 0) + (bIm[i] ?? 0) * (aIm[i] ?? 0));
  // The conjugate, so that the forward transform is the inverse one.
  const im = bRe.map((value, i) => value * (aIm[i] ?? 0) - (bIm[i] ?? 0) * (aRe[i] ?? 0));
  fft(re, im);
  let best = 0;
  re.forEach((value, i) => {
    if (value > (re[best] ?? 0)) best = i;
  });
  return best > size / 2 ? best - size : best;
}

const FRAME = 256;

function* spectralDistances(said: Float64Array, heard: Float64Array): Iterable<number> {
  const gain = rms(said) / Math.max(1e-9, rms(heard));
  for (let from = 0; from + FRAME <= said.length; from += FRAME) {
    const frame = said.subarray(from, from + FRAME);
    if (rms(frame) < SPEECH_RMS) continue;
    const a = powerSpectrum(frame, 1);
    const b = powerSpectrum(heard.subarray(from, from + FRAME), gain);
    let sum = 0;
    for (const [i, power] of a.entries()) sum += (10 * Math.log10((power + 1e4) / ((b[i] ?? 0) + 1e4))) ** 2;
    yield Math.sqrt(sum / a.length);
  }
}

/** Bins from 250 Hz to 3.4 kHz. */
function powerSpectrum(frame: Float64Array, gain: number): Float64Array {
  const re = new Float64Array(FRAME);
  const im = new Float64Array(FRAME);
  for (let i = 0; i < FRAME; i++) {
    re[i] = gain * (frame[i] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (FRAME - 1)));
  }
  fft(re, im);
  return re.slice(8, 110).map((value, i) => value ** 2 + (im[i + 8] ?? 0) ** 2);
}

function correlation(a: Float64Array, b: Float64Array): number {
  let cross = 0;
  let aPower = 0;
  let bPower = 0;
  for (const [i, value] of a.entries()) {
    const other = b[i] ?? 0;
    cross += value * other;
    aPower += value * value;
    bPower += other * other;
  }
  return cross / Math.max(1e-9, Math.sqrt(aPower * bPower));
}

const rms = (x: Float64Array): number =>
  Math.sqrt(x.reduce((sum, v) => sum + v * v, 0) / Math.max(1, x.length));

const mean = (x: readonly number[]): number => x.reduce((sum, v) => sum + v, 0) / Math.max(1, x.length);
