import type { LiveCall } from '@tandem/api-types/calls';
import type { CallView } from '../calls/calls.ts';

/** A call that goes on, as operators see it. */
export const liveCallOf = ({ state, facts, quality }: CallView): LiveCall => ({
  id: facts.id,
  state,
  caller: facts.callerUri,
  callerName: facts.callerName,
  callee: facts.calleeUri,
  arrivedByTrunk: facts.arrivedByTrunk,
  leftByTrunk: facts.leftByTrunk,
  startedAt: new Date(facts.startedAtMs).toISOString(),
  answeredAt: facts.answeredAtMs === null ? null : new Date(facts.answeredAtMs).toISOString(),
  quality: quality.at(-1) ?? null,
});
