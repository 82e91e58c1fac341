import type { LocalCall } from '../calls/local-branch.ts';
import type { ConferenceCall } from './conference-call.ts';

/** A caller who is not let in yet. */
export interface WaitingCaller {
  readonly call: LocalCall;
  readonly conversation: ConferenceCall;
  readonly sinceMs: number;
}

/** Callers before the doors of rooms, in the order in which they came. */
export class WaitingCallers {
  readonly #byRoom = new Map<string, Map<string, WaitingCaller>>();

  /** Those before which somebody waits. */
  rooms(): readonly string[] {
    return [...this.#byRoom.keys()];
  }

  of(room: string): readonly WaitingCaller[] {
    return [...(this.#byRoom.get(room)?.values() ?? [])];
  }

  find(room: string, callId: string): WaitingCaller | undefined {
    return this.#byRoom.get(room)?.get(callId);
  }

  add(room: string, caller: WaitingCaller): void {
    const waiting = this.#byRoom.get(room) ?? new Map<string, WaitingCaller>();
    this.#byRoom.set(room, waiting.set(caller.call.id, caller));
  }

  /** A call that does not wait is nothing to remove. */
  remove(room: string, callId: string): void {
    const waiting = this.#byRoom.get(room);
    waiting?.delete(callId);
    if (waiting?.size === 0) this.#byRoom.delete(room);
  }

  get count(): number {
    let count = 0;
    for (const waiting of this.#byRoom.values()) count += waiting.size;
    return count;
  }
}
