import { freeUdpPort } from './free-port.ts';
import { startKamailio } from './kamailio.ts';
import { costsInTurns, kneeOf, type Play, ratios } from './load.ts';
import { type Server, startAll, stopAll } from './server.ts';
import { runSipp } from './sipp.ts';
import { startApplication, startOnOwnDrachtio } from './start-application.ts';
import { startTandem } from './tandem.ts';
import { PASSWORD, USERS, usersFile } from './users.ts';

const RATES = [500, 2000, 4000];
const KNEE_RATES = [500, 1000, 2000, 3000, 4000, 5000, 6000];
/** A server that has been busy for a while has compiled its code, and has the memory in which answers wait for Timer J. */
const WARM_UP = { rate: 2000, count: 70_000 };
const TURNS = 7;
const PLAY_SECONDS = 2;

/** REGISTER with and without digest: the application with its location in memory, all of Tandem, Kamailio, a drachtio-server. */
export async function benchRegisters(): Promise<void> {
  for (const [what, scenario, password] of [
    ['REGISTER', 'register-open.xml', undefined],
    ['REGISTER, 401 + 200', 'register.xml', PASSWORD],
  ] as const) {
    await inTurns(what, scenario, [
      () => startKamailio({ password }),
      () => startApplication({ password }),
      () => startOnOwnDrachtio({ password }),
    ]);
  }
  const tandem = () => startTandem('direct', USERS, PASSWORD);
  await inTurns('REGISTER, 401 + 200, SQLite', 'register.xml', [tandem]);
}

/** @param starts the peer, then ours, then what the person may have; what started is stopped in the end */
async function inTurns(
  what: string,
  scenario: string,
  starts: readonly (() => Promise<Server | null>)[],
): Promise<void> {
  const servers = await startAll(starts);
  try {
    const players: { readonly server: Server; readonly play: Play }[] = [];
    for (const server of servers) players.push({ server, play: await playerFor(server, scenario) });
    for (const { play } of players) await play(WARM_UP.rate, WARM_UP.count);
    for (const rate of RATES) {
      const at = players.map(({ server, play }) => ({ server, play: () => play(rate, rate * PLAY_SECONDS) }));
      const [theirs, ours] = await costsInTurns(at, `${what}, at ${rate}/s`, TURNS);
      if (theirs && ours) ratios(`${what}, at ${rate}/s`, ours, theirs);
    }
    for (const { server, play } of players) await kneeOf(server, what, KNEE_RATES, play);
  } finally {
    await stopAll(servers);
  }
}

/** All plays come from one port: another would give every user one more binding, and change what is measured. */
async function playerFor({ target }: Server, scenario: string): Promise<Play> {
  const from = { scenario, target, localPort: await freeUdpPort(), usersFile: usersFile() };
  return (rate, count) => runSipp({ ...from, rate, count });
}
