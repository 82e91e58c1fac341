import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeParty } from '../testing/fake-party.ts';
import { amplitudeAt } from '../testing/tone.ts';
import { Frames } from './frame-clock.ts';
import { type Recording, type RecordingOptions, recordSound } from './recorder.ts';
import { SOUND_RATE_HZ } from './sound.ts';
import { wavSamples } from './wav.ts';

let folder: string;
let path: string;
let party: FakeParty;
let clock: Frames;
let hangUp: AbortController;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-recorder-'));
  path = join(folder, 'message.wav');
  party = new FakeParty();
  clock = new Frames();
  hangUp = new AbortController();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The recording, once it has begun. */
async function begin(options: Partial<RecordingOptions> = {}): Promise<{ ended: Promise<Recording> }> {
  let listens: () => void = () => undefined;
  const listening = new Promise<void>((resolve) => {
    listens = resolve;
  });
  const { onFrame } = clock;
  vi.spyOn(clock, 'onFrame').mockImplementation((...heard) => {
    listens();
    return onFrame.apply(clock, heard);
  });
  const ended = recordSound(party, path, {
    clock,
    signal: hangUp.signal,
    maxMs: 60_000,
    silenceMs: 5000,
    keys: '#',
    ...options,
  });
  await Promise.race([listening, ended]);
  return { ended };
}

function speak(frames: number, hertz = 700): void {
  for (let frame = 0; frame < frames; frame += 1) {
    party.say(hertz);
    clock.pass();
  }
}

const recorded = (): Int16Array => wavSamples(readFileSync(path));

test('what is said, and pauses in it, are in the file when the caller hangs up', async () => {
  const { ended } = await begin();
  speak(60);
  clock.pass(20);
  speak(20);
  hangUp.abort();
  expect(await ended).toEqual({ durationMs: 2000, bytes: 64_000, endedBy: 'stopped' });
  const samples = recorded();
  expect(samples).toHaveLength(2 * SOUND_RATE_HZ);
  expect(amplitudeAt(samples.subarray(0, 1.2 * SOUND_RATE_HZ), 700, SOUND_RATE_HZ)).toBeGreaterThan(3900);
  expect(samples.subarray(1.2 * SOUND_RATE_HZ, 1.6 * SOUND_RATE_HZ).every((sample) => sample === 0)).toBe(
    true,
  );
});

test('the key ends it, others do not', async () => {
  const { ended } = await begin();
  speak(10);
  party.press('5');
  speak(10);
  party.press('#');
  speak(10);
  expect(await ended).toMatchObject({ durationMs: 400, endedBy: 'key' });
});

test('it ends at its longest', async () => {
  const { ended } = await begin({ maxMs: 1000 });
  speak(80);
  expect(await ended).toMatchObject({ durationMs: 1000, endedBy: 'too-long' });
});

test('silence ends it, and is no part of it', async () => {
  const { ended } = await begin({ silenceMs: 3000 });
  speak(30);
  clock.pass(150);
  expect(await ended).toEqual({ durationMs: 600, bytes: 19_200, endedBy: 'silence' });
  expect(recorded()).toHaveLength(0.6 * SOUND_RATE_HZ);
});

test('of silence alone nothing is kept', async () => {
  const { ended } = await begin({ silenceMs: 1000 });
  clock.pass(50);
  expect(await ended).toMatchObject({ durationMs: 0, endedBy: 'silence' });
});

test('who says nothing and hangs up leaves nothing', async () => {
  const { ended } = await begin();
  clock.pass(120);
  hangUp.abort();
  expect(await ended).toEqual({ durationMs: 0, bytes: 0, endedBy: 'stopped' });
  expect(recorded()).toHaveLength(0);
});

test('while it goes on, all but the last second can be read already', async () => {
  const { ended } = await begin();
  speak(120);
  await expect.poll(() => recorded().length).toBeGreaterThanOrEqual(SOUND_RATE_HZ);
  hangUp.abort();
  await ended;
});

test('a disk that is full ends it as failed, with what was written before', async () => {
  const { ended } = await begin();
  speak(60);
  await expect.poll(() => recorded()).toHaveLength(SOUND_RATE_HZ);
  const file = await open('/dev/null');
  const full = vi
    .spyOn<{ appendFile(bytes: Buffer): Promise<void> }, 'appendFile'>(
      Object.getPrototypeOf(file),
      'appendFile',
    )
    .mockRejectedValue(new Error('ENOSPC: no space left on device'));
  let over = false;
  void ended.then(() => {
    over = true;
  });
  const speakOn = () => {
    speak(50);
    return over;
  };
  await expect.poll(speakOn).toBe(true);
  const recording = await ended;
  full.mockRestore();
  await file.close();
  expect(recording).toMatchObject({ durationMs: 1000, endedBy: 'failed' });
  expect(recording.error?.message).toContain('ENOSPC');
  expect(recorded()).toHaveLength(SOUND_RATE_HZ);
});

test('a file that exists is left as it is', async () => {
  writeFileSync(path, 'mine');
  await expect(begin().then(({ ended }) => ended)).rejects.toThrow('EEXIST');
  expect(readFileSync(path, 'utf8')).toBe('mine');
});

test('a caller who has hung up before leaves an empty file', async () => {
  hangUp.abort();
  const { ended } = await begin();
  expect(await ended).toMatchObject({ durationMs: 0, bytes: 0, endedBy: 'stopped' });
});
