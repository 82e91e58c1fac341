import { afterEach, expect, test } from 'vitest';
import { durationSeconds } from '../audio/sound.ts';
import { secondsOfTone, tone } from '../audio/tone.ts';
import { Baresip, type BaresipOptions } from './baresip.ts';
import { until } from './wait.ts';

const started: Baresip[] = [];
afterEach(() => Promise.all(started.splice(0).map((baresip) => baresip.stop())));

const phone = async (options: BaresipOptions): Promise<Baresip> => {
  const baresip = await Baresip.start(options);
  started.push(baresip);
  return baresip;
};

test.each(['udp', 'tcp'] as const)('two baresips hear each other over %s', async (transport) => {
  const [alice, bob] = await Promise.all([
    phone({ username: 'alice', transport, says: tone({ hertz: 500, seconds: 5, sampleRate: 8000 }) }),
    phone({ username: 'bob', transport, says: tone({ hertz: 800, seconds: 5, sampleRate: 8000 }) }),
  ]);
  await alice.dial(`sip:bob@127.0.0.1:${bob.sipPort};transport=${transport}`);
  await Promise.all([alice.event('CALL_ESTABLISHED'), bob.event('CALL_ESTABLISHED')]);
  for (const listener of [alice, bob]) {
    await until('a second of sound', async () => durationSeconds(await listener.heard()) > 1);
  }
  await bob.hangUp();
  await alice.event('CALL_CLOSED');
  expect(secondsOfTone(await alice.heard(), 800)).toBeGreaterThan(0.8);
  expect(secondsOfTone(await bob.heard(), 500)).toBeGreaterThan(0.8);
});
