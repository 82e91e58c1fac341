import { callOutcome, legQuality } from '@tandem/api-types';
import { callLeg, qualitySample } from '@tandem/api-types/calls';
import { decisionStep } from '@tandem/api-types/routing';
import { z } from 'zod';

const timeMs = z.number().int().nonnegative();

/** What is only read of one call at a time. */
export const callDetails = z.object({
  /** The dialogs of the call, the caller's first. */
  legs: z.array(callLeg),
  /** How its way was found. */
  decision: z.array(decisionStep),
  /** The media over time. */
  quality: z.array(qualitySample),
});

/**
 * A call detail record: one attempt, answered or not. The same on the journal's lines and in the table
 * `call_records`. Times are milliseconds since the epoch.
 */
export const callRecord = z.object({
  /** UUID; a record is stored once by it. */
  id: z.string().min(1).max(36),
  /** Call-ID of the caller's dialog. */
  callId: z.string(),
  /** The node that carried the call. */
  node: z.string(),
  /** Null when the caller is not one of our users. */
  callerUsername: z.string().nullable(),
  calleeUsername: z.string().nullable(),
  /** Address-of-record of the caller. */
  callerUri: z.string(),
  callerName: z.string().nullable(),
  /** What was dialled. */
  calleeUri: z.string(),
  /** Contact of the phone that answered. */
  answeredBy: z.string().nullable(),
  outcome: callOutcome,
  hungUpBy: z.enum(['caller', 'callee', 'system']),
  /** Final SIP status that the caller got. */
  sipStatus: z.number().int(),
  /** `key: sentence`, the key being one of the refusals or `hang-up`. */
  reason: z.string(),
  startedAtMs: timeMs,
  ringingAtMs: timeMs.nullable(),
  answeredAtMs: timeMs.nullable(),
  endedAtMs: timeMs,
  callerLeg: legQuality,
  calleeLeg: legQuality,
  /** Ids of the trunks by which the call came and went; null for our own users. */
  arrivedByTrunk: z.string().nullable().default(null),
  leftByTrunk: z.string().nullable().default(null),
  /** Null in lists, and in records of older versions. */
  details: callDetails.nullable().default(null),
});

export type CallRecord = z.infer<typeof callRecord>;
export type CallDetails = z.infer<typeof callDetails>;

/** Quality of a leg that had no media, or whose media nobody measured. */
export const unmeasuredLeg: CallRecord['callerLeg'] = {
  codec: null,
  packets: null,
  packetsLost: null,
  jitterMs: null,
  mos: null,
};

/** Takes records of calls for keeping. */
export interface CallRecordSink {
  /**
   * Keeps a record of a call that is not finished, in case this process dies before `append`.
   * @param progress `talking`: if the process dies, the call ended with it (it may be written a moment later);
   * `ended`: only the statistics are missing, it survives the death of the process on return
   */
  note(record: CallRecord, progress: 'talking' | 'ended'): void;
  /** Keeps a finished record. It survives the death of the process on return, and a power failure once settled. */
  append(record: CallRecord): Promise<void>;
}
