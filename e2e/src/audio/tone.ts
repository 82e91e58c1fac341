import { levelDbfs, type Sound } from './sound.ts';

/**
 * A sine, about −12 dBFS. With `burstSeconds` it is on and off in turn for that long each:
 * a browser's noise suppression takes a steady tone for noise.
 */
export function tone(options: {
  hertz: number;
  seconds: number;
  sampleRate: number;
  burstSeconds?: number;
}): Sound {
  const { hertz, seconds, sampleRate, burstSeconds } = options;
  const samples = Int16Array.from({ length: Math.round(seconds * sampleRate) }, (_, i) => {
    const on = burstSeconds === undefined || Math.floor(i / (burstSeconds * sampleRate)) % 2 === 0;
    return on ? Math.round(8000 * Math.sin((2 * Math.PI * hertz * i) / sampleRate)) : 0;
  });
  return { sampleRate, samples };
}

/** The amplitude of one frequency (Goertzel), in samples' units: a sine of amplitude A gives A. */
function amplitudeAt(samples: Int16Array, hertz: number, sampleRate: number): number {
  const angle = (2 * Math.PI * hertz) / sampleRate;
  const factor = 2 * Math.cos(angle);
  let last = 0;
  let beforeLast = 0;
  for (const sample of samples) {
    const next = sample + factor * last - beforeLast;
    beforeLast = last;
    last = next;
  }
  const power = last * last + beforeLast * beforeLast - factor * last * beforeLast;
  return (2 * Math.sqrt(Math.max(0, power))) / Math.max(1, samples.length);
}

const WINDOW_SECONDS = 0.05;
const AUDIBLE_DBFS = -45;
/** A pure sine has all of its power at its frequency; codecs, packet loss concealment and window edges take some. */
const DOMINANT_SHARE = 0.6;

/**
 * How much of a sound is this tone: seconds in which it is audible and louder than everything else together.
 * @param share of the power that it has at least: less where others sound at the same time
 */
export function secondsOfTone(sound: Sound, hertz: number, share = DOMINANT_SHARE): number {
  let windows = 0;
  for (const window of windowsOf(sound)) {
    if (levelDbfs(window) < AUDIBLE_DBFS) continue;
    const power = window.samples.reduce((sum, sample) => sum + sample * sample, 0) / window.samples.length;
    const tonePower = amplitudeAt(window.samples, hertz, sound.sampleRate) ** 2 / 2;
    if (tonePower / power >= share) windows++;
  }
  return windows * WINDOW_SECONDS;
}

/** Seconds in which anything at all is audible (above −45 dBFS). */
export function audibleSeconds(sound: Sound): number {
  let windows = 0;
  for (const window of windowsOf(sound)) if (levelDbfs(window) >= AUDIBLE_DBFS) windows++;
  return windows * WINDOW_SECONDS;
}

function* windowsOf(sound: Sound): Iterable<Sound> {
  const length = Math.round(WINDOW_SECONDS * sound.sampleRate);
  for (let from = 0; from + length <= sound.samples.length; from += length) {
    yield { sampleRate: sound.sampleRate, samples: sound.samples.subarray(from, from + length) };
  }
}
