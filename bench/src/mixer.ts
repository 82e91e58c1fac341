// `npm run bench -- mixer`: what a conference of 50 costs the process that mixes it: Opus, RTP over loopback, phones
// in a process of their own.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Conference, createFrameClock, createSoundParties } from '@tandem/media-relay';
import { RtpEndpoint } from '@tandem/media-relay/testing/rtp-endpoint';
import { silentLog } from '@tandem/media-relay/testing/silent-log';
import { z } from 'zod';

const PARTIES = 50;
const TALKERS = [0, 1, 3, 10];
const SETTLE_MS = 2_000;
const MEASURED_MS = 10_000;
const descriptions = z.array(z.string());

/** The other process: telephones that offer, then talk. @param talkers how many make sound; others send silence */
async function playPhones(talkers: number): Promise<void> {
  const phones = await Promise.all(
    Array.from({ length: PARTIES }, (_, at) =>
      RtpEndpoint.open({ codec: 'opus', tone: at < talkers ? 400 + 100 * at : 0 }),
    ),
  );
  const answered = once(process, 'message');
  process.send?.(phones.map((phone) => phone.sdp()));
  const [answers] = await answered;
  for (const [at, answer] of descriptions.parse(answers).entries()) {
    phones[at]?.connect(answer);
    phones[at]?.talk();
  }
  // What they hear is not kept.
  setInterval(() => {
    for (const phone of phones) phone.forget();
  }, 1_000);
}

/** @returns share of a core */
async function measure(talkers: number): Promise<number> {
  const clock = createFrameClock();
  const parties = createSoundParties({ address: '127.0.0.1', maxParties: PARTIES, clock, log: silentLog });
  const conference = new Conference({ clock });
  const phones = fork(fileURLToPath(import.meta.url), ['phones', String(talkers)]);
  try {
    const [offers] = await once(phones, 'message');
    const answers: string[] = [];
    for (const offer of descriptions.parse(offers)) {
      const party = await parties.open();
      answers.push(party.answer(offer));
      conference.join(party);
    }
    phones.send(answers);
    await sleep(SETTLE_MS);
    const before = process.cpuUsage();
    const from = performance.now();
    await sleep(MEASURED_MS);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / (performance.now() - from);
  } finally {
    phones.kill();
    await parties.close();
  }
}

if (process.argv[2] === 'phones') await playPhones(Number(process.argv[3]));
else {
  console.log(`a conference of ${PARTIES} with Opus, of one core:`);
  for (const talkers of TALKERS) {
    console.log(`  ${talkers} talk: ${((await measure(talkers)) * 100).toFixed(1)} %`);
  }
}
