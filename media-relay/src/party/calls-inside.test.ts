import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openCallsInside } from '../testing/calls-inside.ts';
import type { RtpEndpoint } from '../testing/rtp-endpoint.ts';
import { amplitudeAt, sine } from '../testing/tone.ts';
import { until } from '../testing/until.ts';
import { Conference } from './conference.ts';
import { playSound } from './player.ts';
import { recordSound } from './recorder.ts';
import { SOUND_RATE_HZ } from './sound.ts';
import { wavSamples } from './wav.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

it('of three telephones in a conference each hears the two others and not itself', async () => {
  const calls = await openCallsInside();
  cleanUps.push(() => calls.close());
  const conference = new Conference({ clock: calls.clock });
  const tones = [500, 900, 1500];
  const phones: RtpEndpoint[] = [];
  for (const [index, tone] of tones.entries()) {
    const { party, phone } = await calls.call(index === 1 ? 'opus' : 'PCMU', tone);
    conference.join(party);
    phones.push(phone);
  }
  const hearsOthers = (phone: RtpEndpoint, index: number) =>
    tones.every((tone, other) => other === index || phone.loudnessHeard(tone) > 5_000);
  await until('all have heard both others for a second', () => {
    if (!phones.every(({ packetsReceived }) => packetsReceived > 60)) return false;
    if (phones.every(hearsOthers)) return true;
    for (const phone of phones) phone.forget();
    return false;
  });
  for (const [index, phone] of phones.entries())
    expect(phone.loudnessHeard(tones[index] ?? 0)).toBeLessThan(300);
});

it('a caller hears a sound, and what he says afterwards is in the recording', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-recording-'));
  cleanUps.push(() => rm(folder, { recursive: true, force: true }));
  const calls = await openCallsInside();
  cleanUps.push(() => calls.close());
  const { clock } = calls;
  const { party, phone } = await calls.call('opus', 700);
  await until('the caller is heard', () => party.heard);
  await playSound(party, sine(1200, SOUND_RATE_HZ, SOUND_RATE_HZ), { clock });
  await until('the sound arrived', () => phone.packetsReceived > 45);
  expect(phone.toneHeard()).toBe(1200);
  const path = join(folder, 'message.wav');
  const { signal } = new AbortController();
  const recording = recordSound(party, path, { clock, signal, maxMs: 60_000, silenceMs: 20_000, keys: '#' });
  const from = clock.frame;
  await until('a second was recorded', () => clock.frame > from + 50);
  phone.pressKey(11);
  const { endedBy, durationMs } = await recording;
  expect(endedBy).toBe('key');
  const samples = wavSamples(await readFile(path));
  expect(samples.length / SOUND_RATE_HZ).toBe(durationMs / 1000);
  expect(durationMs).toBeGreaterThan(500);
  expect(amplitudeAt(samples, 700, SOUND_RATE_HZ)).toBeGreaterThan(5_600);
});

it('a sound stands still while the caller holds, and its rest is heard afterwards', async () => {
  const calls = await openCallsInside();
  cleanUps.push(() => calls.close());
  const { clock } = calls;
  const { party, phone, offer } = await calls.call('PCMU', 700);
  await until('the caller is heard', () => party.heard);
  const [before, after] = [900, 1500].map((hertz) => sine(hertz, SOUND_RATE_HZ, SOUND_RATE_HZ));
  if (before === undefined || after === undefined) throw new Error('two sounds');
  let over = false;
  const played = playSound(party, Int16Array.from([...before, ...after]), { clock }).then(() => {
    over = true;
  });
  await until('the beginning was heard', () => phone.packetsReceived > 20);
  await offer('sendonly');
  phone.forget();
  const heldFrom = clock.frame;
  await until('the sound could be over', () => clock.frame > heldFrom + 120);
  expect([over, phone.toneHeard()]).toEqual([false, null]);
  await offer('sendrecv');
  await played;
  await until('the end was heard', () => phone.packetsReceived > 60);
  expect(phone.toneHeard()).toBe(1500);
});
