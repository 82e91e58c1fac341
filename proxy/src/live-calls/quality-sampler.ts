import type { Calls } from '../calls/calls.ts';

export interface QualitySamplerOptions {
  readonly calls: Pick<Calls, 'active' | 'measure'>;
  /** Between two samples of a call, while the relay keeps up. Default 10,000. */
  readonly intervalMs?: number;
}

/** Asks the media relay again and again how the calls sound. */
export interface QualitySampler {
  /** Rounds that were left out because the one before was not done: the relay answers slowly. */
  skippedRounds(): number;
  close(): void;
}

const INTERVAL_MS = 10_000;
/** Questions to the relay at a time. */
const AT_A_TIME = 4;

/** Starts sampling; one round at a time, a few calls at a time, so that the relay's work on calls comes first. */
export function sampleQuality({ calls, intervalMs = INTERVAL_MS }: QualitySamplerOptions): QualitySampler {
  let round: Promise<void> | null = null;
  let skipped = 0;
  let closed = false;
  const measureAll = async (): Promise<void> => {
    const waiting = calls.active().flatMap(({ state, facts }) => (state === 'answered' ? [facts.id] : []));
    const lane = async (): Promise<void> => {
      for (let id = waiting.pop(); id !== undefined && !closed; id = waiting.pop()) await calls.measure(id);
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, lane));
  };
  const timer = setInterval(() => {
    if (round) {
      skipped += 1;
      return;
    }
    round = measureAll().finally(() => {
      round = null;
    });
  }, intervalMs);
  return {
    skippedRounds: () => skipped,
    close() {
      closed = true;
      clearInterval(timer);
    },
  };
}
