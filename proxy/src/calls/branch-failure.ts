import type { Party } from '@tandem/media-relay';
import type { RefusalKey } from '../errors.ts';

/** How an attempt at one phone failed. */
export interface BranchFailure {
  readonly key: RefusalKey;
  /** `callee` when a person or their phone decided it. */
  readonly by: Party | 'system';
  /** A 6xx: no other phone of the callee shall ring on (RFC 3261 §21.6). */
  readonly global: boolean;
  readonly detail?: string | undefined;
  /** SIP status of the response; absent when there was none. */
  readonly status?: number;
}

export interface FailureResponse {
  /** 300 or more. */
  readonly status: number;
  readonly reason: string;
}

/**
 * What a final response of a phone means to the caller.
 * @param rang whether it had said that it rings
 * @param external whether it came from another domain, which may say that nobody has the address
 */
export function failureOf(
  { status, reason }: FailureResponse,
  rang: boolean,
  external: boolean,
): BranchFailure {
  const key = keyOf(status, rang, external);
  const by = key === 'unreachable' ? 'system' : 'callee';
  return { key, by, global: status >= 600, detail: `${status} ${reason}`.trim(), status };
}

function keyOf(status: number, rang: boolean, external: boolean): RefusalKey {
  switch (status) {
    case 486:
    case 600:
      return 'busy';
    case 603:
    case 607:
      return 'declined';
    case 415:
    case 488:
    case 606:
      return 'not-acceptable';
    case 404:
    case 410:
    case 484:
    case 604:
      return external ? 'not-found' : 'unreachable';
    case 480:
    case 487:
      return 'no-answer';
    case 482:
    case 483:
      return 'loop';
    case 408:
      return rang ? 'no-answer' : 'unreachable';
    case 430:
    case 502:
    case 503:
    case 504:
      return 'unreachable';
    default:
      return 'rejected-by-callee';
  }
}

/** What a caller most wants to know stands first (RFC 3261 §16.7 step 6 leaves the choice within a class open). */
const BEST_FIRST: readonly RefusalKey[] = [
  'declined',
  'busy',
  'no-answer',
  'not-acceptable',
  'rejected-by-callee',
  'not-found',
  'loop',
  'bad-sdp',
  'media-relay-down',
  'internal',
  'trunk-failed',
  'unreachable',
];

const rankOf = ({ key }: BranchFailure): number => {
  const rank = BEST_FIRST.indexOf(key);
  return rank < 0 ? BEST_FIRST.length : rank;
};

/** The failure to tell the caller; of several alike the first. */
export function bestFailure(failures: readonly BranchFailure[]): BranchFailure {
  const [best] = [...failures].sort((a, b) => rankOf(a) - rankOf(b));
  return best ?? { key: 'not-registered', by: 'system', global: false };
}
