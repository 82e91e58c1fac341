import { freeUdpPort } from './free-port.ts';
import { costOf, delaysBelow, kneeOf, type Play } from './load.ts';
import { residentMiB } from './process-usage.ts';
import type { Server } from './server.ts';
import { runSipp, serveSipp } from './sipp.ts';
import { startTandem, startTandemOnDrachtio } from './tandem.ts';
import { CALLEE, PASSWORD, USERS, usersFile } from './users.ts';

const CALL_RATES = [50, 100, 200, 300, 400, 500, 600, 800, 1000];
const WARM_UP = { rate: 100, count: 4000 };

/**
 * Back-to-back calls through all of Tandem, with media direct also on a drachtio-server.
 * @param media `relay` sends the sound through rtpengine
 */
export async function benchCalls(media: 'direct' | 'relay'): Promise<void> {
  await costsOf(await startTandem(media, USERS, PASSWORD), media);
  const drachtio = media === 'direct' ? await startTandemOnDrachtio(USERS, PASSWORD) : null;
  if (drachtio !== null) await costsOf(drachtio, media);
}

async function costsOf(server: Server, media: 'direct' | 'relay'): Promise<void> {
  const file = usersFile();
  const calleePort = await freeUdpPort();
  await registerCallee(server.target, calleePort);
  const callee = serveSipp('callee.xml', calleePort);
  const play: Play = async (rate, count) =>
    runSipp({
      scenario: 'caller.xml',
      target: server.target,
      localPort: await freeUdpPort(),
      rate,
      count,
      usersFile: file,
    });
  const what = `call, media ${media === 'relay' ? 'relayed, rtpengine included' : 'direct'}`;
  try {
    await play(WARM_UP.rate, WARM_UP.count);
    for (const rate of [50, 200, 300]) await costOf(server, `${what}, at ${rate}/s`, () => play(rate, 2000));
    const knee = await kneeOf(server, what, CALL_RATES, play);
    await delaysBelow(server, 'INVITE to 200', knee, play);
    // Of a drachtio-server's process family the first is a shell.
    if (media === 'direct' && server.name === 'Tandem')
      await benchMemory(server, (count) => play(Math.max(10, knee / 2), count));
  } finally {
    await callee.stop();
    await server.stop();
  }
}

/** Ten thousand calls, looked at after every two thousand: a leak would climb steadily. */
async function benchMemory(server: Server, play: (count: number) => Promise<unknown>): Promise<void> {
  const sizes: number[] = [];
  for (let round = 0; round < 5; round++) {
    await play(2000);
    sizes.push(Math.round(residentMiB(server.pid)));
  }
  console.log(`Tandem: resident memory after each 2,000 of 10,000 calls: ${sizes.join(', ')} MiB`);
}

/** Registers the callee's phone once, at the port on which it will answer. */
async function registerCallee(target: string, port: number): Promise<void> {
  const result = await runSipp({
    scenario: 'register.xml',
    target,
    localPort: port,
    rate: 1,
    count: 1,
    usersFile: usersFile([CALLEE]),
  });
  if (result.succeeded !== 1) throw new Error('the callee could not register');
}
