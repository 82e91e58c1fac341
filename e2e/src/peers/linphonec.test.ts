import { afterEach, expect, test } from 'vitest';
import { durationSeconds } from '../audio/sound.ts';
import { secondsOfTone, tone } from '../audio/tone.ts';
import { Baresip } from './baresip.ts';
import { Linphonec } from './linphonec.ts';
import { until } from './wait.ts';

const started: { stop(): Promise<void> }[] = [];
afterEach(() => Promise.all(started.splice(0).map((phone) => phone.stop())));

test('linphonec calls baresip and both hear each other', async () => {
  const [carol, bob] = await Promise.all([
    Linphonec.start({ username: 'carol', says: tone({ hertz: 500, seconds: 10, sampleRate: 8000 }) }),
    Baresip.start({ username: 'bob', says: tone({ hertz: 800, seconds: 5, sampleRate: 8000 }) }),
  ]);
  started.push(carol, bob);
  carol.dial(`sip:bob@127.0.0.1:${bob.sipPort};transport=tcp`);
  await carol.says(/connected/);
  for (const listener of [carol, bob]) {
    await until('a second of sound', async () => durationSeconds(await listener.heard()) > 1);
  }
  carol.hangUp();
  await Promise.all([bob.event('CALL_CLOSED'), carol.says(/ended/)]);
  expect(secondsOfTone(await bob.heard(), 500)).toBeGreaterThan(0.8);
  expect(secondsOfTone(await carol.heard(), 800)).toBeGreaterThan(0.8);
});
