/** How a party sends its media: DTLS-SRTP with ICE, plain RTP, or SRTP keyed in the SDP (RFC 4568). */
export type LegMedia = 'webrtc' | 'rtp' | 'sdes';

/** One of the two parties of a session; it stays the same in re-offers, whoever makes them. */
export type Party = 'caller' | 'callee';

/** How pressed keys travel: RFC 4733 events, SIP INFO beside the media, or tones in the sound. */
export type KeyForm = 'events' | 'info' | 'tones';

/** What may stand in the descriptions of one party. */
export interface SpeechPolicy {
  /** Encoding names, the most wanted first; compared without case. */
  readonly codecs: readonly string[];
  /** How the party sends pressed keys and wants them; the relay makes one form of another. */
  readonly keys: KeyForm;
}

/** A key that was pressed on a telephone. */
export interface PressedKey {
  /** Who pressed it. */
  readonly by: Party;
  /** One of 0–9, `*`, `#`, A–D. */
  readonly key: string;
  readonly durationMs: number;
}

/** Of the parties that want one; others speak what they like. */
export type SpeechPolicies = Partial<Record<Party, SpeechPolicy>>;

/** One SDP body on its way through the relay. */
export interface Description {
  /** The body as received. */
  readonly sdp: string;
  /** Who sent it. */
  readonly by: Party;
  /** How the sender's media travels. */
  readonly from: LegMedia;
  /** How the receiver's media travels. */
  readonly to: LegMedia;
}

/**
 * Quality of what one party **sent**. Loss, jitter and MOS are what the other party (or, where the relay
 * transcodes, the relay) reported by RTCP of hearing it, and null when there were no reports.
 */
export interface LegStats {
  /** Encoding name such as `opus` or `PCMU`. */
  readonly codec: string | null;
  /** RTP packets that the relay received from this party. */
  readonly packets: number | null;
  readonly packetsLost: number | null;
  readonly jitterMs: number | null;
  /** Mean opinion score, 1.0 to 4.5. */
  readonly mos: number | null;
}

/** Statistics of both parties. */
export interface MediaStats {
  readonly caller: LegStats;
  readonly callee: LegStats;
}

/** Media of one call between two parties. Each forked branch has its own. */
export interface MediaSession {
  /** The node that carries the media; it may change until the first offer has been accepted. */
  readonly node: string;
  /**
   * Takes an offer (first or later: hold, ICE restart, new codecs) of either party.
   * @returns the offer to send to the other party
   * @throws {MediaRelayError}
   */
  offer(offer: Description): Promise<string>;
  /**
   * Takes the answer to the last offer. May be repeated (early media, then 200).
   * @returns the answer to send to the party that made the offer
   * @throws {MediaRelayError}
   */
  answer(answer: Description): Promise<string>;
  /** What is known now; null when the node does not know the session or does not answer. */
  stats(): Promise<MediaStats | null>;
  /** Frees ports. Idempotent, bounded, never rejects. @returns the last known statistics */
  end(): Promise<MediaStats | null>;
  /** Called for each key that a party pressed in its media while the other party's form of keys is `info`. */
  onKey(listener: (key: PressedKey) => void): void;
  /**
   * Lets the other party hear a key that came by SIP INFO, as an event or a tone, as its media has it.
   * @returns false when it must be told by INFO: it wants that, no party has a policy, or the relay cannot
   */
  playKey(key: PressedKey): Promise<boolean>;
  /** Called at most once, when the node died or forgot the session: the call has no media any more. */
  onLost(listener: (reason: string) => void): void;
}

/** State of one node, for health pages. */
export interface RelayNodeHealth {
  readonly node: string;
  /** `full`: healthy, but at its session or load limit a moment ago. */
  readonly state: 'up' | 'full' | 'down';
  /** Sessions on the node, ours and others'. */
  readonly sessions: number;
  readonly weight: number;
  /** Round trip of the last ping; null before the first. */
  readonly roundTripMs: number | null;
  /** Why the node is down or full; null while it is up. */
  readonly reason: string | null;
}

/** A Prometheus metric family. */
export interface RelayMetric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly values: readonly { readonly labels: Record<string, string>; readonly value: number }[];
}

/** Where the proxy sends each call's SDP. */
export interface MediaRelay {
  /** `direct`: there is no relay, media flows between the parties. */
  readonly mode: 'relay' | 'direct';
  /**
   * Begins a session on the least loaded node.
   * @param id unique over all calls and branches
   * @param policies what the parties may be offered and may offer
   * @throws {MediaRelayError} `unavailable` when no node is healthy
   */
  session(id: string, policies?: SpeechPolicies): MediaSession;
  /** Waits until a session could begin. @returns false when none could within `timeoutMs` */
  whenHealthy(timeoutMs: number): Promise<boolean>;
  health(): RelayNodeHealth[];
  metrics(): RelayMetric[];
  /** Ends every session on its node and closes the connections. Bounded. */
  close(): Promise<void>;
}
