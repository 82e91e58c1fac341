/** What a timer wakes. */
export interface TimerTarget {
  timerFired(timer: Timer): void;
}

/**
 * One wait at a time; starting it again ends the one before. Thousands of them cost a list entry each, for all that
 * wait equally long stand in one {@link DelayQueue} with a single timer of Node's, and none needs a closure.
 */
export class Timer {
  /** The neighbours and the queue while it waits; for the queue's eyes only. */
  previous: Timer | null = null;
  next: Timer | null = null;
  queue: DelayQueue | null = null;
  dueMs = 0;
  readonly target: TimerTarget;
  readonly #queues: TimerQueues;

  constructor(queues: TimerQueues, target: TimerTarget) {
    this.#queues = queues;
    this.target = target;
  }

  get waits(): boolean {
    return this.queue !== null;
  }

  start(delayMs: number): void {
    this.queue?.remove(this);
    this.#queues.queueOf(delayMs).append(this);
  }

  stop(): void {
    this.queue?.remove(this);
  }
}

/** Timers due close together fire together: so many ms after their time at most, or this share of their delay. */
const MIN_WAIT_MS = 10;
const LATE_SHARE = 0.02;

/** The timers of one delay: the one started first is due first. */
class DelayQueue {
  readonly #queues: TimerQueues;
  readonly #delayMs: number;
  #first: Timer | null = null;
  #last: Timer | null = null;
  #handle: NodeJS.Timeout | null = null;

  constructor(queues: TimerQueues, delayMs: number) {
    this.#queues = queues;
    this.#delayMs = delayMs;
  }

  append(timer: Timer): void {
    timer.queue = this;
    timer.dueMs = performance.now() + this.#delayMs;
    timer.previous = this.#last;
    if (this.#last === null) this.#first = timer;
    else this.#last.next = timer;
    this.#last = timer;
    if (this.#handle === null) this.#wakeAfter(this.#delayMs);
  }

  remove(timer: Timer): void {
    if (timer.previous === null) this.#first = timer.next;
    else timer.previous.next = timer.next;
    if (timer.next === null) this.#last = timer.previous;
    else timer.next.previous = timer.previous;
    timer.previous = null;
    timer.next = null;
    timer.queue = null;
  }

  /** Forgets its timers. */
  clear(): void {
    if (this.#handle !== null) clearTimeout(this.#handle);
    this.#handle = null;
    while (this.#first !== null) this.remove(this.#first);
  }

  #wakeAfter(delayMs: number): void {
    this.#handle = setTimeout(this.#run, delayMs);
  }

  readonly #run = (): void => {
    this.#handle = null;
    // Node's timers round down to the millisecond.
    const untilMs = performance.now() + 1;
    try {
      while (this.#first !== null && this.#first.dueMs <= untilMs) {
        const timer = this.#first;
        this.remove(timer);
        timer.target.timerFired(timer);
      }
    } finally {
      this.#goOn(untilMs);
    }
  };

  /** A queue that nobody waits in goes: delays that applications choose are without number. */
  #goOn(nowMs: number): void {
    if (this.#handle !== null) return;
    if (this.#first === null) this.#queues.forget(this.#delayMs);
    else this.#wakeAfter(Math.max(MIN_WAIT_MS, this.#delayMs * LATE_SHARE, this.#first.dueMs - nowMs));
  }
}

/** All timers of an engine, by delay. SIP waits for a handful of different times only. */
export class TimerQueues {
  readonly #queues = new Map<number, DelayQueue>();

  /** @param delayMs at least 1 */
  queueOf(delayMs: number): DelayQueue {
    const known = this.#queues.get(delayMs);
    if (known !== undefined) return known;
    const queue = new DelayQueue(this, delayMs);
    this.#queues.set(delayMs, queue);
    return queue;
  }

  forget(delayMs: number): void {
    this.#queues.delete(delayMs);
  }

  /** Stops every timer. */
  clear(): void {
    for (const queue of this.#queues.values()) queue.clear();
    this.#queues.clear();
  }
}
