import { expect } from 'vitest';
import type { Ear } from '../audio/ear.ts';
import { part, type Sound } from '../audio/sound.ts';
import { audibleSeconds, secondsOfTone, tone } from '../audio/tone.ts';
import { until } from '../peers/wait.ts';

/** Two frequencies that are no multiples of each other, inside the telephone band. */
export const LOW = 440;
export const HIGH = 1020;

/** To find what is never heard: a busy machine loses sound, and then it takes longer. */
const PATIENCE_MS = 40_000;
/** Between two looks at a recording: each reads and measures seconds of sound. */
const PAUSE_MS = 100;

/** A tone for a browser's microphone: on for a quarter of a second in every half. */
export const beeps = (hertz: number): Sound =>
  tone({ hertz, seconds: 10, sampleRate: 48_000, burstSeconds: 0.25 });

/** A tone for a desk phone. */
export const steady = (hertz: number, sampleRate = 8000): Sound => tone({ hertz, seconds: 30, sampleRate });

/** Waits until so many seconds more were heard, and gives them. */
export async function listen(ear: Ear, seconds: number): Promise<Sound> {
  const from = await ear.heardSeconds();
  await until(`${seconds} s more to be heard`, async () => (await ear.heardSeconds()) >= from + seconds, {
    timeoutMs: PATIENCE_MS + seconds * 2000,
  });
  return ear.heard(from, seconds);
}

/** Waits until for `seconds` on end the tone is heard in each second for at least `share` of it. The other never is. */
export async function expectSteadyTone(
  ear: Ear,
  wanted: { hertz: number; butNot: number; seconds: number; share: number },
): Promise<void> {
  const { hertz, butNot, seconds, share } = wanted;
  let each: number[] = [];
  await until(
    `${hertz} Hz to be heard in ${seconds} s on end`,
    async () => {
      const sound = await listen(ear, seconds);
      expect(secondsOfTone(sound, butNot), `seconds of ${butNot} Hz`).toBe(0);
      each = Array.from({ length: seconds }, (_, i) => secondsOfTone(part(sound, i, 1), hertz));
      return Math.min(...each) >= share;
    },
    { timeoutMs: PATIENCE_MS, explain: () => `heard in each second: ${each.join(', ')} s` },
  );
}

/** Waits until nothing at all is heard for so long. */
export async function expectSilence(ear: Ear, seconds = 1.5): Promise<void> {
  await until('silence', async () => audibleSeconds(await listen(ear, seconds)) === 0, {
    timeoutMs: PATIENCE_MS,
  });
}

/** Waits until a tone is heard. @param fromSeconds of what the ear heard; from now on when absent */
export async function expectToneSoon(ear: Ear, hertz: number, fromSeconds?: number): Promise<void> {
  const from = fromSeconds ?? (await ear.heardSeconds());
  await expectToneIn(() => ear.heard(from), hertz, 0.15);
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
    { timeoutMs: PATIENCE_MS, pauseMs: PAUSE_MS, explain: () => `heard ${last} s of it` },
  );
}

/** Waits until a recording that grows holds more than a second of anything. */
export async function expectVoiceIn(recording: () => Promise<Sound>): Promise<void> {
  await until('a voice to be heard', async () => audibleSeconds(await recording()) > 1, {
    timeoutMs: PATIENCE_MS,
    pauseMs: PAUSE_MS,
  });
}
