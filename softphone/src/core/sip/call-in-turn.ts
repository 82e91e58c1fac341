import type { SipCall } from './sip-call.ts';

type Turned = Pick<SipCall, 'view' | 'setHeld' | 'takeBack' | 'forgetNotice'>;

/**
 * Lets one call talk at a time. Another one that talked is put on hold meanwhile, and taken back when the call ends that
 * took its turn; one that was put on hold by hand stays there.
 */
export class CallInTurn {
  readonly #calls: ReadonlyMap<string, Turned>;
  /** Ids of the calls that are on hold for the sake of another one. */
  readonly #aside = new Set<string>();

  /** @param calls by id, those that have ended included while they are shown */
  constructor(calls: ReadonlyMap<string, Turned>) {
    this.#calls = calls;
  }

  /** The call is about to talk. */
  begin(id: string): void {
    for (const call of this.#calls.values()) {
      const { id: other, phase, held } = call.view;
      if (other === id || phase !== 'established' || held) continue;
      this.#aside.add(other);
      void call.setHeld(true);
    }
  }

  /** Somebody puts a call on hold or takes it back. */
  setHeld(id: string, held: boolean): void {
    this.#aside.delete(id);
    if (!held) this.begin(id);
    void this.#calls.get(id)?.setHeld(held);
  }

  /** The call has ended, for the reason in its view. */
  ended(id: string): void {
    this.#aside.delete(id);
    const call = this.#calls.get(id);
    if (!call || call.view.held) return;
    const live = [...this.#calls.values()].filter(({ view }) => view.phase !== 'ended');
    if (live.some(({ view }) => !view.held && view.phase !== 'incoming')) return;
    const last = live.findLast(({ view }) => this.#aside.has(view.id));
    if (!last) return;
    this.#aside.delete(last.view.id);
    last.takeBack(backSentence(call.view));
  }

  /** The call is no longer shown: what was said of its end goes with it. */
  forgotten({ view }: Turned): void {
    for (const call of this.#calls.values()) call.forgetNotice(backSentence(view));
  }
}

const backSentence = ({ end }: SipCall['view']): string =>
  `${end?.sentence ?? 'The other call has ended.'} You are back in this one.`;
