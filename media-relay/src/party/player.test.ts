import { expect, test } from 'vitest';
import { FakeParty } from '../testing/fake-party.ts';
import { sine } from '../testing/tone.ts';
import { Frames } from './frame-clock.ts';
import { playSound } from './player.ts';
import { FRAME_SAMPLES, SOUND_RATE_HZ } from './sound.ts';

const clock = new Frames();
const sound = sine(1000, SOUND_RATE_HZ, FRAME_SAMPLES * 9 + 100, 0, 4000);

test('a sound goes out frame by frame, the last one filled up with silence', async () => {
  const party = new FakeParty();
  const played = playSound(party, sound, { clock, signal: new AbortController().signal });
  clock.pass(11);
  await played;
  expect(party.heardFrames).toHaveLength(10);
  expect(party.heardFrames.flatMap((frame) => [...frame]).slice(0, sound.length)).toEqual([...sound]);
  expect(
    party.heardFrames
      .at(-1)
      ?.slice(100)
      .every((sample) => sample === 0),
  ).toBe(true);
  clock.pass(5);
  expect(party.heardFrames).toHaveLength(10);
});

test('one that is ended plays no further', async () => {
  const party = new FakeParty();
  const end = new AbortController();
  const played = playSound(party, sound, { clock, signal: end.signal });
  clock.pass(3);
  end.abort();
  await played;
  clock.pass(3);
  expect(party.heardFrames).toHaveLength(3);
  await playSound(party, sound, { clock, signal: end.signal });
  clock.pass(1);
  expect(party.heardFrames).toHaveLength(3);
});

test('a party that is gone is played nothing more', async () => {
  const party = new FakeParty();
  const played = playSound(party, sound, { clock });
  clock.pass(3);
  party.close();
  await played;
  clock.pass(3);
  expect(party.heardFrames).toHaveLength(3);
  await playSound(party, sound, { clock });
});

test('a sound stands still while its party holds, and goes on where it was', async () => {
  const party = new FakeParty();
  const played = playSound(party, sound, { clock });
  clock.pass(4);
  party.holds = true;
  clock.pass(100);
  expect(party.heardFrames).toHaveLength(4);
  party.holds = false;
  clock.pass(7);
  await played;
  expect(party.heardFrames.flatMap((frame) => [...frame]).slice(0, sound.length)).toEqual([...sound]);
});

test('who holds for a quarter of an hour is played no more', async () => {
  const party = new FakeParty();
  const played = playSound(party, sound, { clock });
  party.holds = true;
  clock.pass(15 * 60 * 50 + 1);
  await played;
  party.holds = false;
  clock.pass(1);
  expect(party.heardFrames).toHaveLength(0);
});
