import { setTimeout as delay } from 'node:timers/promises';

/** How long anything may take that must come: to find what hangs, for a busy machine may be slow. */
export const PATIENCE_MS = 30_000;
const PAUSE_MS = 50;

/**
 * Waits until `probe` gives something other than undefined or false, and returns it.
 * @param what is said when the time is over: "alice to be registered"
 * @param options `timeoutMs` only where the time itself is promised or longer; `pauseMs` between two probes, 50 when absent
 * @throws Error "waited … ms for …", with what `explain` adds
 */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  options: { timeoutMs?: number; pauseMs?: number; explain?: () => string } = {},
): Promise<T> {
  const { timeoutMs = PATIENCE_MS, pauseMs = PAUSE_MS, explain } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (performance.now() >= deadline) {
      throw new Error(`waited ${timeoutMs} ms for ${what}${explain ? `\n${explain()}` : ''}`);
    }
    await delay(pauseMs);
  }
}

/** Settles as `promise` does, or fails after `timeoutMs`. */
export async function within<T>(what: string, timeoutMs: number, promise: Promise<T>): Promise<T> {
  const over = new AbortController();
  try {
    return await Promise.race([
      promise,
      delay(timeoutMs, undefined, { signal: over.signal }).then(() => {
        throw new Error(`waited ${timeoutMs} ms for ${what}`);
      }),
    ]);
  } finally {
    over.abort();
  }
}
