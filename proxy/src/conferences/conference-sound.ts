/** What a caller of a conference hears of us. */
export type ConferencePrompt = 'enter-pin' | 'wrong-pin' | 'first-in-conference' | 'conference-full';

/** The sound of one call, as far as a conference cares. */
export interface ConferenceParty {
  /** @throws MediaRelayError when there is no common codec or the description is bad */
  answer(offerSdp: string): string;
  /** A key pressed in the media (RFC 4733). Each press once. */
  onKey(listener: (key: string) => void): void;
  close(): void;
}

/** One party's place in the mix: it hears all others and not itself. */
export interface MixedParty {
  readonly speaking: boolean;
  mute(muted: boolean): void;
  leave(): void;
}

export interface ConferenceMixer<Party> {
  join(party: Party): MixedParty;
  /** Lets everybody hear that somebody came or went. */
  signal(tone: 'joined' | 'left'): void;
}

/** Where conferences get their sound. */
export interface ConferenceSound<Party extends ConferenceParty = ConferenceParty> {
  /** @throws TandemError `overloaded` when there are too many parties */
  open(): Promise<Party>;
  createMixer(): ConferenceMixer<Party>;
  /** Resolves when it was played, or `signal` stopped it. */
  play(party: Party, prompt: ConferencePrompt, signal: AbortSignal): Promise<void>;
  /** Tells a party to wait, and every few seconds that it is not forgotten. Resolves when `signal` or its end stops it. */
  keepWaiting(party: Party, signal: AbortSignal): Promise<void>;
}
