import type { KeyForm, Party, PressedKey, SpeechPolicies } from '../relay.ts';
import { hasActiveAudio } from '../sdp/codecs.ts';
import type { SdpSections } from '../sdp/sections.ts';
import { hasTelephoneEvents } from '../sdp/telephone-events.ts';
import {
  AS_THEY_ARE,
  injecting,
  type KeptBack,
  type KeyForms,
  type KeyPlan,
  keptBack,
  otherParty,
  planKeys,
} from './key-plan.ts';

/** rtpengine reports each of the three last packets of an event on its own; no key is pressed twice so quickly. */
const SAME_KEY_MS = 50;

/** What is known of the keys of one session: of a party without a policy, what its descriptions say. */
export class SessionKeys {
  readonly #policies: SpeechPolicies;
  readonly #reported: boolean;
  readonly #now: () => number;
  readonly #learnt: Partial<Record<Party, KeyForm>> = {};
  readonly #keptBack = new Map<Party, string>();
  #injecting = false;
  #last: { readonly key: PressedKey; readonly atMs: number } | null = null;

  /**
   * @param reported whether the relay tells us of keys that it sees
   * @param now milliseconds of a monotonic clock
   */
  constructor(policies: SpeechPolicies, reported: boolean, now: () => number) {
    this.#policies = policies;
    this.#reported = reported;
    this.#now = now;
  }

  /** Takes note of what a party can do, as its own description says. */
  learn(party: Party, sections: SdpSections): void {
    if (this.#governed && hasActiveAudio(sections))
      this.#learnt[party] = hasTelephoneEvents(sections) ? 'events' : 'tones';
  }

  /** Without a policy, as between phones, keys pass as they are. @param by who makes the offer */
  plan(by: Party): KeyPlan {
    const chosen = this.#governed ? planKeys(this.#forms, by, this.#reported) : AS_THEY_ARE;
    return this.#injecting ? injecting(chosen) : chosen;
  }

  /** From now on plans let keys be played. */
  inject(): void {
    this.#injecting = true;
  }

  /** Whose keys are to be kept back from now on, and were not before. */
  newlyKeptBack(): KeptBack[] {
    if (!this.#governed) return [];
    return keptBack(this.#forms, this.#reported).filter(({ party, parameters }) => {
      const how = JSON.stringify(parameters);
      const isNew = this.#keptBack.get(party) !== how;
      this.#keptBack.set(party, how);
      return isNew;
    });
  }

  /** Whether a key that came by INFO goes on in the media; else it goes on by INFO. */
  plays({ by }: PressedKey): boolean {
    const to = otherParty(by);
    if (!this.#governed || this.#forms[to] === 'info') return false;
    // Where the relay reports nothing, the phone was told of no events: it and the trunk speak INFO to each other.
    return this.#reported || this.#policies[to] !== undefined;
  }

  /** Whether a key that the relay saw is to be told by INFO. */
  tells(key: PressedKey): boolean {
    if (!this.#governed || !this.#reported || this.#forms[otherParty(key.by)] !== 'info') return false;
    if (this.#forms[key.by] === 'info') return false;
    const last = this.#last;
    const atMs = this.#now();
    this.#last = { key, atMs };
    return !last || last.key.key !== key.key || last.key.by !== key.by || atMs - last.atMs > SAME_KEY_MS;
  }

  get #governed(): boolean {
    return this.#policies.caller !== undefined || this.#policies.callee !== undefined;
  }

  /** A phone of which nothing is known yet is taken to know events, as nearly all do. */
  get #forms(): KeyForms {
    const form = (party: Party): KeyForm => this.#policies[party]?.keys ?? this.#learnt[party] ?? 'events';
    return { caller: form('caller'), callee: form('callee') };
  }
}
