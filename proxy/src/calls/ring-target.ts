import type { MediaRelay } from '@tandem/media-relay';
import type { Log } from '../observability/log.ts';
import { Branch, type BranchEvents, type BranchTarget, type RingingBranch } from './branch.ts';
import type { TrunkAttempt } from './call-trunks.ts';
import { LocalBranch, type LocalCall, type LocalTarget } from './local-branch.ts';
import { MemberHunt, type MembersInTurn } from './member-hunt.ts';
import type { SrfPort } from './srf.ts';
import { TrunkHunt } from './trunk-hunt.ts';

/**
 * What rings: phones all at once, gateways of trunks one after another, members of a group one after another, or
 * something in this process that answers at once.
 */
export type RingTarget =
  | BranchTarget
  | { readonly attempts: readonly TrunkAttempt[] }
  | MembersInTurn
  | LocalTarget;

/** What every branch of a call needs. */
export interface BranchContext {
  /** Unique over all calls. */
  readonly id: string;
  readonly srf: SrfPort;
  readonly mediaRelay: MediaRelay;
  readonly events: BranchEvents;
  readonly call: LocalCall;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

/** The branch that rings a target, not started yet. */
export function branchTo(target: RingTarget, context: BranchContext): RingingBranch {
  if ('attempts' in target) return new TrunkHunt({ ...context, attempts: target.attempts });
  if ('members' in target) return new MemberHunt({ ...context, ...target });
  if ('local' in target) return new LocalBranch({ ...context, ...target });
  const { id, srf, mediaRelay, events, log } = context;
  return new Branch({ id, target, srf, mediaRelay, events, log });
}
