import type { MediaRelay } from '@tandem/media-relay';
import type { Log } from '../observability/log.ts';
import type { BranchEvents, RingingBranch } from './branch.ts';
import type { SipHeaders } from './call-headers.ts';
import type { ReadInvite } from './call-set-up.ts';
import type { CallFacts } from './call-summary.ts';
import type { LocalTarget } from './local-branch.ts';
import { branchTo, type RingTarget } from './ring-target.ts';
import type { SrfPort } from './srf.ts';

/** Whom a call rings. */
export interface Forking {
  /** At least one; all are rung at once. */
  readonly targets: readonly RingTarget[];
  /** Takes the call when nobody answers; null: nothing does. */
  readonly otherwise: LocalTarget | null;
  readonly invite: ReadInvite;
}

/** What the branches need of the call. */
export interface ForkContext {
  readonly facts: CallFacts;
  readonly srf: SrfPort;
  readonly mediaRelay: MediaRelay;
  readonly eventsOf: (branch: string) => BranchEvents;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

/** The branches of one call: one for each target, and one that stands in for them. */
export class Fork {
  readonly invite: ReadInvite;
  /** Ids of the branches that ring. */
  readonly ringing: readonly string[];
  /** Id of the branch that takes the call when nobody answers; absent: none does. */
  readonly standIn: string | undefined;
  readonly #branches = new Map<string, RingingBranch>();

  constructor({ targets, otherwise, invite }: Forking, context: ForkContext) {
    this.invite = invite;
    this.ringing = targets.map((target, index) => this.#add(target, index, context));
    this.standIn = otherwise ? this.#add(otherwise, targets.length, context) : undefined;
  }

  #add(target: RingTarget, index: number, context: ForkContext): string {
    const { facts, srf, mediaRelay, eventsOf, now, log } = context;
    const id = `${facts.id}-${index}`;
    const branch = branchTo(target, { id, srf, mediaRelay, events: eventsOf(id), call: facts, now, log });
    this.#branches.set(id, branch);
    return id;
  }

  start(branch: string): void {
    this.#branches.get(branch)?.start(this.invite.offer);
  }

  /** @param except goes on; null: none does. @param headers for the CANCEL, or the BYE when an answer crosses it */
  cancel(except: string | null, headers: SipHeaders): void {
    for (const branch of this.#branches.values()) if (branch.id !== except) branch.cancel(headers);
  }
}
