import { beforeEach, describe, expect, test } from 'vitest';
import { FakeParty } from '../testing/fake-party.ts';
import { sine } from '../testing/tone.ts';
import { Conference } from './conference.ts';
import { Frames } from './frame-clock.ts';
import { FRAME_SAMPLES, SOUND_RATE_HZ } from './sound.ts';

let clock: Frames;
let used: boolean;
let conference: Conference;

beforeEach(() => {
  clock = new Frames((isUsed) => {
    used = isUsed;
  });
  conference = new Conference({ clock });
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

test('only the three loudest are heard, and what listeners hear is encoded once', () => {
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
  expect(listener.sharedPayloads.at(-1)).toBe(other.sharedPayloads.at(-1));
  // Who speaks hears a mix of its own.
  expect(a.sharedPayloads).toHaveLength(0);
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
  const first = conference.join(a);
  conference.join(b);
  talk([[a, 400]]);
  first.leave();
  first.leave();
  talk([[a, 400]]);
  expect(Math.round(b.hears(400))).toBe(0);
  expect(conference.size).toBe(1);
  b.close();
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
  expect(Math.max(...last)).toBeGreaterThan(32_000);
  // Wrapped around, a sample would be followed by one of the other sign.
  const jumps = [...last].map((sample, index) => Math.abs(sample - (last[index - 1] ?? sample)));
  expect(Math.max(...jumps)).toBeLessThan(30_000);
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
    expect(c.hears(1000)).toBeLessThan(50);
    talk([[b, 400]], 10);
    await played;
    expect(a.hears(1000)).toBeLessThan(50);
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
