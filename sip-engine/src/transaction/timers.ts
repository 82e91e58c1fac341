/** RFC 3261 §17.1.1.1 and Table 4, in ms. */
export interface TransactionTimes {
  /** Estimated round-trip time; the first retransmission comes after it. */
  readonly t1Ms: number;
  /** Longest wait between retransmissions of requests other than INVITE and of final responses to INVITE. */
  readonly t2Ms: number;
  /** How long a message may live in the network. */
  readonly t4Ms: number;
  /** Timer C: an INVITE without a final response since it rang last is given up after this (§16.6 item 11). */
  readonly timerCMs: number;
}

export const DEFAULT_TIMES: TransactionTimes = { t1Ms: 500, t2Ms: 4000, t4Ms: 5000, timerCMs: 185_000 };

/** Timer D on UDP is at least 32 s whatever T1 is (§17.1.1.2). */
export const MIN_TIMER_D_MS = 32_000;

/** An INVITE that nobody answered within this gets a 100 (§17.2.1), in ms. */
export const TRYING_AFTER_MS = 200;

/** Timers B, F, H, J, L and M. */
export function timeoutMs({ t1Ms }: Pick<TransactionTimes, 't1Ms'>): number {
  return 64 * t1Ms;
}

/**
 * A request other than INVITE that nobody answered within this gets a 100: by then the client's Timer E has reached
 * T2 and the 100 spares more repetitions than it costs (RFC 4320 §4.1).
 */
export function lateTryingMs(times: TransactionTimes): number {
  let waitedMs = 0;
  for (let intervalMs = times.t1Ms; intervalMs < times.t2Ms; intervalMs *= 2) waitedMs += intervalMs;
  return Math.max(waitedMs, times.t1Ms);
}
