import type { MediaRelay } from '@tandem/media-relay';
import type { Log } from '../observability/log.ts';
import {
  Branch,
  type BranchAnswer,
  type BranchEvents,
  type BranchTarget,
  type Offer,
  type RingingBranch,
} from './branch.ts';
import { type BranchFailure, bestFailure } from './branch-failure.ts';
import { reasonHeader, type SipHeaders } from './call-headers.ts';
import type { SrfPort } from './srf.ts';

/** The members of a ring group in the order in which they ring, each with all of their phones. */
export interface MembersInTurn {
  readonly members: readonly (readonly BranchTarget[])[];
  /** How long each of them rings. */
  readonly ringMs: number;
}

export interface MemberHuntOptions extends MembersInTurn {
  readonly id: string;
  readonly srf: SrfPort;
  readonly mediaRelay: MediaRelay;
  readonly events: BranchEvents;
  readonly log: Log;
}

const NO_ANSWER = reasonHeader(480, 'No Answer');
const ELSEWHERE = reasonHeader(200, 'Call completed elsewhere');

/**
 * Rings the members of a group one after another, all phones of a member at once. To the call it is one phone that
 * rings. Who declines only means himself: the next member rings.
 */
export class MemberHunt implements RingingBranch {
  readonly id: string;
  readonly #options: MemberHuntOptions;
  readonly #failures: BranchFailure[] = [];
  #offer: Offer = null;
  #turn = 0;
  #ringing = new Map<string, Branch>();
  #rang = false;
  #timer: NodeJS.Timeout | null = null;
  #state: 'hunting' | 'answered' | 'over' = 'hunting';

  constructor(options: MemberHuntOptions) {
    this.id = options.id;
    this.#options = options;
  }

  start(offer: Offer): void {
    this.#offer = offer;
    this.#ringNext();
  }

  cancel(headers: SipHeaders): void {
    if (this.#state !== 'hunting') return;
    this.#state = 'over';
    this.#stopRinging(headers);
  }

  #ringNext(): void {
    const { members, ringMs, srf, mediaRelay, log } = this.#options;
    const phones = members[this.#turn];
    if (!phones) {
      this.#fail();
      return;
    }
    this.#turn += 1;
    this.#rang = false;
    this.#ringing = new Map();
    for (const [place, target] of phones.entries()) {
      const id = `${this.id}-${this.#turn}-${place}`;
      const events = this.#eventsOf(id, this.#turn);
      this.#ringing.set(id, new Branch({ id, target, srf, mediaRelay, events, log }));
    }
    this.#timer = setTimeout(() => this.#unanswered(), ringMs);
    for (const branch of [...this.#ringing.values()]) branch.start(this.#offer);
  }

  /** @param turn of the member: what a phone of an earlier one still says does not count */
  #eventsOf(id: string, turn: number): BranchEvents {
    const { events } = this.#options;
    const counts = (): boolean => this.#state === 'hunting' && this.#turn === turn;
    return {
      sent: (callId, target) => events.sent(callId, target),
      // Sounds of one member's phone would end in the middle when the next one rings.
      provisional: (_response, media) => {
        if (!counts()) return;
        this.#rang = true;
        events.provisional({ status: 180, body: '' }, media);
      },
      answered: (answer) => {
        if (counts()) this.#answered(id, answer);
      },
      failed: (failure) => {
        if (!counts()) return;
        this.#failures.push(failure);
        this.#ringing.delete(id);
        if (failure.global) this.#stopRinging(ELSEWHERE);
        if (this.#ringing.size === 0) this.#next();
      },
      mediaLost: (reason) => events.mediaLost(reason),
    };
  }

  #answered(id: string, answer: BranchAnswer): void {
    this.#state = 'answered';
    this.#ringing.delete(id);
    this.#stopRinging(ELSEWHERE);
    this.#options.events.answered(answer);
  }

  #unanswered(): void {
    this.#failures.push({
      key: this.#rang ? 'no-answer' : 'unreachable',
      by: 'system',
      global: false,
      detail: 'ring time-out',
    });
    this.#stopRinging(NO_ANSWER);
    this.#next();
  }

  #next(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#ringNext();
  }

  #stopRinging(headers: SipHeaders): void {
    if (this.#timer) clearTimeout(this.#timer);
    for (const branch of this.#ringing.values()) branch.cancel(headers);
    this.#ringing.clear();
  }

  #fail(): void {
    this.#state = 'over';
    this.#options.events.failed({ ...bestFailure(this.#failures), global: false });
  }
}
