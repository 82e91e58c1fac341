import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { likeness } from './likeness.ts';
import { decimated, durationSeconds, levelDbfs, part, type Sound } from './sound.ts';
import { speech } from './speech.ts';
import { audibleSeconds, secondsOfTone, tone } from './tone.ts';
import { readWav, writeWav } from './wav.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tandem-audio-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const map = (sound: Sound, change: (sample: number, i: number) => number): Sound => ({
  ...sound,
  samples: sound.samples.map((sample, i) => Math.max(-32768, Math.min(32767, Math.round(change(sample, i))))),
});

const late = (sound: Sound, seconds: number): Sound => {
  const samples = new Int16Array(sound.samples.length + Math.round(seconds * sound.sampleRate));
  samples.set(sound.samples, Math.round(seconds * sound.sampleRate));
  return { ...sound, samples };
};

/** Deterministic white noise, so that a failure repeats. */
function noise(amplitude: number): () => number {
  let seed = 1;
  return () => {
    seed = (seed * 48271) % 2147483647;
    return amplitude * ((2 * seed) / 2147483647 - 1);
  };
}

describe('a WAV file', () => {
  test('read back is what was written', () => {
    const sound = tone({ hertz: 440, seconds: 0.1, sampleRate: 8000 });
    const path = join(folder, 'same.wav');
    writeWav(path, sound);
    expect(readWav(path)).toEqual(sound);
  });

  test('whose writer was killed is read as far as it goes', async () => {
    const path = join(folder, 'short.wav');
    writeWav(path, tone({ hertz: 440, seconds: 1, sampleRate: 8000 }));
    await truncate(path, 44 + 8000);
    expect(durationSeconds(readWav(path))).toBe(0.5);
  });
});

describe('a tone', () => {
  test('is heard for as long as it lasts, and no other is', () => {
    const sound = tone({ hertz: 620, seconds: 2, sampleRate: 48000 });
    expect(secondsOfTone(sound, 620)).toBeCloseTo(2);
    expect(secondsOfTone(sound, 900)).toBe(0);
    expect(levelDbfs(sound)).toBeCloseTo(-15.3, 0);
  });

  test('in bursts counts only while it is on', () => {
    const sound = tone({ hertz: 620, seconds: 2, sampleRate: 48000, burstSeconds: 0.25 });
    expect(secondsOfTone(sound, 620)).toBeCloseTo(1);
    expect(audibleSeconds(sound)).toBeCloseTo(1);
  });

  test('is not heard in noise or in silence', () => {
    const random = noise(8000);
    const hiss = map(tone({ hertz: 620, seconds: 1, sampleRate: 8000 }), () => random());
    expect(secondsOfTone(hiss, 620)).toBe(0);
    expect(audibleSeconds(map(hiss, () => 0))).toBe(0);
  });

  test('survives thinning out from 48 kHz to 8 kHz when it fits in, and vanishes when it does not', () => {
    const low = decimated(tone({ hertz: 1000, seconds: 1, sampleRate: 48000 }), 8000);
    const high = decimated(tone({ hertz: 6000, seconds: 1, sampleRate: 48000 }), 8000);
    expect(secondsOfTone(low, 1000)).toBeGreaterThan(0.9);
    expect(levelDbfs(part(high, 0.1, 0.8))).toBeLessThan(-60);
  });
});

describe('speech', () => {
  test('is recognised in a later, softer, noisier copy of itself', async () => {
    const said = await speech('woman', 8000);
    const random = noise(200);
    const heard = map(late(said, 0.734), (sample) => sample * 0.5 + random());
    const result = likeness(said, heard);
    expect(result.delayMs).toBeCloseTo(734, 0);
    expect(result.alignment).toBeGreaterThan(0.95);
    expect(result.comparedSeconds).toBeGreaterThan(3);
  });

  test('is recognised across sample rates and after a jump in time', async () => {
    const said = await speech('woman', 48000);
    const jump = Math.round(durationSeconds(said) * 0.5 * 48000);
    const samples = new Int16Array(said.samples.length - 960);
    samples.set(said.samples.subarray(0, jump));
    samples.set(said.samples.subarray(jump + 960), jump);
    const result = likeness(said, late({ sampleRate: 48000, samples }, 0.2));
    expect(result.alignment).toBeGreaterThan(0.9);
    expect(result.logSpectralDistanceDb).toBeLessThan(4);
  });

  test('of somebody else is not recognised', async () => {
    const result = likeness(await speech('woman', 8000), late(await speech('man', 8000), 0.3));
    expect(result.alignment).toBeLessThan(0.6);
  });
});
