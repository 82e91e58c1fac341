import type { Leg } from './leg.ts';
import { spread } from './spread.ts';

export interface LivenessOptions {
  readonly leg: Leg;
  readonly intervalMs: number;
  /** The phone did not answer, for the time of a whole transaction. */
  readonly onLost: () => void;
}

/** Asks a phone without a connection now and then whether it is still there; nobody else would tell. */
export class Liveness {
  readonly #options: LivenessOptions;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(options: LivenessOptions) {
    this.#options = options;
    this.#again();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  #again(): void {
    this.#timer = setTimeout(() => void this.#ask(), spread(this.#options.intervalMs));
  }

  async #ask(): Promise<void> {
    const { leg, onLost } = this.#options;
    const alive = !/;transport=udp$/.test(leg.flow ?? '') || (await leg.isAlive());
    if (this.#stopped) return;
    if (alive) this.#again();
    else onLost();
  }
}
