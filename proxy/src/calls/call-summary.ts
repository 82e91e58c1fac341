import type { CallOutcome, LegQuality } from '@tandem/api-types';
import type { CallLeg, QualitySample } from '@tandem/api-types/calls';
import type { DecisionStep } from '@tandem/api-types/routing';
import { type CallRecord, unmeasuredLeg } from '../cdr/call-record.ts';
import { timeOrderedUuid } from '../cdr/time-ordered-uuid.ts';
import { type RefusalKey, refusalSentence, refusals } from '../errors.ts';
import type { IncomingCall } from './call-context.ts';
import type { Ending } from './call-state.ts';

/** What is known of a call while it goes on. Times are milliseconds since the epoch. */
export interface CallFacts {
  readonly id: string;
  readonly callId: string;
  readonly node: string;
  /** Null when it came by a trunk. */
  readonly callerUsername: string | null;
  readonly callerUri: string;
  callerName: string | null;
  calleeUsername: string | null;
  calleeUri: string;
  answeredBy: string | null;
  readonly startedAtMs: number;
  ringingAtMs: number | null;
  answeredAtMs: number | null;
  /** Ids of the trunks by which the call comes and goes. */
  arrivedByTrunk: string | null;
  leftByTrunk: string | null;
  /** How its way was found, for the record. */
  decision: readonly DecisionStep[];
  /** The dialogs so far, the caller's first. */
  readonly legs: CallLeg[];
}

/** What is known of a call when its INVITE has come. */
export function factsAtStart(call: IncomingCall, node: string): CallFacts {
  const callId = call.req.get('Call-ID') ?? '';
  return {
    id: timeOrderedUuid(call.receivedAtMs),
    callId,
    node,
    callerUsername: call.callerUsername,
    callerUri: call.callerUri,
    callerName: null,
    calleeUsername: null,
    calleeUri: call.dialled,
    answeredBy: null,
    startedAtMs: call.receivedAtMs,
    ringingAtMs: null,
    answeredAtMs: null,
    arrivedByTrunk: call.arrivedByTrunk,
    leftByTrunk: null,
    decision: [],
    legs: [{ party: 'caller', callId, uri: call.callerUri }],
  };
}

/** Statistics of both legs as the media relay knows them. */
export interface MeasuredLegs {
  readonly caller: LegQuality;
  readonly callee: LegQuality;
}

const OUTCOME_OF: Partial<Record<RefusalKey, CallOutcome>> = {
  busy: 'busy',
  'no-answer': 'no-answer',
  declined: 'declined',
  cancelled: 'cancelled',
  'not-registered': 'unreachable',
  unreachable: 'unreachable',
  'not-found': 'not-found',
  'no-route': 'not-found',
  'no-trunk-usable': 'failed',
  'media-relay-down': 'failed',
  'database-down': 'failed',
  'shutting-down': 'failed',
  'leg-lost': 'failed',
  'trunk-failed': 'failed',
  'trunk-unauthorized': 'failed',
  'trunk-full': 'failed',
  internal: 'failed',
};

/** How the attempt ended, seen from the system. */
const outcomeOf = ({ answeredAtMs }: CallFacts, { key }: Ending): CallOutcome =>
  answeredAtMs !== null || key === 'hang-up' ? 'answered' : (OUTCOME_OF[key] ?? 'rejected');

/** What was measured of a call's media. */
export interface Measured {
  /** Over the whole call; null when the relay did not tell. */
  readonly legs: MeasuredLegs | null;
  /** Over time. */
  readonly quality: readonly QualitySample[];
}

/** The record of a call that ended at `endedAtMs`. */
export function recordOf(
  facts: CallFacts,
  ending: Ending,
  endedAtMs: number,
  { legs: measuredLegs, quality }: Measured,
): CallRecord {
  const { key } = ending;
  const answered = facts.answeredAtMs !== null;
  // Each field by its name: V8 makes a slow object ten times as large of a spread.
  return {
    id: facts.id,
    callId: facts.callId,
    node: facts.node,
    callerUsername: facts.callerUsername,
    calleeUsername: facts.calleeUsername,
    callerUri: facts.callerUri,
    callerName: facts.callerName,
    calleeUri: facts.calleeUri,
    answeredBy: facts.answeredBy,
    outcome: outcomeOf(facts, ending),
    hungUpBy: ending.by,
    sipStatus: answered || key === 'hang-up' ? 200 : refusals[key].sipStatus,
    reason: `${key}: ${sentenceOf(ending)}`,
    startedAtMs: facts.startedAtMs,
    ringingAtMs: facts.ringingAtMs,
    answeredAtMs: facts.answeredAtMs,
    endedAtMs,
    callerLeg: measured(measuredLegs?.caller),
    calleeLeg: measured(measuredLegs?.callee),
    arrivedByTrunk: facts.arrivedByTrunk,
    leftByTrunk: facts.leftByTrunk,
    details: { legs: [...facts.legs], decision: [...facts.decision], quality: [...quality] },
  };
}

const sentenceOf = ({ by, key, detail }: Ending): string =>
  key === 'hang-up' ? `The ${by} hung up.` : refusalSentence(key, detail);

/** A relay's counters may be fractions or missing; a record holds whole packets. */
const measured = (leg: LegQuality | undefined): LegQuality =>
  leg
    ? {
        codec: leg.codec,
        packets: whole(leg.packets),
        packetsLost: whole(leg.packetsLost),
        jitterMs: leg.jitterMs,
        mos: leg.mos,
      }
    : unmeasuredLeg;

const whole = (count: number | null): number | null => (count === null ? null : Math.round(count));
