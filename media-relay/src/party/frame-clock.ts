import { FRAME_MS } from './sound.ts';

/**
 * In which order a frame's work is done: what was heard is given out, then what is to be said is made, then the gaps
 * of those who say nothing are filled.
 */
export type FramePhase = 'hear' | 'speak' | 'fill';

/** The beat to which every party, player and mixer of a process moves: 50 frames a second. */
export interface FrameClock {
  /** Frames since the clock began. */
  readonly frame: number;
  /** Calls back in each frame. @returns what ends that */
  onFrame(phase: FramePhase, listener: () => void): () => void;
}

const PHASES = ['hear', 'speak', 'fill'] as const;
/** A process that stood still for longer than this lets the missed frames go instead of sending them all at once. */
const MOST_BEHIND = 5;

/** A clock moved by hand: the real one's core, and what tests use. */
export class Frames implements FrameClock {
  readonly #listeners: Readonly<Record<FramePhase, Set<() => void>>> = {
    hear: new Set(),
    speak: new Set(),
    fill: new Set(),
  };
  readonly #onUse: (used: boolean) => void;
  #users = 0;
  frame = 0;

  /** @param onUse told when the first listener comes and when the last one goes */
  constructor(onUse: (used: boolean) => void = () => {}) {
    this.#onUse = onUse;
  }

  onFrame(phase: FramePhase, listener: () => void): () => void {
    // Its own function, so that one listener may come twice.
    const called = (): void => listener();
    this.#listeners[phase].add(called);
    this.#users += 1;
    if (this.#users === 1) this.#onUse(true);
    return () => {
      if (!this.#listeners[phase].delete(called)) return;
      this.#users -= 1;
      if (this.#users === 0) this.#onUse(false);
    };
  }

  /** Lets so many frames pass. */
  pass(frames = 1): void {
    for (let passed = 0; passed < frames; passed += 1) {
      this.frame += 1;
      for (const phase of PHASES) for (const listener of [...this.#listeners[phase]]) listener();
    }
  }

  /** Lets frames pass in which nothing happens. */
  skip(frames: number): void {
    this.frame += frames;
  }
}

/**
 * A clock that keeps the time: late timers are made up for, so that it does not drift. It runs while it has listeners.
 * @param now monotonic, in ms
 */
export function createFrameClock(now: () => number = () => performance.now()): FrameClock {
  let due = 0;
  let timer: NodeJS.Timeout | undefined;
  const beat = (): void => {
    const behind = Math.floor((now() - due) / FRAME_MS);
    if (behind >= MOST_BEHIND) {
      frames.skip(behind);
      due += behind * FRAME_MS;
    }
    while (now() >= due) {
      due += FRAME_MS;
      frames.pass();
    }
    schedule();
  };
  const schedule = (): void => {
    clearTimeout(timer);
    timer = used ? setTimeout(beat, Math.max(1, due - now())) : undefined;
  };
  let used = false;
  const frames = new Frames((isUsed) => {
    used = isUsed;
    due = now() + FRAME_MS;
    schedule();
  });
  return frames;
}
