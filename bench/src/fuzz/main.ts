import { parseArgs } from 'node:util';
import { messageRound, STREAM_MESSAGES, streamRound } from '@tandem/sip-engine/fuzz';
import { TargetEngine } from './target-engine.ts';

/**
 * `npm run fuzz -w bench -- --seed 1 --messages 10000000`: half of the messages go through the parser alone, most of the
 * others through the framer, and some through a whole engine. Every failure names its seed and round.
 */
const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, messages: { type: 'string', default: '100000' } },
});
const seed = Number(values.seed);
const wanted = Number(values.messages);

/** One slice: so many parser rounds, stream rounds, and messages to the engine by UDP and by TCP. */
const SLICE = { rounds: 5_000, streams: 1_600, datagrams: 150, tcp: 50 } as const;
const SLICE_MESSAGES = SLICE.rounds + SLICE.streams * STREAM_MESSAGES + SLICE.datagrams + SLICE.tcp;
const SLICES_BETWEEN_REPORTS = 50;
/** A round longer than this hangs, in ms. */
const HANG_MS = 5_000;
/** What the process may have gained by the end, in MiB. */
const GROWTH_MIB = 64;

const slices = Math.ceil(wanted / SLICE_MESSAGES);
const target = await TargetEngine.start();
let accepted = 0;
let longestMs = 0;
let settledMib = 0;
for (let slice = 0; slice < slices; slice++) {
  for (let index = 0; index < SLICE.rounds; index++) {
    const round = slice * SLICE.rounds + index;
    timed(`message round ${round}`, () => {
      if (messageRound(seed, round)) accepted += 1;
    });
  }
  for (let index = 0; index < SLICE.streams; index++) {
    const round = slice * SLICE.streams + index;
    timed(`stream round ${round}`, () => streamRound(seed + 1, round));
  }
  await target.overUdp(seed + 2, slice * SLICE.datagrams, SLICE.datagrams);
  await target.overTcp(seed + 3, slice * SLICE.tcp, SLICE.tcp);
  await target.mustBeAlive();
  if (slice % SLICES_BETWEEN_REPORTS === 0) report(slice + 1);
  // The first slices compile and fill what is kept for good.
  if (slice === Math.min(SLICES_BETWEEN_REPORTS, slices - 1)) settledMib = heapMib();
}
report(slices);
const grownMib = heapMib() - settledMib;
await target.stop();
if (grownMib > GROWTH_MIB) throw new Error(`the heap grew by ${grownMib.toFixed(1)} MiB`);
console.log(
  `no crash, no hang (longest round ${longestMs.toFixed(1)} ms), heap ${grownMib.toFixed(1)} MiB more`,
);

function timed(what: string, run: () => void): void {
  const beginMs = performance.now();
  try {
    run();
  } catch (error) {
    throw new Error(`seed ${seed}, ${what}`, { cause: error });
  }
  const tookMs = performance.now() - beginMs;
  longestMs = Math.max(longestMs, tookMs);
  if (tookMs > HANG_MS) throw new Error(`seed ${seed}, ${what} took ${tookMs.toFixed(0)} ms`);
}

function report(slice: number): void {
  const sent = slice * SLICE_MESSAGES;
  const share = (100 * accepted) / Math.max(1, slice * SLICE.rounds);
  console.log(
    `seed ${seed}: ${sent} messages, ${share.toFixed(1)} % accepted, ${target.answers} answered by the engine, heap ${heapMib().toFixed(1)} MiB`,
  );
}

function heapMib(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
