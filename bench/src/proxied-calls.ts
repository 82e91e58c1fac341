import { freeUdpPort } from './free-port.ts';
import { startKamailio } from './kamailio.ts';
import { costOf, delaysBelow, kneeOf, type Play, ratio } from './load.ts';
import type { Server } from './server.ts';
import { runSipp, serveSipp } from './sipp.ts';
import { startApplication, startOnOwnDrachtio } from './start-application.ts';

const CALL_RATES = [100, 200, 300, 400, 600, 800, 1000, 1300, 1600];
const WARM_UP = { rate: 100, count: 3000 };
const RATE = 200;

interface Costs {
  readonly refused: number;
  readonly proxied: number;
}

/**
 * INVITE→404 and a call that stays in the path by Record-Route: Kamailio, a handler on the engine, the same through
 * drachtio-srf, and a drachtio-server.
 */
export async function benchProxiedCalls(): Promise<void> {
  const calleePort = await freeUdpPort();
  const callee = serveSipp('proxied-callee.xml', calleePort);
  const calleeUri = `sip:callee@127.0.0.1:${calleePort}`;
  try {
    const theirs = await costsOf(await startKamailio({ calleeUri }));
    for (const srf of [false, true]) {
      const ours = await costsOf(await startApplication({ calleeUri, srf }));
      const by = srf ? ' through drachtio-srf' : '';
      ratio(`INVITE→404${by}`, ours.refused, theirs.refused);
      ratio(`proxied call${by}`, ours.proxied, theirs.proxied);
    }
    const drachtio = await startOnOwnDrachtio({ calleeUri });
    if (drachtio !== null) await costsOf(drachtio);
  } finally {
    await callee.stop();
  }
}

async function costsOf(server: Server): Promise<Costs> {
  const player =
    (scenario: string): Play =>
    async (rate, count) =>
      runSipp({ scenario, target: server.target, localPort: await freeUdpPort(), rate, count });
  const refused = player('refused-caller.xml');
  const proxied = player('proxied-caller.xml');
  try {
    await refused(WARM_UP.rate, WARM_UP.count);
    await proxied(WARM_UP.rate, WARM_UP.count);
    const costs = {
      refused: await costOf(server, `INVITE→404, at ${RATE}/s`, () => refused(RATE, RATE * 8)),
      proxied: await costOf(server, `proxied call, at ${RATE}/s`, () => proxied(RATE, RATE * 8)),
    };
    const knee = await kneeOf(server, 'proxied call', CALL_RATES, proxied);
    await delaysBelow(server, 'proxied call', knee, proxied);
    return costs;
  } finally {
    await server.stop();
  }
}
