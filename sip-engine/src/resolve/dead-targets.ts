import type { Target } from '../transport/flow.ts';
import { ExpiringCache } from './expiring-cache.ts';

/** Targets that are remembered as dead; when there are more the oldest is forgotten. */
const MAX_DEAD = 5_000;
/** A target that was silent or unreachable is tried last for this long. */
const DEAD_MS = 30_000;
/** A server that asks for more time with Retry-After gets no more than this. */
const MAX_RETRY_AFTER_MS = 300_000;

/** Which targets did not work lately, so that not each request waits for them again (RFC 3263 §4.3). */
export class DeadTargets {
  readonly #dead = new ExpiringCache<true>(MAX_DEAD);
  #silent = 0;

  /** Targets that are or were dead and that nobody tried since. */
  get size(): number {
    return this.#dead.size;
  }

  /** It could not be reached or did not answer; or it asked not to be tried for `retryAfterMs`. */
  add(target: Target, retryAfterMs = DEAD_MS): void {
    this.#dead.set(keyOf(target), true, Math.min(retryAfterMs, MAX_RETRY_AFTER_MS));
  }

  /** It said nothing while another could have been asked. */
  addSilent(target: Target): void {
    this.#silent += 1;
    this.add(target);
  }

  /** How often {@link addSilent} was called. */
  get silent(): number {
    return this.#silent;
  }

  /** It answered. */
  remove(target: Target): void {
    if (this.#dead.size > 0) this.#dead.delete(keyOf(target));
  }

  /** The same targets with the dead ones at the end: they are better than nobody. */
  liveFirst(targets: readonly Target[]): readonly Target[] {
    if (this.#dead.size === 0 || targets.length < 2) return targets;
    const isDead = (target: Target): boolean => this.#dead.get(keyOf(target)) !== undefined;
    return [...targets.filter((target) => !isDead(target)), ...targets.filter(isDead)];
  }
}

function keyOf({ protocol, address, port }: Target): string {
  return `${protocol} ${address} ${port}`;
}
