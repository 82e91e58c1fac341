import type { Log } from '../observability/log.ts';

/** Remembers how to close what was opened, and closes it last first, whatever fails on the way. */
export class Closers {
  readonly #log: Log;
  readonly #steps: { name: string; close: () => Promise<void> | void }[] = [];

  constructor(log: Log) {
    this.#log = log;
  }

  /** @param name for the log, when closing fails */
  add(name: string, close: () => Promise<void> | void): void {
    this.#steps.push({ name, close });
  }

  /** Never rejects. A second call has nothing left to do. */
  async closeAll(): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step.close();
      } catch (error) {
        this.#log.error('closing failed', {
          part: step.name,
          error: error instanceof Error ? error : new Error(String(error)),
        });
      }
    }
  }
}
