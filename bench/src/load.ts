import { cpuMicroseconds } from './process-usage.ts';
import type { Server } from './server.ts';
import { percentile, type SippResult } from './sipp.ts';

/** Plays a scenario at a rate (new calls a second), so many times. */
export type Play = (rate: number, count: number) => Promise<SippResult>;

/** Adds up what is told on the terminal. */
export function report(what: string, value: number, unit: string, result?: SippResult): void {
  const trouble = result && result.failed + result.retransmissions > 0;
  const note = trouble ? `  (${result.failed} failed, ${result.retransmissions} retransmissions)` : '';
  console.log(`${what.padEnd(62)} ${value.toFixed(value < 100 ? 1 : 0).padStart(7)} ${unit}${note}`);
}

/** CPU time of the server for each success, in µs: the least of several runs, for others only add to it. */
export async function costOf(
  server: Server,
  what: string,
  play: () => Promise<SippResult>,
  runs = 3,
): Promise<number> {
  const [cost] = await costsInTurns([{ server, play }], what, runs);
  if (cost === undefined) throw new Error('nothing was played');
  return cost.least;
}

/** What several runs cost, each in µs of CPU time for each success. */
export interface Cost {
  /** Of the server. */
  readonly name: string;
  readonly least: number;
  readonly median: number;
}

/**
 * The costs of several servers, which are played to in turns: a virtual machine becomes faster and slower by half within
 * a minute, so that only what was measured in the same moments can be compared.
 */
export async function costsInTurns(
  players: readonly { readonly server: Server; readonly play: () => Promise<SippResult> }[],
  what: string,
  runs: number,
): Promise<Cost[]> {
  const all = players.map((): number[] => []);
  const troubled = new Map<Server, SippResult>();
  for (let run = 0; run < runs; run++) {
    for (const [index, { server, play }] of players.entries()) {
      const before = cpuMicroseconds(server.pid);
      const result = await play();
      all[index]?.push((cpuMicroseconds(server.pid) - before) / result.succeeded);
      if (result.failed + result.retransmissions > 0) troubled.set(server, result);
    }
  }
  return players.map(({ server }, index) => {
    const sorted = (all[index] ?? []).sort((a, b) => a - b);
    const [least, median] = [sorted[0] ?? Number.NaN, percentile(sorted, 0.5)];
    report(
      `${server.name}: ${what}`,
      least,
      `µs CPU each, median ${median.toFixed(0)}`,
      troubled.get(server),
    );
    return { name: server.name, least, median };
  });
}

/**
 * The highest of the rising rates that went through without a retransmission or a failure; 0: none did. Each has a second
 * try, for the machine itself falters now and then.
 */
export async function kneeOf(
  server: Server,
  what: string,
  rates: readonly number[],
  play: Play,
): Promise<number> {
  const isClean = async (rate: number): Promise<boolean> => {
    const { failed, retransmissions } = await play(rate, rate * 4);
    return failed === 0 && retransmissions === 0;
  };
  let highest = 0;
  for (const rate of rates) {
    if (!(await isClean(rate)) && !(await isClean(rate))) break;
    highest = rate;
  }
  report(`${server.name}: ${what}, highest rate without retransmission`, highest, '/s');
  return highest;
}

/** Response times at a quarter, a half and three quarters of the highest rate; nothing when there is none. */
export async function delaysBelow(server: Server, what: string, knee: number, play: Play): Promise<void> {
  if (knee === 0) return;
  for (const share of [0.25, 0.5, 0.75]) {
    const rate = Math.round(knee * share);
    const { responseTimesMs } = await play(rate, rate * 8);
    const times = [0.5, 0.99]
      .map((part) => `${percentile(responseTimesMs, part).toFixed(0)} ms`)
      .join(' and ');
    console.log(`${`${server.name}: ${what} at ${share * 100} % of it, p50 and p99`.padEnd(62)} ${times}`);
  }
}

/** What ours costs beside theirs, by the least and by the median of the runs. */
export function ratios(what: string, ours: Cost, theirs: Cost): void {
  for (const by of ['least', 'median'] as const) {
    const label = `  ${what}, ${by}: ${ours.name} to Kamailio`;
    console.log(`${label.padEnd(62)} ${(ours[by] / theirs[by]).toFixed(2).padStart(7)}`);
  }
}
