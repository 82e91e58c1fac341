import { Counter, Histogram, type Registry } from 'prom-client';
import type { AttemptOutcome } from '../../calls/call-trunks.ts';
import type { MetricFamily } from '../../observability/metrics.ts';
import type { LiveTrunks } from '../live/live-trunks.ts';

/** What calls tell the metrics of each trunk. */
export interface TrunkMetrics {
  arrived(trunkId: string): void;
  left(trunkId: string, outcome: AttemptOutcome): void;
}

/** Counters from which the answer-seizure ratio, the average call and the post-dial delay follow over any time. */
export function createTrunkMetrics(registry: Registry): TrunkMetrics {
  const registers = [registry];
  const arrived = new Counter({
    name: 'tandem_trunk_calls_in_total',
    help: 'Calls that came in by the trunk.',
    labelNames: ['trunk'],
    registers,
  });
  const attempts = new Counter({
    name: 'tandem_trunk_attempts_total',
    help: 'Attempts to call out through the trunk that are over, by final status; "silent" and "cancelled" had none.',
    labelNames: ['trunk', 'status'],
    registers,
  });
  const talked = new Counter({
    name: 'tandem_trunk_talked_seconds_total',
    help: 'Talking time of calls that went out through the trunk.',
    labelNames: ['trunk'],
    registers,
  });
  const postDialDelay = new Histogram({
    name: 'tandem_trunk_post_dial_delay_seconds',
    help: 'Time from the INVITE to the trunk to the first sign of ringing.',
    labelNames: ['trunk'],
    buckets: [0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 20],
    registers,
  });
  return {
    arrived: (trunk) => arrived.inc({ trunk }),
    left(trunk, { status, silent, talkedMs, postDialDelayMs }) {
      attempts.inc({ trunk, status: status?.toString() ?? (silent ? 'silent' : 'cancelled') });
      if (talkedMs > 0) talked.inc({ trunk }, talkedMs / 1000);
      if (postDialDelayMs !== null) postDialDelay.observe({ trunk }, postDialDelayMs / 1000);
    },
  };
}

const STATES = ['up', 'degraded', 'down', 'unknown', 'disabled'] as const;

/** Momentary values of every trunk. */
export function trunkGauges(live: LiveTrunks): MetricFamily[] {
  const states = live.list().map((trunk) => trunk.state());
  const family = (name: string, help: string, values: MetricFamily['values']): MetricFamily => ({
    name,
    help,
    type: 'gauge',
    values,
  });
  return [
    family(
      'tandem_trunk_state',
      '1 for the state in which the trunk is.',
      states.flatMap(({ id, state }) =>
        STATES.map((each) => ({ labels: { trunk: id, state: each }, value: each === state ? 1 : 0 })),
      ),
    ),
    family(
      'tandem_trunk_registered',
      'Whether the trunk is registered at its carrier.',
      states.flatMap(({ id, registration }) =>
        registration ? { labels: { trunk: id }, value: registration.state === 'registered' ? 1 : 0 } : [],
      ),
    ),
    family(
      'tandem_trunk_gateway_up',
      'Whether the gateway answers; absent while that is unknown.',
      states.flatMap(({ id, gateways }) =>
        gateways.flatMap(({ gateway, state }) =>
          state === 'unknown' ? [] : { labels: { trunk: id, gateway }, value: state === 'up' ? 1 : 0 },
        ),
      ),
    ),
    family(
      'tandem_trunk_calls_active',
      'Calls on the trunk, ringing ones included.',
      states.map(({ id, activeCalls }) => ({ labels: { trunk: id }, value: activeCalls })),
    ),
    family(
      'tandem_trunk_answer_seizure_ratio',
      'Answered of all calls that went out in the last hour, 0 to 1.',
      states.flatMap(({ id, lastHour: { answerSeizureRatio } }) =>
        answerSeizureRatio === null ? [] : { labels: { trunk: id }, value: answerSeizureRatio },
      ),
    ),
    family(
      'tandem_trunk_average_call_seconds',
      'Mean talking time of the calls that went out in the last hour.',
      states.flatMap(({ id, lastHour: { averageCallSeconds } }) =>
        averageCallSeconds === null ? [] : { labels: { trunk: id }, value: averageCallSeconds },
      ),
    ),
  ];
}
