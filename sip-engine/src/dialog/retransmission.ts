import { Timer, type TimerQueues, type TimerTarget } from '../transaction/timer-queue.ts';

export interface RetransmissionTimes {
  /** First interval, RFC 3261 T1, in ms. */
  readonly t1Ms: number;
  /** Longest interval, T2, in ms; Infinity for none. */
  readonly t2Ms: number;
}

/**
 * Sends something again and again until it is stopped: a 2xx until its ACK (RFC 3261 §13.3.1.4) or a reliable
 * provisional response until its PRACK (RFC 3262 §3). The first interval is T1, each next is twice as long up to T2;
 * after 64·T1 it gives up.
 */
export class Retransmission implements TimerTarget {
  readonly #resend: () => void;
  readonly #giveUp: () => void;
  readonly #t2Ms: number;
  readonly #timer: Timer;
  readonly #deadline: Timer;
  #intervalMs: number;

  constructor(timers: TimerQueues, times: RetransmissionTimes, resend: () => void, giveUp: () => void) {
    this.#resend = resend;
    this.#giveUp = giveUp;
    this.#t2Ms = times.t2Ms;
    this.#intervalMs = times.t1Ms;
    this.#timer = new Timer(timers, this);
    this.#deadline = new Timer(timers, this);
    this.#timer.start(this.#intervalMs);
    this.#deadline.start(64 * times.t1Ms);
  }

  timerFired(timer: Timer): void {
    if (timer === this.#deadline) {
      this.stop();
      this.#giveUp();
      return;
    }
    this.#intervalMs = Math.min(2 * this.#intervalMs, this.#t2Ms);
    this.#timer.start(this.#intervalMs);
    this.#resend();
  }

  stop(): void {
    this.#timer.stop();
    this.#deadline.stop();
  }
}
