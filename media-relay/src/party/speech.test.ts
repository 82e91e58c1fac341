import { expect, it } from 'vitest';
import { sine } from '../testing/tone.ts';
import { FRAME_SAMPLES, SOUND_RATE_HZ } from './sound.ts';
import { SpeechDetector } from './speech.ts';

/** A second of this. */
const second = (amplitude: number): Int16Array[] =>
  Array.from({ length: 50 }, (_, frame) => {
    // Never quite the same loudness, as in a room.
    const wavering = amplitude * (1 + 0.3 * Math.sin(frame));
    return sine(300, SOUND_RATE_HZ, FRAME_SAMPLES, frame * FRAME_SAMPLES, wavering);
  });
/** Words with short pauses. */
const words = (amplitude: number, room: number): Int16Array[] =>
  second(amplitude).map((frame, at) => (at % 15 < 10 ? frame : (second(room)[at] ?? frame)));

function speakingAfter(frames: readonly Int16Array[], detector = new SpeechDetector()): boolean {
  for (const frame of frames) detector.take(frame);
  return detector.speaking;
}

it('words are speech, with the pauses between them', () => {
  const detector = new SpeechDetector();
  const speaking = [...words(4000, 20), ...words(4000, 20)].map((frame) => {
    detector.take(frame);
    return detector.speaking;
  });
  expect(speaking.every(Boolean)).toBe(true);
});

it('a quiet voice in a quiet room is speech', () => {
  expect(speakingAfter([...second(5), ...words(300, 5)])).toBe(true);
});

it('the noise of a fan is no speech after a while, a voice above it is', () => {
  const detector = new SpeechDetector();
  const fan = Array.from({ length: 8 }, () => second(250)).flat();
  expect(speakingAfter(fan, detector)).toBe(false);
  expect(speakingAfter(words(4000, 250), detector)).toBe(true);
});

it('one who speaks without a pause is still heard after half a minute', () => {
  expect(speakingAfter(Array.from({ length: 30 }, () => second(4000)).flat())).toBe(true);
});

it('silence ends speech', () => {
  const detector = new SpeechDetector();
  speakingAfter(words(4000, 20), detector);
  for (let frame = 0; frame < 25; frame += 1) detector.take(null);
  expect(detector.speaking).toBe(false);
});
