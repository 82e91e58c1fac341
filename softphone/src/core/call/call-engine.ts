/**
 * What the screens know of telephony. The web engine is SIP.js in this page; a native one may stand behind the
 * same interface, so nothing here names SIP.js or a browser's peer connection beyond streams and statistics.
 */

/** Whether incoming calls can reach this phone. It says `registered` only while the registrar is really reachable. */
export type RegistrationState =
  | { readonly kind: 'offline'; readonly reason: string }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'registered' }
  | {
      readonly kind: 'reconnecting';
      readonly reason: string;
      /** Milliseconds since the epoch of the next attempt; null while an attempt runs. */
      readonly retryAtMs: number | null;
    }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      /** True when the server does not accept this device's credentials: new ones may help. */
      readonly credentialsRefused: boolean;
    };

export type CallPhase = 'calling' | 'ringing' | 'incoming' | 'answering' | 'established' | 'ended';

export type CallEndCause =
  | 'hung-up'
  | 'peer-hung-up'
  | 'cancelled'
  | 'missed'
  | 'answered-elsewhere'
  | 'declined'
  | 'busy'
  | 'no-answer'
  | 'unreachable'
  | 'not-found'
  | 'refused'
  | 'no-microphone'
  | 'connection-lost'
  | 'failed';

export interface CallEnd {
  readonly cause: CallEndCause;
  /** One sentence for the person at this end. */
  readonly sentence: string;
}

export interface CallPeer {
  /** `sip:bob@example.com`, without parameters. */
  readonly uri: string;
  readonly displayName: string | null;
}

/** One call as it is now. A new object is made whenever anything in it changes. */
export interface CallView {
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly peer: CallPeer;
  readonly phase: CallPhase;
  readonly muted: boolean;
  /** This end put the call on hold. */
  readonly held: boolean;
  /** The other end put the call on hold. */
  readonly heldByPeer: boolean;
  /** The sound was lost and a new path for it is being sought. */
  readonly recovering: boolean;
  readonly answeredAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly end: CallEnd | null;
  /** What the last action could not do, as a sentence; null when there is nothing to say. */
  readonly notice: string | null;
}

export interface CallEngine {
  registration(): RegistrationState;
  /** The same array until something changes. Ended calls stay for some seconds, so that the reason can be read. */
  calls(): readonly CallView[];
  /** Calls the listener after any change of registration or calls; returns the function that stops it. */
  subscribe(listener: () => void): () => void;

  /** Connects and registers, and keeps doing so until `stop`. */
  start(): void;
  /** Ends all calls, unregisters and disconnects; takes three seconds at most. */
  stop(): Promise<void>;
  /** Tries to connect now instead of at the end of the back-off. */
  retryNow(): void;

  /**
   * Calls a SIP URI and returns the call's id. A call that talks is put on hold, and taken back when the new one ends;
   * so it is when another one is answered.
   */
  dial(uri: string, displayName: string | null): string;
  answer(id: string): void;
  decline(id: string): void;
  /** Ends a call in whatever phase it is. */
  hangUp(id: string): void;
  setMuted(id: string, muted: boolean): void;
  setHeld(id: string, held: boolean): void;
  /** Sends one DTMF digit (0-9, *, #, A-D). */
  sendDtmf(id: string, digit: string): void;
  /** Removes an ended call from `calls` at once. */
  dismiss(id: string): void;

  /** The media statistics of a call; null when it has no media yet. */
  statistics(id: string): Promise<RTCStatsReport | null>;
  /** The other party's sound; null when there is none yet. */
  remoteStream(id: string): MediaStream | null;
  /** Chooses the microphone of this and later calls; null is the system's choice. */
  chooseMicrophone(deviceId: string | null): Promise<void>;
}

/** The call a screen is about, and the one that waits for an answer or on hold behind it. */
export interface CallDesk {
  readonly front: CallView | null;
  readonly waiting: CallView | null;
}

/**
 * Chooses what to show. A call that talks (or is being set up) is in front, an incoming one waits beside it; with
 * nothing else to show, the incoming call is in front and fills the screen.
 */
export function callDesk(calls: readonly CallView[]): CallDesk {
  const live = calls.filter((call) => call.phase !== 'ended');
  const active = live.filter((call) => call.phase !== 'incoming');
  const front =
    active.find((call) => !call.held) ??
    active[0] ??
    live[0] ??
    calls.findLast((call) => call.end !== null) ??
    null;
  const waiting = live.find((call) => call !== front) ?? null;
  return { front, waiting };
}
