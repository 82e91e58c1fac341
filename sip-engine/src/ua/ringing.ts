import { Timer, type TimerQueues, type TimerTarget } from '../transaction/timer-queue.ts';
import type { ServerTransaction } from '../transaction/transaction-layer.ts';

/** RFC 3261 §13.3.1.1: proxies give up an INVITE that they hear nothing of for three minutes. */
const repeatEveryMs = 60_000;

/** Says every minute that an INVITE still rings, by its last provisional response. */
export class Ringing implements TimerTarget {
  readonly #transaction: ServerTransaction;
  readonly #timer: Timer;

  constructor(timers: TimerQueues, transaction: ServerTransaction) {
    this.#transaction = transaction;
    this.#timer = new Timer(timers, this);
    this.#timer.start(repeatEveryMs);
  }

  timerFired(): void {
    if (this.#transaction.state !== 'proceeding') return;
    this.#transaction.repeat();
    this.#timer.start(repeatEveryMs);
  }

  stop(): void {
    this.#timer.stop();
  }
}
