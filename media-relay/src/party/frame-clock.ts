import { FRAME_MS, type FrameClock } from './sound.ts';

/** After a longer standstill the missed frames are left out, instead of sent in a burst. */
const CATCH_UP_FRAMES_MAX = 5;

export interface Ticking {
  /** Milliseconds of a monotonic clock. */
  now(): number;
  setTimeout(callback: () => void, delayMs: number): NodeJS.Timeout;
  clearTimeout(timer: NodeJS.Timeout): void;
}

const NODE: Ticking = {
  now: () => performance.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (timer) => clearTimeout(timer),
};

/** One for all: a timer of Node's that does not drift, and runs only while somebody wants it. */
export function createFrameClock(time: Ticking = NODE): FrameClock {
  const ticks = new Set<() => void>();
  let timer: NodeJS.Timeout | null = null;
  let dueMs = 0;

  const wait = (): void => {
    timer = time.setTimeout(run, Math.max(0, dueMs - time.now()));
  };
  const run = (): void => {
    timer = null;
    const nowMs = time.now();
    if (nowMs - dueMs > CATCH_UP_FRAMES_MAX * FRAME_MS) dueMs = nowMs;
    while (dueMs <= nowMs) {
      dueMs += FRAME_MS;
      for (const tick of ticks) tick();
    }
    if (ticks.size > 0) wait();
  };

  return {
    each(tick) {
      ticks.add(tick);
      if (ticks.size === 1 && timer === null) {
        dueMs = time.now() + FRAME_MS;
        wait();
      }
      return () => {
        ticks.delete(tick);
        if (ticks.size > 0 || timer === null) return;
        time.clearTimeout(timer);
        timer = null;
      };
    },
  };
}
