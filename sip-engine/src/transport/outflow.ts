import { BLOCKED_WRITE_TIMEOUT_MS } from './limits.ts';

/** Notices a peer that reads nothing of what waits for it. */
export class Outflow {
  #blockedSinceMs: number | null = null;

  /** Something of what waited has gone out. */
  progressed(): void {
    this.#blockedSinceMs = null;
  }

  /** Whether octets wait and none has gone out for too long; to be asked again and again. */
  isBlocked(waitingBytes: number, nowMs: number): boolean {
    if (waitingBytes === 0) {
      this.#blockedSinceMs = null;
      return false;
    }
    this.#blockedSinceMs ??= nowMs;
    return nowMs - this.#blockedSinceMs >= BLOCKED_WRITE_TIMEOUT_MS;
  }
}
