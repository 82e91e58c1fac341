import {
  type Description,
  type MediaRelay,
  MediaRelayError,
  type MediaSession,
  type PressedKey,
} from '@tandem/media-relay';

/** A relay that marks what passes through it, and remembers which sessions are open. */
export interface FakeMediaRelay extends MediaRelay {
  mode: MediaRelay['mode'];
  /** Ids of sessions that nobody ended. */
  readonly open: Set<string>;
  /** How many sessions there ever were. */
  began(): number;
  /** What `offer` and `answer` shall throw next, once. */
  failNext: MediaRelayError | null;
  down: boolean;
  /** Whether keys by INFO are to go on in the media, and those that did. */
  playsKeys: boolean;
  readonly played: PressedKey[];
  /** Of all sessions. */
  readonly keyListeners: ((key: PressedKey) => void)[];
  /** The node dies. */
  lose(reason: string): void;
}

/** Each description gets a line `a=x-relay:offer|answer by caller|callee from→to`. */
export function createFakeMediaRelay(): FakeMediaRelay {
  const open = new Set<string>();
  const lost: ((reason: string) => void)[] = [];
  let count = 0;
  const relay: FakeMediaRelay = {
    mode: 'relay',
    open,
    began: () => count,
    failNext: null,
    down: false,
    playsKeys: false,
    played: [],
    keyListeners: [],
    lose(reason) {
      for (const listener of lost.splice(0)) listener(reason);
    },
    session(id) {
      if (relay.down) throw new MediaRelayError('unavailable', 'no healthy node');
      open.add(id);
      count += 1;
      return sessionOf(id, relay, lost);
    },
    whenHealthy: async () => !relay.down,
    health: () => [],
    metrics: () => [],
    close: async () => undefined,
  };
  return relay;
}

const MEASURED = { codec: 'PCMU', packets: 100, packetsLost: 1, jitterMs: 0.5, mos: 4.2 };

function sessionOf(id: string, relay: FakeMediaRelay, lost: ((reason: string) => void)[]): MediaSession {
  const pass = (kind: string) => async (description: Description) => {
    const failure = relay.failNext;
    relay.failNext = null;
    if (failure) throw failure;
    const { sdp, by, from, to } = description;
    return `${sdp}a=x-relay:${kind} by ${by} ${from}>${to}\r\n`;
  };
  return {
    node: 'fake',
    offer: pass('offer'),
    answer: pass('answer'),
    stats: async () => ({ caller: MEASURED, callee: { ...MEASURED, codec: 'opus' } }),
    async end() {
      relay.open.delete(id);
      return { caller: MEASURED, callee: { ...MEASURED, codec: 'opus' } };
    },
    onLost: (listener) => lost.push(listener),
    onKey: (listener) => relay.keyListeners.push(listener),
    playKey: async (key) => {
      if (!relay.playsKeys) return false;
      relay.played.push(key);
      return true;
    },
  };
}
