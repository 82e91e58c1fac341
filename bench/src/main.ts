// `npm run bench`: what a REGISTER and a call cost, beside Kamailio in the same run.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeUdpPort } from './free-port.ts';
import { startKamailio } from './kamailio.ts';
import { cpuMicroseconds, residentMiB } from './process-usage.ts';
import type { Server } from './server.ts';
import { percentile, runSipp, type SippResult, serveSipp } from './sipp.ts';
import { startTandem } from './tandem.ts';

const PASSWORD = 'bench-password';
const USERS = 200;
const CALLEE = 'u0';
/** A server that has been busy for a while has compiled its code: what it costs before is told by nobody's bill. */
const WARM_UP = { registerRate: 500, registers: 5000, callRate: 100, calls: 4000 };
const REGISTER_RATES = [250, 500, 1000, 1500, 2000, 3000, 4000, 6000];
const CALL_RATES = [25, 50, 100, 150, 200, 300, 400, 600];

async function benchRegister(server: Server): Promise<void> {
  const usersFile = fileOfUsers();
  const play = async (rate: number, count: number) =>
    runSipp({
      scenario: 'register.xml',
      target: server.target,
      localPort: await freeUdpPort(),
      rate,
      count,
      usersFile,
    });
  try {
    await play(WARM_UP.registerRate, WARM_UP.registers);
    for (const rate of [500, 2000]) {
      const { costUs, result } = await measured(server, () => play(rate, 10_000));
      const what = `${server.name}: REGISTER, 401 + 200, at ${rate}/s`;
      report(what, costUs / result.succeeded, 'µs CPU each', result);
    }
    report(
      `${server.name}: highest rate without retransmission`,
      await knee(REGISTER_RATES, (rate) => play(rate, rate * 4)),
      '/s',
    );
  } finally {
    await server.stop();
  }
}

async function benchCalls(media: 'direct' | 'relay'): Promise<void> {
  const server = await startTandem(media, USERS, PASSWORD);
  const usersFile = fileOfUsers();
  const calleePort = await freeUdpPort();
  await registerCallee(server.target, calleePort);
  const callee = serveSipp('callee.xml', calleePort);
  const play = async (rate: number, count: number) =>
    runSipp({
      scenario: 'caller.xml',
      target: server.target,
      localPort: await freeUdpPort(),
      rate,
      count,
      usersFile,
    });
  try {
    await play(WARM_UP.callRate, WARM_UP.calls);
    for (const rate of [50, 200]) {
      const { costUs, result } = await measured(server, () => play(rate, 2000));
      const what = `Tandem: call, media ${media}, at ${rate}/s`;
      report(what, costUs / result.succeeded, 'µs CPU each, rtpengine included', result);
    }
    const highest = await knee(CALL_RATES, (rate) => play(rate, rate * 4));
    report(`Tandem: highest call rate, media ${media}`, highest, '/s');
    const half = await play(Math.max(10, highest / 2), Math.max(100, highest * 5));
    report(`Tandem: set-up delay at half load, p50`, percentile(half.responseTimesMs, 0.5), 'ms');
    report(`Tandem: set-up delay at half load, p99`, percentile(half.responseTimesMs, 0.99), 'ms');
    if (media === 'direct') await benchMemory(server, (count) => play(Math.max(10, highest / 2), count));
  } finally {
    await callee.stop();
    await server.stop();
  }
}

/** Ten thousand calls, looked at after every two thousand: a leak would climb steadily. */
async function benchMemory(server: Server, play: (count: number) => Promise<SippResult>): Promise<void> {
  const sizes: number[] = [];
  for (let round = 0; round < 5; round++) {
    await play(2000);
    sizes.push(Math.round(residentMiB(server.pid)));
  }
  console.log(`Tandem: resident memory after each 2,000 of 10,000 calls: ${sizes.join(', ')} MiB`);
}

/** The highest of the rising rates that went through without a retransmission or a failure. */
async function knee(rates: readonly number[], play: (rate: number) => Promise<SippResult>): Promise<number> {
  let highest = 0;
  for (const rate of rates) {
    const { failed, retransmissions } = await play(rate);
    if (failed > 0 || retransmissions > 0) break;
    highest = rate;
  }
  return highest;
}

async function measured(
  server: Server,
  play: () => Promise<SippResult>,
): Promise<{ costUs: number; result: SippResult }> {
  const before = cpuMicroseconds(server.pid);
  const result = await play();
  return { costUs: cpuMicroseconds(server.pid) - before, result };
}

/** Registers the callee's phone once, at the port on which it will answer. */
async function registerCallee(target: string, port: number): Promise<void> {
  const file = join(mkdtempSync(join(tmpdir(), 'tandem-bench-')), 'callee.csv');
  writeFileSync(file, `SEQUENTIAL\n${userLine(CALLEE)}\n`);
  const result = await runSipp({
    scenario: 'register.xml',
    target,
    localPort: port,
    rate: 1,
    count: 1,
    usersFile: file,
  });
  if (result.succeeded !== 1) throw new Error('the callee could not register');
}

function fileOfUsers(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tandem-bench-')), 'users.csv');
  const lines = Array.from({ length: USERS - 1 }, (_, index) => userLine(`u${index + 1}`));
  writeFileSync(file, `SEQUENTIAL\n${lines.join('\n')}\n`);
  return file;
}

/** One user of an injection file: sipp expands the second field, so it carries the credentials. */
const userLine = (name: string): string =>
  `${name};[authentication username=${name} password=${PASSWORD}];${CALLEE}`;

function report(what: string, value: number, unit: string, result?: SippResult): void {
  const trouble = result && result.failed + result.retransmissions > 0;
  const note = trouble ? `  (${result.failed} failed, ${result.retransmissions} retransmissions)` : '';
  console.log(`${what.padEnd(58)} ${value.toFixed(value < 100 ? 1 : 0).padStart(7)} ${unit}${note}`);
}

console.log(
  `${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}; sipp and the server share the cores\n`,
);
await benchRegister(await startKamailio(PASSWORD));
await benchRegister(await startTandem('direct', USERS, PASSWORD));
await benchCalls('direct');
await benchCalls('relay');
