import { beforeEach, describe, expect, test } from 'vitest';
import { amplitudeAt, sine } from '../testing/tone.ts';
import { Conference } from './conference.ts';
import { Frames } from './frame-clock.ts';
import {
  FRAME_SAMPLES,
  type PartyCodec,
  type SharedEncoding,
  SOUND_RATE_HZ,
  type SoundParty,
} from './sound.ts';

/** Speaks a tone and keeps what it hears. */
class FakeParty implements SoundParty {
  readonly heardFrames: Int16Array[] = [];
  readonly sharedFrames: Int16Array[] = [];
  readonly heard = true;
  #listener: (frame: Int16Array) => void = () => undefined;
  #said = 0;

  answer(): string {
    return '';
  }
  onSound(listener: (frame: Int16Array) => void): void {
    this.#listener = listener;
  }
  onKey(): void {}
  close(): void {}
  send(frame: Int16Array, shared?: SharedEncoding): void {
    this.heardFrames.push(frame);
    if (shared) this.sharedFrames.push(frame);
  }

  say(hertz: number, amplitude = 4000): void {
    this.#listener(sine(hertz, SOUND_RATE_HZ, FRAME_SAMPLES, this.#said, amplitude));
    this.#said += FRAME_SAMPLES;
  }

  /** How loud a tone was among what it heard in the last ten frames. */
  hears(hertz: number): number {
    const frames = this.heardFrames.slice(-10);
    const samples = new Int16Array(frames.length * FRAME_SAMPLES);
    for (const [index, frame] of frames.entries()) samples.set(frame, index * FRAME_SAMPLES);
    return amplitudeAt(samples, hertz, SOUND_RATE_HZ);
  }
}

const shared: SharedEncoding = { encode: (_codec: PartyCodec) => Buffer.alloc(0) };
let clock: Frames;
let used: boolean;
let conference: Conference;

beforeEach(() => {
  clock = new Frames((isUsed) => {
    used = isUsed;
  });
  conference = new Conference({ clock, shared });
});

function talk(speakers: readonly (readonly [FakeParty, number, number?])[], frames = 20): void {
  for (let frame = 0; frame < frames; frame += 1) {
    for (const [party, hertz, amplitude] of speakers) party.say(hertz, amplitude);
    clock.pass();
  }
}

function parties(count: number): FakeParty[] {
  return Array.from({ length: count }, () => new FakeParty());
}

test('each of three hears the two others and not itself', () => {
  const [a, b, c] = [new FakeParty(), new FakeParty(), new FakeParty()];
  for (const party of [a, b, c]) conference.join(party);
  talk([
    [a, 400],
    [b, 700],
    [c, 1100],
  ]);
  const heard = [a, b, c].map((party) =>
    [400, 700, 1100].map((hertz) => Math.round(party.hears(hertz) / 1000)),
  );
  expect(heard).toEqual([
    [0, 4, 4],
    [4, 0, 4],
    [4, 4, 0],
  ]);
});

test('only the three loudest are heard, and listeners share one frame', () => {
  const all = parties(6);
  for (const party of all) conference.join(party);
  const [a, b, c, d, listener, other] = all;
  if (!a || !b || !c || !d || !listener || !other) throw new Error('six were made');
  talk([
    [a, 400, 6000],
    [b, 700, 5000],
    [c, 1100, 4000],
    [d, 1600, 1000],
  ]);
  expect([400, 700, 1100, 1600].map((hertz) => Math.round(listener.hears(hertz) / 1000))).toEqual([
    6, 5, 4, 0,
  ]);
  expect(listener.sharedFrames.at(-1)).toBe(other.sharedFrames.at(-1));
  // Who speaks hears a mix of its own.
  expect(a.sharedFrames).toHaveLength(0);
});

test('a muted member hears and is not heard', () => {
  const [a, b] = [new FakeParty(), new FakeParty()];
  const member = conference.join(a, { muted: true });
  conference.join(b);
  const tones = [
    [a, 400],
    [b, 700],
  ] as const;
  talk(tones);
  expect([Math.round(b.hears(400)), member.speaking]).toEqual([0, false]);
  expect(a.hears(700)).toBeGreaterThan(3900);
  member.mute(false);
  talk(tones);
  expect([Math.round(b.hears(400) / 1000), member.speaking]).toEqual([4, true]);
});

test('whoever leaves is heard no more, and the last one stops the clock', () => {
  const [a, b] = [new FakeParty(), new FakeParty()];
  const [first, second] = [conference.join(a), conference.join(b)];
  talk([[a, 400]]);
  first.leave();
  talk([[a, 400]]);
  expect(Math.round(b.hears(400))).toBe(0);
  expect(conference.size).toBe(1);
  second.leave();
  expect(used).toBe(false);
});

test('three shouting at once are clipped, and do not wrap around', () => {
  const [a, b, c, d] = [new FakeParty(), new FakeParty(), new FakeParty(), new FakeParty()];
  for (const party of [a, b, c, d]) conference.join(party);
  talk([
    [a, 400, 30_000],
    [b, 400, 30_000],
    [c, 400, 30_000],
  ]);
  const last = d.heardFrames.at(-1) ?? new Int16Array();
  expect(Math.max(...last)).toBe(32_767);
  expect(Math.abs((last[1] ?? 0) - (last[0] ?? 0))).toBeLessThan(20_000);
});

test('one that sends faster than our clock is never more than three frames behind', () => {
  const [a, b] = [new FakeParty(), new FakeParty()];
  conference.join(a);
  conference.join(b);
  for (let frame = 0; frame < 50; frame += 1) a.say(400);
  talk([], 3);
  const spoken = b.heardFrames.filter((frame) => frame.some((sample) => sample !== 0));
  talk([], 3);
  expect(spoken).toHaveLength(3);
  expect(b.heardFrames.at(-1)?.every((sample) => sample === 0)).toBe(true);
});

describe('a sound that is played', () => {
  test('to one member is heard by it alone, over the voices, and ends', async () => {
    const [a, b, c] = [new FakeParty(), new FakeParty(), new FakeParty()];
    const member = conference.join(a);
    conference.join(b);
    conference.join(c);
    const played = member.play(sine(1000, SOUND_RATE_HZ, FRAME_SAMPLES * 10, 0, 4000));
    talk([[b, 400]], 10);
    expect([1000, 400].map((hertz) => Math.round(a.hears(hertz) / 1000))).toEqual([4, 4]);
    expect(Math.round(c.hears(1000))).toBe(0);
    talk([[b, 400]], 10);
    await played;
    expect(Math.round(a.hears(1000))).toBe(0);
  });

  test('to all is heard by all', () => {
    const [a, b] = [new FakeParty(), new FakeParty()];
    conference.join(a);
    conference.join(b);
    conference.playToAll(sine(1000, SOUND_RATE_HZ, FRAME_SAMPLES * 10, 0, 4000));
    talk([], 10);
    expect([a, b].map((party) => Math.round(party.hears(1000) / 1000))).toEqual([4, 4]);
  });

  test('ends when its member leaves', async () => {
    const member = conference.join(new FakeParty());
    const played = member.play(sine(1000, SOUND_RATE_HZ, FRAME_SAMPLES * 10));
    member.leave();
    await played;
    await member.play(new Int16Array(FRAME_SAMPLES));
  });
});
