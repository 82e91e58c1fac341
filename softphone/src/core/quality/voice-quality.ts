/** Totals of one moment, read from the statistics of a peer connection. All of them only grow, except the two times. */
export interface VoiceSample {
  /** Milliseconds of a monotonic clock. */
  readonly atMs: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly samplesReceived: number;
  /** Samples made up for missing sound; silence that the sender left out is not counted. */
  readonly samplesConcealed: number;
  readonly jitterMs: number;
  /** Null until the first measurement. */
  readonly roundTripMs: number | null;
  /** The share of our packets that the other side says it lost since its last report, 0 to 1. */
  readonly lossAtPeer: number | null;
}

export interface VoiceQuality {
  /** Mean opinion score, 1 to 4.5. */
  readonly mos: number;
  /** 1 (bad) to 4 (good). */
  readonly bars: 1 | 2 | 3 | 4;
  /** One or two words: "Good". */
  readonly label: string;
  /** A sentence that says what makes it so. */
  readonly why: string;
}

/**
 * Mean opinion score by the E-model as simplified for VoIP monitors.
 *
 * @param latencyMs one way, in milliseconds
 * @param lossPercent packets lost and sound concealed, in percent
 * @returns 1 to 4.5
 */
export function meanOpinionScore(latencyMs: number, jitterMs: number, lossPercent: number): number {
  const effectiveMs = latencyMs + 2 * jitterMs + 10;
  const delayImpairment = effectiveMs < 160 ? effectiveMs / 40 : (effectiveMs - 120) / 10;
  const rating = Math.min(100, Math.max(0, 93.2 - delayImpairment - 2.5 * lossPercent));
  const score = 1 + 0.035 * rating + 7e-6 * rating * (rating - 60) * (100 - rating);
  return Math.min(4.5, Math.max(1, score));
}

/**
 * Judges the sound between the first and the last sample, which are best about five seconds apart.
 * Returns null when there are not two samples to compare.
 */
export function judgeVoice(samples: readonly VoiceSample[]): VoiceQuality | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.atMs <= first.atMs) return null;
  const received = last.packetsReceived - first.packetsReceived;
  if (received <= 0) {
    return { mos: 1, bars: 1, label: 'No sound', why: 'No sound arrives from the other side.' };
  }
  const lost = Math.max(0, last.packetsLost - first.packetsLost);
  const lostPercent = (100 * lost) / (received + lost);
  const samplesReceived = last.samplesReceived - first.samplesReceived;
  const concealed = Math.max(0, last.samplesConcealed - first.samplesConcealed);
  const concealedPercent = samplesReceived > 0 ? (100 * concealed) / samplesReceived : 0;
  const jitterMs = mean(samples.map((sample) => sample.jitterMs));
  const roundTrips = samples.flatMap((sample) => (sample.roundTripMs === null ? [] : [sample.roundTripMs]));
  const latencyMs = roundTrips.length > 0 ? mean(roundTrips) / 2 : 0;
  const lossAtPeerPercent = 100 * (last.lossAtPeer ?? 0);
  const mos = meanOpinionScore(latencyMs, jitterMs, lostPercent + concealedPercent);
  const bars = barsOf(mos);
  return {
    mos,
    bars,
    label: labels[bars],
    why: explain({ bars, lostPercent, concealedPercent, latencyMs, jitterMs, lossAtPeerPercent }),
  };
}

const labels = { 4: 'Good', 3: 'Fair', 2: 'Poor', 1: 'Bad' } as const;

function barsOf(mos: number): 1 | 2 | 3 | 4 {
  if (mos >= 4) return 4;
  if (mos >= 3.6) return 3;
  return mos >= 3.1 ? 2 : 1;
}

interface Measures {
  readonly bars: number;
  readonly lostPercent: number;
  readonly concealedPercent: number;
  readonly latencyMs: number;
  readonly jitterMs: number;
  readonly lossAtPeerPercent: number;
}

function explain(measures: Measures): string {
  const { bars, lostPercent, concealedPercent, latencyMs, jitterMs, lossAtPeerPercent } = measures;
  if (lossAtPeerPercent >= 3 && lossAtPeerPercent > lostPercent) {
    return `The other side misses ${percent(lossAtPeerPercent)} of your sound: your upload may be weak.`;
  }
  if (bars === 4) return `Little delay (${Math.round(latencyMs)} ms) and ${percent(lostPercent)} lost.`;
  const byLoss = 2.5 * (lostPercent + concealedPercent);
  const byDelay = (latencyMs + 2 * jitterMs) / 20;
  if (byLoss >= byDelay) {
    return lostPercent >= 1
      ? `${percent(lostPercent)} of the sound is lost on the way.`
      : `Sound arrives too late: ${percent(concealedPercent)} had to be filled in.`;
  }
  return jitterMs * 2 > latencyMs
    ? `Sound arrives unevenly (jitter ${Math.round(jitterMs)} ms): the network is busy.`
    : `The way is long: ${Math.round(latencyMs)} ms of delay each way.`;
}

function percent(value: number): string {
  return value > 0 && value < 1 ? 'less than 1 %' : `${Math.round(value)} %`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
