/** What the process says of itself over one window. */
export interface LoadSample {
  /** Share of the window in which the event loop did not sleep, 0 to 1. It need not be overloaded at 1. */
  readonly utilization: number;
  /** Share of the loop's turns that left datagrams waiting in the kernel, 0 to 1. */
  readonly backlog: number;
  /** How late the window's timer was, in ms: one piece of work took that long, or others had the processors. */
  readonly lagMs: number;
  /** Processor time that this process used from the window's begin to its timer, in ms, of all threads. */
  readonly cpuMs: number;
  /** Memory in use as a share of what there is, 0 to 1. */
  readonly memory: number;
}

/** What new work is turned away first. */
export type WorkClass = 'flood' | 'call' | 'other';

/** Requests without credentials from addresses that send many of them go first, then all new calls, then the rest. */
const ORDER: readonly WorkClass[] = ['flood', 'call', 'other'];

/** From this utilization on it is looked whether datagrams wait. */
export const BUSY = 0.96;
/** No turn of the window emptied the queue. A burst fills turns as well, but the last of them is not full. */
const NEVER_EMPTIED = 1;
const OFTEN_EMPTIED = 0.5;
const LATE_MS = 200;
const EASY_MS = 100;
/** So late it is no matter who is to blame: callers have sent again by then. */
const STUCK_MS = 1_000;
const MEMORY_FULL = 0.9;
/** Half a second of it, without a break, is no burst any more: what waits will be sent again (T1). */
const PATIENT_WINDOWS = 5;
const RISE = 0.15;
const FALL = 0.1;
/** Of each class a little passes always, or nobody would notice that the rest is over. */
const LEAST_SHARE = 0.02;

/**
 * How hard new work is turned away. It rises by each window in which the engine fell behind, and falls by each in which
 * it kept up; a third of its range belongs to each class of work, in their order. That the loop is never idle counts for
 * nothing, nor that it is late without having worked: neighbours on the same processors make it so, and what comes is
 * answered all the same.
 */
export class Pressure {
  #value = 0;
  #windowsBehind = 0;

  /** 0: everything passes; 3: next to nothing that is new. */
  get value(): number {
    return this.#value;
  }

  /** Takes one window of about 100 ms into account. */
  take(sample: LoadSample): void {
    const full = sample.memory >= MEMORY_FULL;
    const lateMs = sample.lagMs >= STUCK_MS ? sample.lagMs : Math.min(sample.lagMs, sample.cpuMs);
    const behind = sample.backlog >= NEVER_EMPTIED || lateMs >= LATE_MS || full;
    this.#windowsBehind = behind ? this.#windowsBehind + 1 : 0;
    if (full || this.#windowsBehind >= PATIENT_WINDOWS) {
      this.#value = Math.min(ORDER.length, this.#value + RISE);
    } else if (!behind && sample.backlog <= OFTEN_EMPTIED && lateMs < EASY_MS) {
      this.#value = Math.max(0, this.#value - FALL);
    }
  }

  /** The share of a class that is admitted, 0.02 to 1. */
  shareOf(work: WorkClass): number {
    return Math.min(1, Math.max(LEAST_SHARE, ORDER.indexOf(work) + 1 - this.#value));
  }
}
