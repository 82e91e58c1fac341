import type { QualitySample } from '@tandem/api-types/calls';
import type { MediaStats } from '@tandem/media-relay';

/** Enough for a curve; a record of them is about 50 kB. */
const SAMPLES_MAX = 240;

/** The media of one call over time, in bounded memory: when it is full, every second sample goes. */
export interface QualityTrack {
  /** @param atMs milliseconds since the epoch */
  add(atMs: number, stats: MediaStats): void;
  /** The oldest first; over the whole call, however long. */
  samples(): readonly QualitySample[];
}

export function createQualityTrack(): QualityTrack {
  let samples: QualitySample[] = [];
  /** Of so many samples one is kept. */
  let stride = 1;
  let skipped = 0;
  return {
    add(atMs, { caller, callee }) {
      skipped += 1;
      if (skipped < stride) return;
      skipped = 0;
      samples.push({ atMs, caller: sampleOf(caller), callee: sampleOf(callee) });
      if (samples.length < SAMPLES_MAX) return;
      samples = samples.filter((_, index) => index % 2 === 0);
      stride *= 2;
    },
    samples: () => samples,
  };
}

const sampleOf = ({
  mos,
  jitterMs,
  packetsLost,
  packets,
}: MediaStats['caller']): QualitySample['caller'] => ({
  mos,
  jitterMs,
  packetsLost,
  packets,
});
