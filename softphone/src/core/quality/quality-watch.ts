import { judgeVoice, type VoiceQuality, type VoiceSample } from './voice-quality.ts';
import { voiceSample } from './voice-sample.ts';

export interface QualityWatchOptions {
  /** The values of the call's statistics, or null while there are none. */
  readonly statistics: () => Promise<Iterable<unknown> | null>;
  /** Told after each sample; null until the sound can be judged. */
  readonly onQuality: (quality: VoiceQuality | null) => void;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Milliseconds between two samples. Default 1000. */
  readonly intervalMs?: number;
  /** How far back a judgement looks, in milliseconds. Default 5000. */
  readonly windowMs?: number;
}

/** Samples a call's statistics each second and judges the last five. Returns the function that stops it. */
export function watchQuality(options: QualityWatchOptions): () => void {
  const { statistics, onQuality, now, intervalMs = 1000, windowMs = 5000 } = options;
  let samples: VoiceSample[] = [];
  let reading = false;
  let stopped = false;
  const read = async () => {
    if (reading) return;
    reading = true;
    try {
      const reports = await statistics();
      if (stopped) return;
      const sample = reports ? voiceSample(reports, now()) : null;
      const newestPackets = samples.at(-1)?.packetsReceived ?? 0;
      // Counters that fall belong to a new stream: what was measured before says nothing of it.
      if (!sample || sample.packetsReceived < newestPackets) samples = [];
      if (sample) samples = [...samples.filter((old) => sample.atMs - old.atMs <= windowMs), sample];
      onQuality(judgeVoice(samples));
    } catch {
      // The connection closed while it was read: there is nothing left to judge.
      samples = [];
    } finally {
      reading = false;
    }
  };
  const timer = setInterval(() => void read(), intervalMs);
  void read();
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
