import { freeUdpPort } from './free-port.ts';
import { startKamailio } from './kamailio.ts';
import { costsInTurns, delaysBelow, kneeOf, type Play, ratios } from './load.ts';
import { type Server, startAll, stopAll } from './server.ts';
import { runSipp, serveSipp } from './sipp.ts';
import { startApplication, startOnOwnDrachtio } from './start-application.ts';

const CALL_RATES = [100, 200, 300, 400, 600, 800, 1000, 1300, 1600];
const WARM_UP = { rate: 200, count: 4000 };
const RATE = 200;
const TURNS = 5;
const PLAY_SECONDS = 5;
const REFUSED = 'refused-caller.xml';
const PROXIED = 'proxied-caller.xml';

/**
 * INVITE→404 and a call that stays in the path by Record-Route: Kamailio, a handler on the engine, the same through
 * drachtio-srf, and a drachtio-server.
 */
export async function benchProxiedCalls(): Promise<void> {
  const calleePort = await freeUdpPort();
  const callee = serveSipp('proxied-callee.xml', calleePort);
  const calleeUri = `sip:callee@127.0.0.1:${calleePort}`;
  const servers = await startAll([
    () => startKamailio({ calleeUri }),
    () => startApplication({ calleeUri }),
    () => startApplication({ calleeUri, srf: true }),
    () => startOnOwnDrachtio({ calleeUri }),
  ]);
  try {
    await compare(servers, 'INVITE→404', REFUSED);
    await compare(servers, 'proxied call', PROXIED);
    for (const server of servers) {
      const play = playerFor(server, PROXIED);
      const knee = await kneeOf(server, 'proxied call', CALL_RATES, play);
      await delaysBelow(server, 'proxied call', knee, play);
    }
  } finally {
    await stopAll(servers);
    await callee.stop();
  }
}

async function compare(servers: readonly Server[], what: string, scenario: string): Promise<void> {
  const players = servers.map((server) => ({ server, play: playerFor(server, scenario) }));
  for (const { play } of players) await play(WARM_UP.rate, WARM_UP.count);
  const turns = players.map(({ server, play }) => ({ server, play: () => play(RATE, RATE * PLAY_SECONDS) }));
  const [theirs, ...ours] = await costsInTurns(turns, `${what}, at ${RATE}/s`, TURNS);
  for (const cost of ours) if (theirs) ratios(what, cost, theirs);
}

const playerFor =
  (server: Server, scenario: string): Play =>
  async (rate, count) =>
    runSipp({ scenario, target: server.target, localPort: await freeUdpPort(), rate, count });
