import { z } from 'zod';

/** Any reply: a result, and a reason when it is an error. */
export const anyReply = z.looseObject({ result: z.string(), 'error-reason': z.string().optional() });

/** Reply to `offer` and `answer`. */
export const sdpReply = z.object({ sdp: z.string().min(1) });

/** Reply to `list`. */
export const listReply = z.object({ calls: z.array(z.string()) });

/** The part of a reply to `statistics` that is read. */
export const loadReply = z.object({
  statistics: z.object({ currentstatistics: z.object({ sessionstotal: z.number() }) }),
});

/** rtpengine 10.5 has four limits (sessions, load, CPU, bandwidth) and its range of ports. */
export const LIMIT_REASON = /limit (reached|exceeded)|ran out of ports/i;
