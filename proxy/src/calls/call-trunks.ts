import type { LegMedia, SpeechPolicy } from '@tandem/media-relay';
import type { Identity } from '../authentication/credentials.ts';
import type { TrunkRoute } from '../routing/decision.ts';
import type { BranchTarget } from './branch.ts';
import type { ReadHeader } from './call-headers.ts';
import type { CallRefusal } from './call-set-up.ts';
import type { SessionTimer } from './session-timer.ts';
import type { IncomingRequest } from './srf.ts';

/** What calls need of trunks. */
export interface CallTrunks {
  /**
   * The trunk by which a call comes, known by its certificate or address, or by the account that signed it; null when
   * it is one of our own users or a stranger.
   * @param identity null before anybody has signed
   */
  arriving(req: IncomingRequest, identity: Identity | null): ArrivingTrunk | null;
  /** The gateways to try, in order. */
  attempts(call: LeavingCall): TrunkAttempt[];
}

/** A trunk by which a call comes. */
export interface ArrivingTrunk {
  readonly id: string;
  /** Null number: withheld. */
  readonly caller: {
    readonly number: string | null;
    readonly displayName: string | null;
    readonly uri: string;
  };
  /** Whom the call is for: a carrier may name the number elsewhere than in the Request-URI. */
  readonly requestUri: string;
  readonly timer: SessionTimer | undefined;
  /** What its side of the call may speak. */
  readonly policy: SpeechPolicy;
  /** Why the call may not come in, judged by how its media would travel; null when it may. */
  refusal(media: LegMedia): CallRefusal | null;
  /** Counts the call. @returns what to call when it is over */
  begin(): () => void;
}

/** A call that is to go out by trunks. */
export interface LeavingCall {
  readonly routes: readonly TrunkRoute[];
  readonly caller: {
    /** Telephone number of the caller, or a user name; null when withheld. */
    readonly number: string | null;
    readonly username: string | null;
    readonly displayName: string | null;
  };
  /** The number that was dialled first when it came by a trunk and goes by one; else null. */
  readonly forwardedFrom: string | null;
  readonly emergency: boolean;
  readonly maxForwards: number;
  /** Of the caller's INVITE. */
  readonly received: ReadHeader;
}

/** How one attempt at a gateway went. */
export interface AttemptOutcome {
  /** Final status; null when the gateway was silent, or the caller gave up. */
  readonly status: number | null;
  /** The gateway said nothing at all for too long. */
  readonly silent: boolean;
  readonly answered: boolean;
  readonly talkedMs: number;
  /** From our INVITE to the first sign of ringing; null when there was none. */
  readonly postDialDelayMs: number | null;
}

/** One gateway of one trunk. */
export interface TrunkAttempt {
  readonly trunkId: string;
  /** For the log. */
  readonly gateway: string;
  readonly target: BranchTarget;
  /** An address that sent nothing at all for this time is left for the next one. */
  readonly answerTimeoutMs: number;
  /** The call is given up when nothing rang for this time. */
  readonly postDialLimitMs: number;
  /** Statuses after which the next gateway is tried. */
  readonly failoverStatuses: readonly number[];
  /** The caller hears an ordinary ringing tone instead of the carrier's own sounds. */
  readonly ringsOnly: boolean;
  /**
   * Counts the call.
   * @returns what to call once when the attempt or its call is over, or why it may not begin now
   */
  begin(): ((outcome: AttemptOutcome) => void) | string;
}
