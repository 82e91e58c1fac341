import type { Party } from '@tandem/media-relay';
import type { RefusalKey } from '../errors.ts';
import { type BranchFailure, bestFailure } from './branch-failure.ts';

/** Why a call is over. */
export interface Ending {
  readonly by: Party | 'system';
  readonly key: RefusalKey | 'hang-up';
  /** What exactly, for the log and the record; safe to show an admin. */
  readonly detail?: string | undefined;
}

/** One callee phone while the call rings. */
interface BranchProgress {
  readonly id: string;
  /** It sent a provisional response above 100, so somebody may hear it. */
  readonly rang: boolean;
  /** Null as long as it may still answer. */
  readonly failure: BranchFailure | null;
}

export type CallState =
  | { readonly name: 'routing' }
  | {
      readonly name: 'ringing';
      readonly branches: readonly BranchProgress[];
      /** The branch that takes the call when nobody answers; absent when there is none, or it was given the call. */
      readonly otherwise?: string | undefined;
    }
  /** A phone answered; the caller does not have the answer yet. */
  | { readonly name: 'answering'; readonly winner: string }
  | { readonly name: 'answered' }
  /** Media and statistics are being collected; the caller has his final response or both have their BYE. */
  | { readonly name: 'ending'; readonly ending: Ending }
  | { readonly name: 'ended'; readonly ending: Ending };

export type CallEvent =
  /** `otherwise`: the branch that takes the call when nobody answers. */
  | { readonly type: 'forked'; readonly branches: readonly string[]; readonly otherwise?: string | undefined }
  | { readonly type: 'branch-rang'; readonly branch: string }
  | { readonly type: 'branch-answered'; readonly branch: string }
  | { readonly type: 'branch-failed'; readonly branch: string; readonly failure: BranchFailure }
  | { readonly type: 'ring-timeout' }
  | { readonly type: 'caller-cancelled' }
  /** The caller has the 200, and where the offer was in it, his answer came. */
  | { readonly type: 'connected' }
  | { readonly type: 'hung-up'; readonly by: Party }
  /** The system cannot go on with the call. */
  | { readonly type: 'failed'; readonly key: RefusalKey; readonly detail?: string | undefined }
  | { readonly type: 'released' };

/** What has to be done, in this order. */
export type CallEffect =
  /** `why` is for the Reason header (RFC 3326); null passes on the caller's own. */
  | { readonly do: 'cancel-branches'; readonly except: string | null; readonly why: CancelReason | null }
  /** The call goes to it because of that failure. */
  | { readonly do: 'start-branch'; readonly branch: string; readonly because: BranchFailure }
  | { readonly do: 'answer-caller'; readonly winner: string }
  | { readonly do: 'refuse-caller'; readonly key: RefusalKey }
  | { readonly do: 'hang-up'; readonly party: Party }
  /** Free the media, write the record, and then say `released`. */
  | { readonly do: 'release'; readonly ending: Ending };

export type CancelReason = 'answered-elsewhere' | 'declined-elsewhere' | 'no-answer' | 'failed';

export interface CallStep {
  readonly state: CallState;
  readonly effects: readonly CallEffect[];
}

/** The whole life of a call as a function. An event that means nothing in a state changes nothing. */
export function step(state: CallState, event: CallEvent): CallStep {
  switch (state.name) {
    case 'routing':
      return routing(state, event);
    case 'ringing':
      return ringing(state, event);
    case 'answering':
      return answering(state, event);
    case 'answered':
      return answered(state, event);
    case 'ending':
      return ending(state, event);
    case 'ended':
      return { state, effects: [] };
  }
}

const stay = (state: CallState): CallStep => ({ state, effects: [] });

const end = (ending: Ending, ...effects: readonly CallEffect[]): CallStep => ({
  state: { name: 'ending', ending },
  effects: [...effects, { do: 'release', ending }],
});

const cancelAllBut = (except: string | null, why: CancelReason | null): CallEffect => ({
  do: 'cancel-branches',
  except,
  why,
});
const cancelAll = (why: CancelReason | null): CallEffect => cancelAllBut(null, why);
const hangUp = (party: Party): CallEffect => ({ do: 'hang-up', party });
const refuse = (key: RefusalKey): CallEffect => ({ do: 'refuse-caller', key });

const unheard = (id: string): BranchProgress => ({ id, rang: false, failure: null });

/** RFC 3261 §16.5: the targets are being determined. A CANCEL is answered by the transaction layer, §9.2. */
function routing(state: CallState, event: CallEvent): CallStep {
  switch (event.type) {
    case 'forked': {
      const { otherwise } = event;
      const branches = event.branches.map(unheard);
      return stay({ name: 'ringing', branches, ...(otherwise === undefined ? {} : { otherwise }) });
    }
    case 'caller-cancelled':
      return end({ by: 'caller', key: 'cancelled' });
    case 'failed':
      return end({ by: 'system', key: event.key, detail: event.detail }, refuse(event.key));
    default:
      return stay(state);
  }
}

/** RFC 3261 §16.7, parallel search: the first 2xx wins, a 6xx or the last failure ends it. */
function ringing(state: CallState & { name: 'ringing' }, event: CallEvent): CallStep {
  switch (event.type) {
    case 'branch-rang':
      return stay(withBranch(state, event.branch, { rang: true }));
    case 'branch-answered':
      return {
        state: { name: 'answering', winner: event.branch },
        effects: [
          { do: 'cancel-branches', except: event.branch, why: 'answered-elsewhere' },
          { do: 'answer-caller', winner: event.branch },
        ],
      };
    case 'branch-failed':
      return branchFailed(withBranch(state, event.branch, { failure: event.failure }), event.failure);
    case 'ring-timeout':
      return timedOut(state);
    case 'caller-cancelled':
      return end({ by: 'caller', key: 'cancelled' }, cancelAll(null));
    case 'failed': {
      const ending: Ending = { by: 'system', key: event.key, detail: event.detail };
      return end(ending, refuse(event.key), cancelAll('failed'));
    }
    default:
      return stay(state);
  }
}

const withBranch = (
  state: CallState & { name: 'ringing' },
  id: string,
  change: Partial<BranchProgress>,
): CallState & { name: 'ringing' } => ({
  ...state,
  branches: state.branches.map((branch) => (branch.id === id ? { ...branch, ...change } : branch)),
});

function branchFailed(state: CallState & { name: 'ringing' }, failure: BranchFailure): CallStep {
  if (failure.global) return unanswered(state, failure, 'declined-elsewhere');
  const failures = state.branches.flatMap((branch) => branch.failure ?? []);
  if (failures.length < state.branches.length) return stay(state);
  return unanswered(state, bestFailure(failures), null);
}

/** What a mailbox is for. Who declines, or has nothing in common with the caller, wanted to tell him so. */
const TAKEN_OVER: ReadonlySet<RefusalKey> = new Set(['no-answer', 'busy', 'not-registered', 'unreachable']);

/**
 * Nobody took the call: the branch that stands in for them gets it, or it ends with the best failure.
 * @param stillRinging why those are cancelled that ring on; null when none does
 */
function unanswered(
  state: CallState & { name: 'ringing' },
  best: BranchFailure,
  stillRinging: CancelReason | null,
): CallStep {
  const { otherwise, branches } = state;
  if (otherwise === undefined || !TAKEN_OVER.has(best.key)) {
    const ending: Ending = { by: best.by, key: best.key, detail: best.detail };
    return end(ending, refuse(best.key), ...(stillRinging === null ? [] : [cancelAll(stillRinging)]));
  }
  return {
    state: { name: 'ringing', branches: [...branches, unheard(otherwise)] },
    effects: [
      ...(stillRinging === null ? [] : [cancelAllBut(otherwise, stillRinging)]),
      { do: 'start-branch', branch: otherwise, because: best },
    ],
  };
}

/** A phone that never said it rings counts as unreachable, so "no answer" is only said when somebody could hear it. */
function timedOut(state: CallState & { name: 'ringing' }): CallStep {
  const failures = state.branches.map(
    ({ failure, rang }): BranchFailure =>
      failure ?? {
        key: rang ? 'no-answer' : 'unreachable',
        by: 'system',
        global: false,
        detail: 'ring time-out',
      },
  );
  const branches = state.branches.map((branch, place) => ({ ...branch, failure: failures[place] ?? null }));
  return unanswered({ ...state, branches }, bestFailure(failures), 'no-answer');
}

/** RFC 3261 §13.3.1.4: the callee is connected, and the caller's 200 is on its way. */
function answering(state: CallState, event: CallEvent): CallStep {
  switch (event.type) {
    case 'connected':
      return stay({ name: 'answered' });
    case 'caller-cancelled':
      return end({ by: 'caller', key: 'cancelled' }, hangUp('callee'));
    case 'hung-up':
      return event.by === 'caller'
        ? end({ by: 'caller', key: 'cancelled' }, hangUp('callee'))
        : end({ by: 'callee', key: 'no-answer' }, refuse('no-answer'), hangUp('caller'));
    case 'failed': {
      const ending: Ending = { by: 'system', key: event.key, detail: event.detail };
      return end(ending, refuse(event.key), hangUp('caller'), hangUp('callee'));
    }
    default:
      return stay(state);
  }
}

/** RFC 3261 §15: a BYE from one side becomes a BYE to the other. */
function answered(state: CallState, event: CallEvent): CallStep {
  switch (event.type) {
    case 'hung-up':
      return end({ by: event.by, key: 'hang-up' }, hangUp(event.by === 'caller' ? 'callee' : 'caller'));
    case 'failed': {
      const ending: Ending = { by: 'system', key: event.key, detail: event.detail };
      return end(ending, hangUp('caller'), hangUp('callee'));
    }
    default:
      return stay(state);
  }
}

/** The 200 may have been under way to the caller when the call ended: then he gets a BYE after it. */
function ending(state: CallState & { name: 'ending' }, event: CallEvent): CallStep {
  if (event.type === 'released') return stay({ name: 'ended', ending: state.ending });
  if (event.type === 'connected') return { state, effects: [hangUp('caller')] };
  return stay(state);
}
