import { z } from 'zod';
import type { VoiceSample } from './voice-quality.ts';

const number = z.number().catch(0);
const inboundRtp = z.object({
  type: z.literal('inbound-rtp'),
  kind: z.literal('audio'),
  packetsReceived: number,
  packetsLost: number,
  totalSamplesReceived: number,
  concealedSamples: number,
  silentConcealedSamples: number,
  /** Seconds. */
  jitter: number,
});
const remoteInboundRtp = z.object({
  type: z.literal('remote-inbound-rtp'),
  /** Seconds. */
  roundTripTime: z.number().optional(),
  fractionLost: z.number().optional(),
});
const candidatePair = z.object({
  type: z.literal('candidate-pair'),
  nominated: z.literal(true),
  /** Seconds. */
  currentRoundTripTime: z.number().optional(),
});

/**
 * Reads what judging needs from a peer connection's statistics (W3C webrtc-stats). Null while no sound has come.
 * The round trip is that of RTCP, or of the ICE candidate pair when there is no RTCP report yet.
 *
 * @param reports the values of an `RTCStatsReport`
 */
export function voiceSample(reports: Iterable<unknown>, atMs: number): VoiceSample | null {
  let inbound: z.infer<typeof inboundRtp> | null = null;
  let remote: z.infer<typeof remoteInboundRtp> | null = null;
  let pairRoundTrip: number | undefined;
  for (const report of reports) {
    const asInbound = inboundRtp.safeParse(report);
    // After a change of the other side's stream the old report stays: the one that has received more is alive.
    if (asInbound.success && asInbound.data.packetsReceived >= (inbound?.packetsReceived ?? 0)) {
      inbound = asInbound.data;
    }
    const asRemote = remoteInboundRtp.safeParse(report);
    if (asRemote.success) remote = asRemote.data;
    const asPair = candidatePair.safeParse(report);
    if (asPair.success) pairRoundTrip = asPair.data.currentRoundTripTime ?? pairRoundTrip;
  }
  if (!inbound) return null;
  const roundTrip = remote?.roundTripTime ?? pairRoundTrip;
  return {
    atMs,
    packetsReceived: inbound.packetsReceived,
    packetsLost: inbound.packetsLost,
    samplesReceived: inbound.totalSamplesReceived,
    samplesConcealed: inbound.concealedSamples - inbound.silentConcealedSamples,
    jitterMs: inbound.jitter * 1000,
    roundTripMs: roundTrip === undefined ? null : roundTrip * 1000,
    lossAtPeer: remote?.fractionLost ?? null,
  };
}
