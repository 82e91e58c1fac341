import { describe, expect, it } from 'vitest';
import { amplitudeAt, sine } from '../testing/tone.ts';
import { SOUND_CODECS } from './codecs.ts';
import { aLaw, muLaw } from './g711.ts';
import { Doubler, Halver } from './resample.ts';
import { FRAME_SAMPLES, loudnessOf, SOUND_RATE_HZ } from './sound.ts';

const AMPLITUDE = 8000;
const FRAMES = 50;
const toneFrame = (hertz: number, frame: number): Int16Array =>
  sine(hertz, SOUND_RATE_HZ, FRAME_SAMPLES, frame * FRAME_SAMPLES, AMPLITUDE);
const joined = (frames: readonly Int16Array[]): Int16Array =>
  Int16Array.from(frames.flatMap((frame) => [...frame]));

describe.each(SOUND_CODECS)('$name', (codec) => {
  it.each([300, 1000, 3000])('carries %i Hz with its loudness', (hertz) => {
    const [encoder, decoder] = [codec.encoder(), codec.decoder()];
    const heard = Array.from({ length: FRAMES }, (_, frame) =>
      decoder.decode(encoder.encode(toneFrame(hertz, frame))),
    );
    const steady = joined(heard.slice(10));
    const share = amplitudeAt(steady, hertz, SOUND_RATE_HZ) / AMPLITUDE;
    expect(share).toBeGreaterThan(0.8);
    expect(share).toBeLessThan(1.15);
    // Nothing but the tone: its power is that of the whole.
    expect(amplitudeAt(steady, hertz, SOUND_RATE_HZ) / Math.SQRT2 / loudnessOf(steady)).toBeGreaterThan(0.97);
  });

  it('its frame of silence is silent', () => {
    expect(loudnessOf(codec.decoder().decode(codec.silence))).toBeLessThan(10);
  });

  it('goes on for a moment where packets are missing, then falls silent', () => {
    const [encoder, decoder] = [codec.encoder(), codec.decoder()];
    for (let frame = 0; frame < 10; frame += 1) decoder.decode(encoder.encode(toneFrame(500, frame)));
    const made = Array.from({ length: 8 }, () => decoder.conceal());
    expect(made.every((samples) => samples.length === FRAME_SAMPLES)).toBe(true);
    expect(loudnessOf(made[0] ?? new Int16Array(0))).toBeGreaterThan(1000);
    expect(loudnessOf(made[7] ?? new Int16Array(0))).toBeLessThan(100);
  });

  it('has something to play when the very first packet is missing', () => {
    expect(codec.decoder().conceal()).toHaveLength(FRAME_SAMPLES);
  });
});

it.each([
  ['µ-law', muLaw],
  ['A-law', aLaw],
])('each octet of %s comes back the same', (_, law) => {
  const octets = Buffer.from(Array.from({ length: 256 }, (_value, octet) => octet));
  const back = law.encode(law.decode(octets));
  // µ-law has two zeros.
  const different = [...octets].filter((octet, at) => back[at] !== octet);
  expect(different.every((octet) => octet === 0x7f)).toBe(true);
});

it('known samples become the octets of ITU-T G.711', () => {
  expect([...aLaw.encode(Int16Array.of(0, 32_767, -32_768, 1000))]).toEqual([0xd5, 0xaa, 0x2a, 0xfa]);
  expect([...muLaw.encode(Int16Array.of(0, 32_767, -32_768, 1000))]).toEqual([0xff, 0x80, 0x00, 0xce]);
});

it('a tone above 4 kHz does not come back as another at 8 kHz', () => {
  const halver = new Halver();
  const halved = joined(Array.from({ length: 20 }, (_, frame) => halver.take(toneFrame(6000, frame))));
  expect(loudnessOf(halved.subarray(320))).toBeLessThan(AMPLITUDE / 30);
});

it('doubling adds no tone above 4 kHz', () => {
  const doubler = new Doubler();
  const doubled = joined(
    Array.from({ length: 20 }, (_, frame) => doubler.take(sine(1000, 8000, 160, frame * 160, AMPLITUDE))),
  ).subarray(640);
  expect(amplitudeAt(doubled, 7000, SOUND_RATE_HZ)).toBeLessThan(AMPLITUDE / 100);
});
