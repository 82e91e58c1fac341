import { freeUdpPort } from './free-port.ts';
import { startKamailio } from './kamailio.ts';
import { costOf, kneeOf, type Play, ratio } from './load.ts';
import type { Server } from './server.ts';
import { runSipp } from './sipp.ts';
import { startApplication, startOnOwnDrachtio } from './start-application.ts';
import { startTandem } from './tandem.ts';
import { PASSWORD, USERS, usersFile } from './users.ts';

const RATES = [500, 1000, 2000, 3000, 4000, 5000, 6000];
/** A server that has been busy for a while has compiled its code: what it costs before is told by nobody's bill. */
const WARM_UP = { rate: 1000, count: 10_000 };

/** REGISTER with and without digest: the application with its location in memory, all of Tandem, Kamailio, a drachtio-server. */
export async function benchRegisters(): Promise<void> {
  for (const [what, scenario, password] of [
    ['REGISTER', 'register-open.xml', undefined],
    ['REGISTER, 401 + 200', 'register.xml', PASSWORD],
  ] as const) {
    const kamailio = await costsOf(await startKamailio({ password }), what, scenario);
    const engine = await costsOf(await startApplication({ password }), what, scenario);
    const drachtio = await startOnOwnDrachtio({ password });
    if (drachtio !== null) await costsOf(drachtio, what, scenario);
    for (const [rate, cost] of engine) ratio(`${what}, at ${rate}/s`, cost, kamailio.get(rate) ?? Number.NaN);
  }
  await costsOf(await startTandem('direct', USERS, PASSWORD), 'REGISTER, 401 + 200, SQLite', 'register.xml');
}

async function costsOf(server: Server, what: string, scenario: string): Promise<Map<number, number>> {
  const file = usersFile();
  const play: Play = async (rate, count) =>
    runSipp({
      scenario,
      target: server.target,
      localPort: await freeUdpPort(),
      rate,
      count,
      usersFile: file,
    });
  const costs = new Map<number, number>();
  try {
    await play(WARM_UP.rate, WARM_UP.count);
    for (const rate of [500, 2000, 4000]) {
      costs.set(rate, await costOf(server, `${what}, at ${rate}/s`, () => play(rate, rate * 4)));
    }
    await kneeOf(server, what, RATES, play);
    return costs;
  } finally {
    await server.stop();
  }
}
