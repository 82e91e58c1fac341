/** What the process says of itself over one window. */
export interface LoadSample {
  /** Share of the window in which the event loop had work, 0 to 1. At 1 datagrams pile up in the kernel. */
  readonly utilization: number;
  /** How late the window's timer was, in ms: one piece of work took that long. */
  readonly lagMs: number;
  /** Memory in use as a share of what there is, 0 to 1. */
  readonly memory: number;
}

/** What new work is turned away first. */
export type WorkClass = 'flood' | 'call' | 'other';

/** Requests without credentials from addresses that send many of them go first, then all new calls, then the rest. */
const ORDER: readonly WorkClass[] = ['flood', 'call', 'other'];

const BUSY = 0.96;
const EASY = 0.85;
const LATE_MS = 200;
const MEMORY_FULL = 0.9;
/** A burst of half a second is no overload: what waits is still answered before it is sent again (T1). */
const PATIENT_WINDOWS = 5;
const RISE = 0.15;
const FALL = 0.1;
/** Of each class a little passes always, or nobody would notice that the rest is over. */
const LEAST_SHARE = 0.02;

/**
 * How hard new work is turned away. It rises by each window that was too busy, and falls by each that was not; a third
 * of its range belongs to each class of work, in their order.
 */
export class Pressure {
  #value = 0;
  #busyWindows = 0;

  /** 0: everything passes; 3: next to nothing that is new. */
  get value(): number {
    return this.#value;
  }

  /** Takes one window of about 100 ms into account. */
  take(sample: LoadSample): void {
    const full = sample.memory >= MEMORY_FULL;
    const busy = sample.utilization >= BUSY || sample.lagMs >= LATE_MS || full;
    this.#busyWindows = busy ? this.#busyWindows + 1 : 0;
    if (full || this.#busyWindows >= PATIENT_WINDOWS) {
      this.#value = Math.min(ORDER.length, this.#value + RISE);
    } else if (!busy && sample.utilization < EASY) {
      this.#value = Math.max(0, this.#value - FALL);
    }
  }

  /** The share of a class that is admitted, 0.02 to 1. */
  shareOf(work: WorkClass): number {
    return Math.min(1, Math.max(LEAST_SHARE, ORDER.indexOf(work) + 1 - this.#value));
  }
}
