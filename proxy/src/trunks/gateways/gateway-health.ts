/** What is known of one gateway. Never changed: each observation makes a new one. */
export interface GatewayHealth {
  readonly state: 'unknown' | 'up' | 'down';
  /** Failures in a row, and answers in a row. */
  readonly failures: number;
  readonly successes: number;
  /** SIP status of the last answer; null when the last attempt had none. */
  readonly lastStatus: number | null;
  readonly roundTripMs: number | null;
  /** Milliseconds since 1970. */
  readonly checkedAtMs: number | null;
  /** A sentence. */
  readonly reason: string;
}

/** One attempt at a gateway. */
export interface Observation {
  /** Null when nothing came back. */
  readonly status: number | null;
  readonly roundTripMs: number | null;
  readonly atMs: number;
  /** Why nothing came back. */
  readonly detail?: string | undefined;
}

export interface HealthPolicy {
  readonly downAfter: number;
  readonly upAfter: number;
}

export const unknownHealth: GatewayHealth = {
  state: 'unknown',
  failures: 0,
  successes: 0,
  lastStatus: null,
  roundTripMs: null,
  checkedAtMs: null,
  reason: 'It has not been asked yet.',
};

/** Answers by which a server, or one before it, says that it cannot work now. Any other means that it is there. */
const NOT_WORKING = new Set([408, 500, 502, 503, 504]);

const isFailure = ({ status }: Pick<Observation, 'status'>): boolean =>
  status === null || NOT_WORKING.has(status);

/**
 * Hysteresis: one lost packet takes no gateway out of service, and one lucky answer brings none back.
 * A gateway of which nothing is known yet needs only one answer.
 */
export function observe(
  health: GatewayHealth,
  observation: Observation,
  { downAfter, upAfter }: HealthPolicy,
): GatewayHealth {
  const failed = isFailure(observation);
  const failures = failed ? health.failures + 1 : 0;
  const successes = failed ? 0 : health.successes + 1;
  const { status, atMs, roundTripMs } = observation;
  const measured = { failures, successes, lastStatus: status, checkedAtMs: atMs, roundTripMs };
  const state = nextState(health.state, { failures, successes, downAfter, upAfter });
  return { ...measured, state, reason: sentenceOf(state, observation, { failures, successes, upAfter }) };
}

function nextState(
  state: GatewayHealth['state'],
  { failures, successes, downAfter, upAfter }: HealthPolicy & { failures: number; successes: number },
): GatewayHealth['state'] {
  if (failures >= downAfter) return 'down';
  if (successes >= upAfter || (state === 'unknown' && successes > 0)) return 'up';
  return state;
}

function sentenceOf(
  state: GatewayHealth['state'],
  { status, detail }: Observation,
  { failures, successes, upAfter }: { failures: number; successes: number; upAfter: number },
): string {
  const what = status === null ? `it did not answer${detail ? ` (${detail})` : ''}` : `it answered ${status}`;
  if (state === 'up') return failures > 0 ? `It counts as up, but ${what}.` : 'It answers.';
  if (successes > 0)
    return `It answered ${successes} of ${upAfter} times that it needs to count as up again.`;
  return failures === 1 ? `Asked once, ${what}.` : `Asked ${failures} times, ${what}.`;
}
