import type { Leg } from './leg.ts';

export interface FlowWait {
  /** How long a softphone that changes its network may take to come back. */
  readonly flowGraceMs: number;
  /** When a phone on TCP is asked whether it can still be reached; the last one decides. */
  readonly probeAfterMs: readonly number[];
  /** Acts after a while, unless the call is over by then. */
  readonly after: (ms: number, act: () => void) => void;
  /** The phone did not come back. */
  readonly lost: () => void;
}

/** Finds out what becomes of a leg whose connection closed during the call. @param flow the one that closed */
export function awaitFlow(leg: Leg, flow: string, wait: FlowWait): void {
  if (/transport=wss?$/.test(flow)) awaitReturn(leg, flow, wait);
  else void probe(leg, flow, wait.probeAfterMs, wait);
}

/** A softphone that changes its network comes back over another connection. */
function awaitReturn(leg: Leg, flow: string, { flowGraceMs, after, lost }: FlowWait): void {
  after(flowGraceMs, () => {
    if (leg.flow === flow) lost();
  });
}

/** A TCP phone may be reached over another connection, which the engine opens when it has something to send. */
async function probe(
  leg: Leg,
  flow: string,
  [pauseMs = 0, ...more]: readonly number[],
  wait: FlowWait,
): Promise<void> {
  await new Promise<void>((resolve) => wait.after(pauseMs, resolve));
  if (leg.over || leg.flow !== flow || (await leg.isAlive()) || leg.over) return;
  if (more.length > 0) await probe(leg, flow, more, wait);
  else wait.lost();
}
