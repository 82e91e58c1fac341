// `npm run bench -- overload`: three times the calls that Tandem can carry, what becomes of calls that are up, and how soon
// it is itself again; then a flood from one address. Ends with 1 when that takes longer than ten seconds, when what the
// load took is not given back, or when a request in a dialog or a CANCEL gets no answer.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectGarbage } from './collect-garbage.ts';
import { freeUdpPort } from './free-port.ts';
import { residentMiB } from './process-usage.ts';
import { percentile, runSipp, type SippResult, serveSipp } from './sipp.ts';
import { startTandem, type TandemServer } from './tandem.ts';

const PASSWORD = 'bench-password';
const USERS = 50;
/** Who answers at once, who is spoken to in the call, and who only rings. */
const [CALLEE, LONG_CALLEE, RINGING_CALLEE] = ['u0', 'u1', 'u2'];
const CALLEES = [
  [CALLEE, 'callee.xml'],
  [LONG_CALLEE, 'long-callee.xml'],
  [RINGING_CALLEE, 'ringing-callee.xml'],
] as const;
const RATES = [100, 200, 300, 400, 500, 600, 800, 1000, 1300];
const OVERLOAD_SECONDS = 20;
const PROBE_RATE = 20;
/** Calls that are set up before the load, and those that ring; each says its next word in the midst of it. */
const CALLS_UP = 300;
const CALLS_RINGING = 150;
const UNTIL_UP_MS = 4_000;
const FLOOD_RATE = 3_000;
const FLOOD_SECONDS = 20;
const FLOOD_ADDRESS = '127.0.0.66';
/** Normal again: half as long again as before at most, and sipp's clock ticks every 4 ms. */
const NORMAL_WITHIN_S = 10;
/** Of the memory in use before: code compiled meanwhile, and counters of what was turned away, stay. */
const RETAINED_AT_MOST = 1.25;
/** Calls that are over keep their transactions for 32 s, and their records are written after that. */
const SETTLED_AFTER_MS = 45_000;
const normal = (beforeMs: number): number => Math.max(beforeMs * 1.5, beforeMs + 8);

function usersFile(names: readonly string[], callee: string = CALLEE): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tandem-bench-')), 'users.csv');
  const lines = names.map(
    (name) => `${name};[authentication username=${name} password=${PASSWORD}];${callee}`,
  );
  writeFileSync(file, `SEQUENTIAL\n${lines.join('\n')}\n`);
  return file;
}

const callerNames = Array.from(
  { length: USERS - CALLEES.length },
  (_, index) => `u${index + CALLEES.length}`,
);
const callers = usersFile(callerNames);

const call = async (server: TandemServer, rate: number, count: number): Promise<SippResult> =>
  runSipp({
    scenario: 'caller.xml',
    target: server.target,
    localPort: await freeUdpPort(),
    rate,
    count,
    usersFile: callers,
  });

async function kneeOf(server: TandemServer): Promise<number> {
  let knee = RATES[0] ?? 100;
  for (const rate of RATES) {
    const { failed, retransmissions } = await call(server, rate, rate * 4);
    if (failed > 0 || retransmissions > 0) break;
    knee = rate;
  }
  return knee;
}

/** Calls at a low rate for a second, and how long their set-up takes at the 99th percentile, in ms. */
async function probe(server: TandemServer): Promise<{ p99Ms: number; failed: number }> {
  const { responseTimesMs, failed } = await call(server, PROBE_RATE, PROBE_RATE);
  return { p99Ms: percentile(responseTimesMs, 0.99), failed };
}

async function metric(server: TandemServer, name: string): Promise<string> {
  const text = await (await fetch(`http://127.0.0.1:${server.httpPort}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith(name))
    .map((line) => line.slice(name.length))
    .join(', ');
}

interface Memory {
  readonly residentMiB: number;
  /** In use after a collection of garbage, the heap's and what it holds outside. */
  readonly usedMiB: number;
}

async function memoryOf(server: TandemServer): Promise<Memory> {
  await collectGarbage(inspectorPort);
  const [heap, external] = await Promise.all(
    ['nodejs_heap_size_used_bytes ', 'nodejs_external_memory_bytes '].map((name) => metric(server, name)),
  );
  return {
    residentMiB: residentMiB(server.pid),
    usedMiB: (Number(heap) + Number(external)) / 1024 / 1024,
  };
}

const told = ({ residentMiB, usedMiB }: Memory): string =>
  `memory ${usedMiB.toFixed(0)} MiB in use, ${residentMiB.toFixed(0)} MiB resident`;

/** Places calls at a low rate until they are set up as before. @returns seconds since the load's end */
async function untilNormal(server: TandemServer, beforeMs: number): Promise<number> {
  const endedMs = performance.now();
  for (;;) {
    const { p99Ms, failed } = await probe(server);
    const sinceS = (performance.now() - endedMs) / 1000;
    console.log(`${sinceS.toFixed(1)} s after: set-up p99 ${p99Ms} ms, ${failed} of ${PROBE_RATE} failed`);
    if (failed === 0 && p99Ms <= normal(beforeMs)) return sinceS;
    if (sinceS > 60) throw new Error('not normal again after a minute');
  }
}

/** Calls that are up already, and such that ring, before the load comes. */
async function startCallsUnderWay(server: TandemServer): Promise<{ ended: Promise<void> }> {
  const play = async (scenario: string, callee: string, rate: number, count: number): Promise<SippResult> =>
    runSipp({
      scenario,
      target: server.target,
      localPort: await freeUdpPort(),
      rate,
      count,
      usersFile: usersFile(callerNames, callee),
    });
  const up = play('long-caller.xml', LONG_CALLEE, 100, CALLS_UP);
  const ringing = play('cancelling-caller.xml', RINGING_CALLEE, 50, CALLS_RINGING);
  const tell = (what: string, { succeeded, failed, retransmissions, responseTimesMs }: SippResult): void => {
    const p99Ms = percentile(responseTimesMs, 0.99);
    console.log(
      `${what}: ${succeeded} went on, ${failed} did not or were never set up; ${retransmissions} retransmissions, answers p99 ${p99Ms} ms`,
    );
    if (failed > 0) process.exitCode = 1;
  };
  const ended = Promise.all([up, ringing]).then(([inDialog, cancelled]) => {
    tell('calls that were up, with an INVITE and a BYE', inDialog);
    tell('calls that rang, with a CANCEL', cancelled);
  });
  await new Promise((resolve) => setTimeout(resolve, UNTIL_UP_MS));
  return { ended };
}

/** INVITEs without credentials from one address, while others call from another. */
async function benchFlood(server: TandemServer): Promise<void> {
  const flood = runSipp({
    scenario: 'flood.xml',
    target: server.target,
    localAddress: FLOOD_ADDRESS,
    localPort: await freeUdpPort(),
    rate: FLOOD_RATE,
    count: FLOOD_RATE * FLOOD_SECONDS,
    usersFile: callers,
  });
  const calls = await call(server, PROBE_RATE, PROBE_RATE * (FLOOD_SECONDS - 5));
  const { succeeded } = await flood;
  console.log(
    `${FLOOD_RATE} INVITEs/s without credentials from one address for ${FLOOD_SECONDS} s: ${succeeded} answered; ` +
      `of others' calls at ${PROBE_RATE}/s ${calls.succeeded} carried, ${calls.failed} not, ` +
      `set-up p99 ${percentile(calls.responseTimesMs, 0.99)} ms`,
  );
}

async function benchOverload(server: TandemServer): Promise<void> {
  await call(server, 100, 2000);
  const knee = await kneeOf(server);
  await call(server, 50, 100);
  const { responseTimesMs } = await call(server, PROBE_RATE, PROBE_RATE * 5);
  const beforeMs = percentile(responseTimesMs, 0.99);
  await new Promise((resolve) => setTimeout(resolve, SETTLED_AFTER_MS));
  const before = await memoryOf(server);
  console.log(`knee: ${knee} calls/s; set-up p99 at ${PROBE_RATE}/s: ${beforeMs} ms; ${told(before)}`);
  const underWay = await startCallsUnderWay(server);
  const load = await call(server, knee * 3, knee * 3 * OVERLOAD_SECONDS);
  const normalAfterS = await untilNormal(server, beforeMs);
  const refused = await metric(server, 'sip_overload_refusals_total');
  console.log(
    `${knee * 3} calls/s for ${OVERLOAD_SECONDS} s: ${load.succeeded} carried, ${load.failed} turned away, ` +
      `${load.retransmissions} retransmissions, refusals ${refused}; ${told(await memoryOf(server))}`,
  );
  await underWay.ended;
  await benchFlood(server);
  await new Promise((resolve) => setTimeout(resolve, SETTLED_AFTER_MS));
  await call(server, 50, 500);
  await new Promise((resolve) => setTimeout(resolve, SETTLED_AFTER_MS));
  const after = await memoryOf(server);
  const back = after.usedMiB <= before.usedMiB * RETAINED_AT_MOST;
  const soon = normalAfterS <= NORMAL_WITHIN_S;
  console.log(`afterwards: ${told(after)}${back ? '' : ', which is more than before'}`);
  const ringMiB = Number(await metric(server, 'sip_trace_bytes ')) / 1024 / 1024;
  console.log(`of it the last messages of each call: ${ringMiB.toFixed(1)} MiB`);
  console.log(`normal again after ${normalAfterS.toFixed(1)} s${soon ? '' : ', which is too late'}`);
  if (!back || !soon) process.exitCode = 1;
}

const inspectorPort = await freeUdpPort();
const server = await startTandem('direct', USERS, PASSWORD, [`--inspect=127.0.0.1:${inspectorPort}`]);
const callees: ReturnType<typeof serveSipp>[] = [];
try {
  for (const [name, scenario] of CALLEES) {
    const localPort = await freeUdpPort();
    const registration = { scenario: 'register.xml', target: server.target, localPort, rate: 1, count: 1 };
    await runSipp({ ...registration, usersFile: usersFile([name]) });
    callees.push(serveSipp(scenario, localPort));
  }
  await benchOverload(server);
} finally {
  await Promise.all(callees.map((callee) => callee.stop()));
  await server.stop();
}
