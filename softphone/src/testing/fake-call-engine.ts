import { callEnd } from '../core/call/call-end.ts';
import type { CallEngine, CallView, RegistrationState } from '../core/call/call-engine.ts';
import { Listeners } from '../core/listeners.ts';

/** A call engine without a network: what is asked of it happens at once, what the other side does is told by the test. */
export class FakeCallEngine implements CallEngine {
  stopped = false;
  readonly digits: string[] = [];
  readonly dialled: string[] = [];
  readonly #listeners = new Listeners();
  #registration: RegistrationState = { kind: 'connecting' };
  #calls: readonly CallView[] = [];
  #count = 0;

  registration(): RegistrationState {
    return this.#registration;
  }

  calls(): readonly CallView[] {
    return this.#calls;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  start(): void {
    this.becomes({ kind: 'registered' });
  }

  async stop(): Promise<void> {
    this.stopped = true;
  }

  retryNow(): void {
    this.becomes({ kind: 'registered' });
  }

  dial(uri: string, displayName: string | null): string {
    this.dialled.push(uri);
    return this.#add('outgoing', 'calling', uri, displayName);
  }

  answer(id: string): void {
    this.change(id, { phase: 'established', answeredAtMs: Date.now() });
  }

  decline(id: string): void {
    this.change(id, { phase: 'ended', end: callEnd('declined', 'You declined the call.') });
  }

  hangUp(id: string): void {
    this.change(id, { phase: 'ended', end: callEnd('hung-up') });
  }

  setMuted(id: string, muted: boolean): void {
    this.change(id, { muted });
  }

  setHeld(id: string, held: boolean): void {
    this.change(id, { held });
  }

  sendDtmf(_id: string, digit: string): void {
    this.digits.push(digit);
  }

  dismiss(id: string): void {
    this.#publish(this.#calls.filter((call) => call.id !== id));
  }

  async statistics(): Promise<null> {
    return null;
  }

  remoteStream(): null {
    return null;
  }

  async chooseMicrophone(): Promise<void> {}

  /** The registration changes by itself. */
  becomes(state: RegistrationState): void {
    this.#registration = state;
    this.#listeners.notify();
  }

  /** Somebody calls. */
  rings(uri: string, displayName: string | null): string {
    return this.#add('incoming', 'incoming', uri, displayName);
  }

  /** The other side does something with a call. */
  change(id: string, change: Partial<CallView>): void {
    this.#publish(this.#calls.map((call) => (call.id === id ? { ...call, ...change } : call)));
  }

  #add(
    direction: CallView['direction'],
    phase: CallView['phase'],
    uri: string,
    displayName: string | null,
  ): string {
    const id = `call-${++this.#count}`;
    const call: CallView = {
      id,
      direction,
      peer: { uri, displayName },
      phase,
      muted: false,
      held: false,
      heldByPeer: false,
      recovering: false,
      answeredAtMs: null,
      endedAtMs: null,
      end: null,
      notice: null,
    };
    this.#publish([...this.#calls, call]);
    return id;
  }

  #publish(calls: readonly CallView[]): void {
    this.#calls = calls;
    this.#listeners.notify();
  }
}
