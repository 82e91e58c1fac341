import type { MediaRelay } from '@tandem/media-relay';
import type { Log } from '../observability/log.ts';
import { Branch, type BranchEvents, type Offer, type RingingBranch } from './branch.ts';
import type { BranchFailure } from './branch-failure.ts';
import type { SipHeaders } from './call-headers.ts';
import type { AttemptOutcome, TrunkAttempt } from './call-trunks.ts';
import type { SrfPort } from './srf.ts';

export interface TrunkHuntOptions {
  readonly id: string;
  /** At least one. */
  readonly attempts: readonly TrunkAttempt[];
  readonly srf: SrfPort;
  readonly mediaRelay: MediaRelay;
  readonly events: BranchEvents;
  /** Milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

/** An attempt that goes on. */
interface CurrentAttempt {
  readonly attempt: TrunkAttempt;
  readonly branch: Branch;
  readonly sentAtMs: number;
  readonly over: (outcome: AttemptOutcome) => void;
  silence: NodeJS.Timeout | null;
  /** When it said that it rings, or let the caller hear something. */
  rangAtMs: number | null;
}

/** Whether another gateway can help: the one that failed says more about itself than about who was called. */
function triesNext(failure: BranchFailure, statuses: readonly number[]): boolean {
  if (failure.key === 'media-relay-down' || failure.key === 'bad-sdp') return false;
  const { status } = failure;
  return status === undefined || status === 401 || status === 407 || statuses.includes(status);
}

/**
 * Looks for a gateway that takes the call, one after another. To the call it is one phone that rings, so that the rules
 * of answering and cancelling are the same.
 */
export class TrunkHunt implements RingingBranch {
  readonly id: string;
  readonly #options: TrunkHuntOptions;
  readonly #begunAtMs: number;
  #offer: Offer = null;
  #next = 0;
  #current: CurrentAttempt | null = null;
  #lastFailure: BranchFailure | null = null;
  #limit: NodeJS.Timeout | null = null;
  #state: 'hunting' | 'answered' | 'over' = 'hunting';

  constructor(options: TrunkHuntOptions) {
    this.id = options.id;
    this.#options = options;
    this.#begunAtMs = options.now();
  }

  start(offer: Offer): void {
    this.#offer = offer;
    const limitMs = this.#options.attempts[0]?.postDialLimitMs ?? 0;
    this.#limit = setTimeout(() => this.#limitReached(), limitMs);
    this.#try();
  }

  cancel(headers: SipHeaders): void {
    if (this.#state !== 'hunting') return;
    this.#state = 'over';
    this.#leave(headers, {});
    this.#clear();
  }

  #try(): void {
    const { attempts, srf, mediaRelay, now, log } = this.#options;
    for (let attempt = attempts[this.#next]; attempt; attempt = attempts[this.#next]) {
      const over = attempt.begin();
      this.#next += 1;
      const fields = { trunk: attempt.trunkId, gateway: attempt.gateway };
      if (typeof over === 'string') {
        log.info('a trunk was left out', { ...fields, reason: over });
        this.#lastFailure ??= { key: 'no-trunk-usable', by: 'system', global: false, detail: over };
        continue;
      }
      log.debug('a gateway is tried', fields);
      const branch = new Branch({
        id: `${this.id}-${this.#next}`,
        target: attempt.target,
        srf,
        mediaRelay,
        events: this.#eventsOf(this.#next),
        log,
      });
      const silence = setTimeout(() => this.#silent(), attempt.answerTimeoutMs);
      this.#current = { attempt, branch, sentAtMs: now(), over, silence, rangAtMs: null };
      branch.start(this.#offer);
      return;
    }
    this.#fail(this.#lastFailure ?? { key: 'no-trunk-usable', by: 'system', global: false });
  }

  /** @param number of the attempt: what an earlier one still says does not count */
  #eventsOf(number: number): BranchEvents {
    const { events, now } = this.#options;
    const current = (): CurrentAttempt | null =>
      this.#state === 'over' || this.#next !== number ? null : this.#current;
    return {
      sent: (callId, target) => events.sent(callId, target),
      trying: () => this.#heard(current()),
      provisional: (response, media) => {
        const attempt = current();
        if (!attempt) return;
        this.#heard(attempt);
        attempt.rangAtMs ??= now();
        if (this.#limit) clearTimeout(this.#limit);
        const { ringsOnly } = attempt.attempt;
        events.provisional(ringsOnly ? { status: 180, body: '' } : response, media);
      },
      answered: (answer) => {
        const attempt = current();
        if (!attempt) return;
        this.#state = 'answered';
        this.#heard(attempt);
        this.#clear();
        const answeredAtMs = now();
        attempt.rangAtMs ??= answeredAtMs;
        const ended = (): void => {
          const talkedMs = now() - answeredAtMs;
          attempt.over(outcomeOf(attempt, { status: 200, answered: true, talkedMs }));
        };
        events.answered({ ...answer, ended });
      },
      failed: (failure) => {
        if (current()) this.#failed(failure);
      },
      mediaLost: (reason) => events.mediaLost(reason),
    };
  }

  #heard(current: CurrentAttempt | null): void {
    if (current?.silence) clearTimeout(current.silence);
    if (current) current.silence = null;
  }

  #silent(): void {
    const gateway = this.#current?.attempt.gateway ?? '';
    this.#leave({}, { silent: true });
    this.#go({
      key: 'trunk-failed',
      by: 'system',
      global: false,
      detail: `${gateway} sent nothing`,
    });
  }

  #failed(failure: BranchFailure): void {
    const current = this.#current;
    if (!current) return;
    this.#heard(current);
    this.#current = null;
    current.over(
      outcomeOf(current, { status: failure.status ?? null, silent: failure.status === undefined }),
    );
    if (triesNext(failure, current.attempt.failoverStatuses)) this.#go(asTrunkFailure(failure));
    else this.#fail(failure);
  }

  #go(failure: BranchFailure): void {
    this.#lastFailure = failure;
    const { attempts, now, log } = this.#options;
    const next = attempts[this.#next];
    if (!next) this.#fail(failure);
    else if (now() - this.#begunAtMs >= next.postDialLimitMs) this.#limitReached();
    else {
      log.info('the next gateway is tried', { reason: failure.detail, gateway: next.gateway });
      this.#try();
    }
  }

  #limitReached(): void {
    if (this.#state !== 'hunting') return;
    this.#leave({}, {});
    const waited = `nothing rang within ${Math.round((this.#options.now() - this.#begunAtMs) / 1000)} s`;
    const detail = this.#lastFailure?.detail ? `${waited}; ${this.#lastFailure.detail}` : waited;
    this.#fail({ key: 'trunk-failed', by: 'system', global: false, detail });
  }

  /** Gives the attempt up that goes on. */
  #leave(headers: SipHeaders, outcome: Partial<AttemptOutcome>): void {
    const current = this.#current;
    if (!current) return;
    this.#heard(current);
    this.#current = null;
    current.branch.cancel(headers);
    current.over(outcomeOf(current, outcome));
  }

  #fail(failure: BranchFailure): void {
    if (this.#state !== 'hunting') return;
    this.#state = 'over';
    this.#clear();
    this.#options.events.failed(failure);
  }

  #clear(): void {
    if (this.#limit) clearTimeout(this.#limit);
  }
}

const outcomeOf = (
  { sentAtMs, rangAtMs }: CurrentAttempt,
  outcome: Partial<AttemptOutcome>,
): AttemptOutcome => ({
  status: null,
  silent: false,
  answered: false,
  talkedMs: 0,
  postDialDelayMs: rangAtMs === null ? null : rangAtMs - sentAtMs,
  ...outcome,
});

/** What speaks of phones does not fit gateways. */
function asTrunkFailure(failure: BranchFailure): BranchFailure {
  const { status, key } = failure;
  if (status === 401 || status === 407) return { ...failure, key: 'trunk-unauthorized', by: 'system' };
  return key === 'unreachable' || key === 'rejected-by-callee' || (key === 'no-answer' && status === 408)
    ? { ...failure, key: 'trunk-failed', by: 'system' }
    : failure;
}
