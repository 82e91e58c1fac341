import { z } from 'zod';
import type { LegStats, MediaStats, Party } from './relay.ts';

const quality = z.object({ MOS: z.number().optional(), jitter: z.number().optional() });

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
    .record(
      z.string(),
      z.object({ 'average MOS': quality.optional(), 'cumulative loss': z.number().optional() }),
    )
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
  const sent = audioStream(reply, party);
  // rtpengine files a receiver report under the SSRC of its sender, who is the party that listens.
  const listener = audioStream(reply, party === 'caller' ? 'callee' : 'caller');
  const heard = listener?.SSRC === undefined ? undefined : reply.SSRC[String(listener.SSRC)];
  const average = heard?.['average MOS'];
  const mosTimesTen = average?.MOS ?? 0;
  return {
    codec,
    packets: sent?.stats.packets ?? null,
    packetsLost: heard?.['cumulative loss'] ?? null,
    jitterMs: average?.jitter ?? null,
    mos: mosTimesTen > 0 ? mosTimesTen / 10 : null,
  };
}

function audioStream(reply: StatisticsReply, party: Party): z.infer<typeof stream> | undefined {
  const audio = reply.tags[party]?.medias.find(({ type }) => type === 'audio');
  return audio?.streams.find(({ flags }) => flags.includes('RTP')) ?? audio?.streams[0];
}
