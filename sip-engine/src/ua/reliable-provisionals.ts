import { randomInt } from 'node:crypto';
import { Retransmission, type RetransmissionTimes } from '../dialog/retransmission.ts';
import type { TimerQueues } from '../transaction/timer-queue.ts';

/**
 * The reliable provisional responses to one INVITE (RFC 3262 §3): one at a time, repeated until its PRACK. What
 * follows, the final response too, waits its turn.
 */
export class ReliableProvisionals {
  readonly #timers: TimerQueues;
  readonly #times: RetransmissionTimes;
  readonly #giveUp: () => void;
  #rseq = randomInt(1, 2 ** 16);
  #awaited: { rseq: number; retransmission: Retransmission } | null = null;
  #held: (() => void)[] = [];

  /** @param giveUp no PRACK came in 64·T1 */
  constructor(timers: TimerQueues, times: RetransmissionTimes, giveUp: () => void) {
    this.#timers = timers;
    this.#times = times;
    this.#giveUp = giveUp;
  }

  /** Runs a step now, or when the PRACK that is awaited has come. */
  inTurn(step: () => void): void {
    if (this.#awaited === null) step();
    else this.#held.push(step);
  }

  nextRSeq(): number {
    this.#rseq += 1;
    return this.#rseq;
  }

  /** Starts repeating a response that was just sent. */
  repeat(rseq: number, resend: () => void): void {
    const times = { t1Ms: this.#times.t1Ms, t2Ms: Number.POSITIVE_INFINITY };
    this.#awaited = {
      rseq,
      retransmission: new Retransmission(this.#timers, times, resend, () => {
        this.#awaited = null;
        this.#giveUp();
      }),
    };
  }

  /**
   * A PRACK came. Returns false when it acknowledges nothing that is awaited (RFC 3262 §3: 481).
   * @param rack the RAck value; only its first number is looked at, since some phones write the rest wrongly
   */
  acknowledge(rack: string | undefined): boolean {
    const rseq = Number.parseInt(rack ?? '', 10);
    if (this.#awaited === null || this.#awaited.rseq !== rseq) return false;
    this.#awaited.retransmission.stop();
    this.#awaited = null;
    return true;
  }

  /** Runs what waited for the PRACK, as far as it goes without another one. */
  release(): void {
    while (this.#awaited === null) {
      const step = this.#held.shift();
      if (step === undefined) return;
      step();
    }
  }

  /** Nothing is repeated or awaited any more; what was held back finds the INVITE answered. */
  stop(): void {
    this.#awaited?.retransmission.stop();
    this.#awaited = null;
    this.release();
  }
}
