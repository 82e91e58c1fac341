import { expect, test } from 'vitest';
import { amplitudeAt } from '../testing/tone.ts';
import { loadPrompts } from './prompts.ts';
import { SOUND_RATE_HZ } from './sound.ts';

const prompts = loadPrompts();

test.each(Object.entries(prompts))(
  '%s is loud enough, not clipped, and no longer than five seconds',
  (_name, sound) => {
    const peak = sound.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0);
    expect(peak).toBeGreaterThan(6000);
    expect(peak).toBeLessThan(20_000);
    expect(sound.length).toBeLessThan(5 * SOUND_RATE_HZ);
  },
);

test('the tone before a message is one of 1 kHz', () => {
  expect(amplitudeAt(prompts.tone, 1000, SOUND_RATE_HZ)).toBeGreaterThan(7000);
});
