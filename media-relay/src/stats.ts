import { z } from 'zod';
import type { LegStats, MediaStats, Party } from './relay.ts';

const quality = z.object({
  MOS: z.number().optional(),
  jitter: z.number().optional(),
  'packet loss': z.number().optional(),
});

const stream = z.object({
  SSRC: z.number().optional(),
  flags: z.array(z.string()).default([]),
  stats: z.object({ packets: z.number() }),
});

/** The part of a `query` or `delete` reply that is read here. */
export const statisticsReply = z.object({
  tags: z.record(
    z.string(),
    z.object({ medias: z.array(z.object({ type: z.string(), streams: z.array(stream) })) }),
  ),
  SSRC: z
    .record(z.string(), z.object({ average: quality.optional(), 'cumulative loss': z.number().optional() }))
    .default({}),
});

export type StatisticsReply = z.infer<typeof statisticsReply>;

/**
 * Reads one session's statistics.
 * @param codecs codec of each party, as negotiated
 */
export function mediaStatsOf(
  reply: StatisticsReply,
  codecs: Readonly<Record<Party, string | null>>,
): MediaStats {
  const legOf = (party: Party): LegStats => legStats(reply, party, codecs[party]);
  return { caller: legOf('caller'), callee: legOf('callee') };
}

function legStats(reply: StatisticsReply, party: Party, codec: string | null): LegStats {
  const audio = reply.tags[party]?.medias.find(({ type }) => type === 'audio');
  const rtp = audio?.streams.find(({ flags }) => flags.includes('RTP')) ?? audio?.streams[0];
  const source = rtp?.SSRC === undefined ? undefined : reply.SSRC[String(rtp.SSRC)];
  const mosTimesTen = source?.average?.MOS;
  return {
    codec,
    packets: rtp?.stats.packets ?? null,
    packetsLost: source?.['cumulative loss'] ?? null,
    jitterMs: source?.average?.jitter ?? null,
    mos: mosTimesTen === undefined || mosTimesTen <= 0 ? null : mosTimesTen / 10,
  };
}
