import { expect } from 'vitest';
import { durationSeconds, part, type Sound } from '../audio/sound.ts';
import { audibleSeconds, secondsOfTone, tone } from '../audio/tone.ts';
import { until } from '../peers/wait.ts';

/** Two frequencies that are no multiples of each other, inside the telephone band. */
export const LOW = 440;
export const HIGH = 1020;

/** A tone for a browser's microphone: on for a quarter of a second in every half. */
export const beeps = (hertz: number): Sound =>
  tone({ hertz, seconds: 10, sampleRate: 48_000, burstSeconds: 0.25 });

/** A tone for a desk phone. */
export const steady = (hertz: number, sampleRate = 8000): Sound => tone({ hertz, seconds: 30, sampleRate });

/** In each second of the sound this tone is there for at least `share` of it, and the other is not. */
export function expectTone(sound: Sound, hears: { hertz: number; butNot: number; share: number }): void {
  const seconds = Math.floor(durationSeconds(sound));
  expect(seconds).toBeGreaterThan(0);
  const each = Array.from({ length: seconds }, (_, i) => secondsOfTone(part(sound, i, 1), hears.hertz));
  expect(
    Math.min(...each),
    `seconds of ${hears.hertz} Hz in each second: ${each.join(', ')}`,
  ).toBeGreaterThanOrEqual(hears.share);
  expect(secondsOfTone(sound, hears.butNot), `seconds of ${hears.butNot} Hz`).toBe(0);
}

/** Waits until half a second is silent, then wants this much more silence. */
export async function expectSilence(listen: (seconds: number) => Promise<Sound>, seconds = 1): Promise<void> {
  await until('silence', async () => audibleSeconds(await listen(0.5)) === 0, { timeoutMs: 8000 });
  expect(audibleSeconds(await listen(seconds)), 'audible seconds in what should be silence').toBe(0);
}

/** Waits until a tone is heard. */
export async function expectToneSoon(
  listen: (seconds: number) => Promise<Sound>,
  hertz: number,
): Promise<void> {
  await until(`${hertz} Hz to be heard`, async () => secondsOfTone(await listen(0.5), hertz) >= 0.15, {
    timeoutMs: 8000,
  });
}

/** Waits until a recording that grows holds so many seconds of a tone. */
export async function expectToneIn(
  recording: () => Sound | Promise<Sound>,
  hertz: number,
  seconds: number,
): Promise<void> {
  let last = 0;
  await until(
    `${seconds} s of ${hertz} Hz`,
    async () => {
      const sound = await recording();
      last = secondsOfTone(sound, hertz);
      return last >= seconds;
    },
    { timeoutMs: 10_000 + seconds * 2000, explain: () => `heard ${last} s of it` },
  );
}
