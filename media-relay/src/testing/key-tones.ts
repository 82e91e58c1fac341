import { amplitudeAt } from './tone.ts';

const LOW = [697, 770, 852, 941] as const;
const HIGH = [1209, 1336, 1477, 1633] as const;
/** Row by row (ITU-T Q.23). */
const KEYS = '123A456B789C*0#D';
const AMPLITUDE = 6000;

/** A sample of a key's two tones, of `offset` samples since it began. */
export function keyTone(key: string, sampleRate: number, offset: number): number {
  const at = KEYS.indexOf(key);
  const wave = (hertz = 0): number => Math.sin((2 * Math.PI * hertz * offset) / sampleRate);
  return Math.round(AMPLITUDE * (wave(LOW[at >> 2]) + wave(HIGH[at & 3])));
}

/** The keys whose tones last for at least 60 ms in the sound, in order. */
export function keysInSound(samples: Int16Array, sampleRate: number): string {
  const step = sampleRate / 50;
  let heard = '';
  let last = '';
  let steps = 0;
  for (let from = 0; from + step <= samples.length; from += step) {
    const key = keyIn(samples.subarray(from, from + step), sampleRate);
    steps = key === last ? steps + 1 : 1;
    last = key;
    if (steps === 3) heard += key;
  }
  return heard;
}

function keyIn(samples: Int16Array, sampleRate: number): string {
  const low = loudest(LOW, samples, sampleRate);
  const high = loudest(HIGH, samples, sampleRate);
  return low < 0 || high < 0 ? '' : KEYS.charAt(low * 4 + high);
}

/** Index of the one frequency that is there; -1 when none or more than one is. */
function loudest(frequencies: readonly number[], samples: Int16Array, sampleRate: number): number {
  const amplitudes = frequencies.map((hertz) => amplitudeAt(samples, hertz, sampleRate));
  const most = Math.max(...amplitudes);
  const alone = amplitudes.filter((amplitude) => amplitude > most / 2).length === 1;
  return most > 400 && alone ? amplitudes.indexOf(most) : -1;
}
