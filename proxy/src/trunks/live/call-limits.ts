import type { TrunkSettings } from '@tandem/api-types/trunk-settings';

type Limits = Pick<TrunkSettings['limits'], 'concurrentCalls' | 'callsPerSecond'>;

/** How many calls a trunk carries, and how fast they come. It outlives every change of the trunk's settings. */
export class CallLimits {
  #active = 0;
  /** Calls that may begin at this moment. */
  #tokens: number | null = null;
  #countedAtMs = 0;

  get active(): number {
    return this.#active;
  }

  /**
   * Why no call may begin now, as the end of "it is left out: …"; null when one may.
   * @param nowMs of a clock that does not go back
   */
  full({ concurrentCalls, callsPerSecond }: Limits, nowMs: number): string | null {
    if (concurrentCalls !== null && this.#active >= concurrentCalls)
      return `it already carries ${this.#active} of ${concurrentCalls} calls`;
    if (callsPerSecond !== null && this.#tokensAt(callsPerSecond, nowMs) < 1)
      return `more than ${callsPerSecond} calls per second would begin`;
    return null;
  }

  /** Counts a call that begins. @returns what to call once when it is over */
  begin({ callsPerSecond }: Limits, nowMs: number): () => void {
    if (callsPerSecond !== null) {
      this.#tokens = this.#tokensAt(callsPerSecond, nowMs) - 1;
      this.#countedAtMs = nowMs;
    }
    this.#active += 1;
    let over = false;
    return () => {
      if (!over) this.#active -= 1;
      over = true;
    };
  }

  /** A token bucket: a second's worth may come at once, and one call always may. */
  #tokensAt(callsPerSecond: number, nowMs: number): number {
    const most = Math.max(1, callsPerSecond);
    if (this.#tokens === null) return most;
    const refilled = ((nowMs - this.#countedAtMs) / 1000) * callsPerSecond;
    return Math.min(most, this.#tokens + refilled);
  }
}
