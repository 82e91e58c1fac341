import type { EngineLog } from '../engine-log.ts';

/** Why a connection did not come about; each is a value of the label `reason` of `sip_refused_connections_total`. */
export type ConnectionRefusal =
  | 'too-many-from-address'
  | 'too-many'
  | 'stopping'
  /** TLS or WebSocket handshake not finished in time. */
  | 'handshake-timeout'
  | 'tls-handshake'
  | 'client-certificate'
  | 'server-certificate'
  | 'websocket-handshake'
  | 'websocket-protocol'
  | 'websocket-origin';

/** Why a connection that existed was ended by us; the label `reason` of `sip_closed_connections_total`. */
export type ConnectionLimit = 'no-message' | 'idle' | 'slow-reader' | 'stalled-message' | 'no-pong';

/** What the application and the log are told. */
export const LIMIT_TEXTS: Readonly<Record<ConnectionLimit, string>> = {
  'no-message': 'no message came',
  idle: 'idle',
  'slow-reader': 'the remote side reads too slowly',
  'stalled-message': 'a message did not end',
  'no-pong': 'no answer to pings',
};

const LOG_EVERY_MS = 10_000;

/** Counts refusals by reason and logs each reason at most every ten seconds: a flood must not fill the log. */
export class RefusalCounts<Reason extends string> {
  readonly #log: EngineLog;
  readonly #what: string;
  readonly #counts = new Map<Reason, number>();
  readonly #logged = new Map<Reason, { atMs: number; count: number }>();

  constructor(log: EngineLog, what: string) {
    this.#log = log;
    this.#what = what;
  }

  add(reason: Reason, fields: Parameters<EngineLog['warn']>[1] = {}): void {
    const count = (this.#counts.get(reason) ?? 0) + 1;
    this.#counts.set(reason, count);
    const last = this.#logged.get(reason);
    const nowMs = performance.now();
    if (last !== undefined && nowMs - last.atMs < LOG_EVERY_MS) return;
    this.#logged.set(reason, { atMs: nowMs, count });
    this.#log.warn(this.#what, { ...fields, reason, sinceLastLine: count - (last?.count ?? 0) });
  }

  get total(): number {
    let total = 0;
    for (const count of this.#counts.values()) total += count;
    return total;
  }

  entries(): readonly (readonly [Reason, number])[] {
    return [...this.#counts];
  }
}
