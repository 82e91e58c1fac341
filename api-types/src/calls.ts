/** Calls as operators see them: live, searched, and one by one with everything that is known. */
import { z } from 'zod';
import { callDetailRecord, callDetailRecordPage, callOutcome, pageQuery } from './api.ts';
import { decisionStep } from './routing.ts';

/** What one party sent, as measured over one interval. Null where nobody reported. */
const legSample = z.object({
  mos: z.number().nullable().describe('1 to 4.5.'),
  jitterMs: z.number().nullable(),
  packetsLost: z.number().nullable().describe('Since the beginning of the call.'),
  packets: z.number().nullable().describe('Since the beginning of the call.'),
});

/** The media of a call at one moment. */
export const qualitySample = z.object({ atMs: z.number(), caller: legSample, callee: legSample });

/** One dialog of a call: the caller's, or one for each phone or gateway that was tried. */
export const callLeg = z.object({
  party: z.enum(['caller', 'callee']),
  callId: z.string(),
  uri: z.string().describe('Address-of-record of the caller; contact or gateway address of a callee.'),
});

export const liveCall = z.object({
  id: z.string(),
  state: z.enum(['routing', 'ringing', 'answering', 'answered', 'ending', 'ended']),
  caller: z.string(),
  callerName: z.string().nullable(),
  callee: z.string(),
  arrivedByTrunk: z.string().nullable(),
  leftByTrunk: z.string().nullable(),
  startedAt: z.iso.datetime(),
  answeredAt: z.iso.datetime().nullable(),
  quality: qualitySample.nullable().describe('The last sample; null before the first.'),
});

/** The newest first, at most 1000. */
export const liveCalls = z.object({
  calls: z.array(liveCall),
  total: z.number().int().describe('All calls that are going on, also those that are not listed.'),
});

const party = z.string().min(1).max(64);

/** All that is given must be so. */
export const callSearch = pageQuery.extend({
  from: z.iso.datetime().optional().describe('Started then or later.'),
  to: z.iso.datetime().optional().describe('Started before.'),
  caller: party
    .optional()
    .describe(
      'User name or number of the caller; with a * at the end, its beginning (3 characters or more).',
    ),
  callee: party.optional().describe('The same of whom was called.'),
  party: party.optional().describe('The same of either of them.'),
  outcome: callOutcome.optional(),
  trunk: z.string().max(63).optional().describe('The id of a trunk by which the call came or went.'),
  mosBelow: z.coerce.number().min(1).max(5).optional().describe('The worse of both directions.'),
  longerThanSeconds: z.coerce.number().int().min(0).max(86_400).optional().describe('Talking time.'),
});

/** What the search looks for, without the page. */
export const callFilters = callSearch.omit({ cursor: true, limit: true });

/** Newest first. */
export const callSearchPage = callDetailRecordPage.extend({
  searchedBackTo: z.iso
    .datetime()
    .nullable()
    .describe(
      'The search stopped here to answer in time: fewer calls than asked for, and `nextCursor` searches on.',
    ),
});

/** One SIP message on its way, without secrets. */
export const ladderMessage = z.object({
  atMs: z.number(),
  leg: z.number().int().describe('Its place in `legs`.'),
  direction: z.enum(['in', 'out']).describe('Seen from this server.'),
  protocol: z.string(),
  peer: z.string().describe('Address and port of the other side.'),
  summary: z.string().describe('`INVITE` or `180 Ringing`.'),
  text: z.string(),
});

/** What one SIP user, or a trunk under its user name, and this server said to each other to register. */
export const registrationTrace = z.object({
  recordingUntil: z.iso
    .datetime()
    .nullable()
    .describe('The end of the recording; null when nobody asked for one within the last hour.'),
  messages: z
    .array(ladderMessage)
    .describe('In the order in which they passed, at most 200, without secrets.'),
});

/** Everything that is known of one call, live or ended. */
export const callReport = z.object({
  call: callDetailRecord.nullable().describe('Null while the call goes on.'),
  live: liveCall.nullable().describe('Null once the call has ended.'),
  ending: z.string().nullable().describe('Why it ended, as a sentence; null while it goes on.'),
  legs: z.array(callLeg),
  messages: z.array(ladderMessage).describe('In the order in which they passed, at most 500.'),
  messagesKept: z.boolean().describe('False when newer calls have pushed the messages out of the memory.'),
  decision: z.array(decisionStep).describe('How the way of the call was found, step by step.'),
  quality: z.array(qualitySample).describe('Over time; the samples of a long call are farther apart.'),
});

export type QualitySample = z.infer<typeof qualitySample>;
export type CallLeg = z.infer<typeof callLeg>;
export type LiveCall = z.infer<typeof liveCall>;
export type CallSearch = z.infer<typeof callSearch>;
export type CallFilters = z.infer<typeof callFilters>;
export type CallSearchPage = z.infer<typeof callSearchPage>;
export type LadderMessage = z.infer<typeof ladderMessage>;
export type CallReport = z.infer<typeof callReport>;
