import type { CallOutcome } from '@tandem/api-types';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Ending } from './call-state.ts';

/** What calls tell the metrics. */
export interface CallMetrics {
  /** An attempt is over. */
  ended(outcome: CallOutcome, reason: Ending['key']): void;
  /** Time from the caller's INVITE to ours, of which authentication and look-ups are a part. */
  setUpDelay(ms: number): void;
}

/** @param active how many calls there are at this moment, ringing ones included */
export function createCallMetrics(registry: Registry, active: () => number): CallMetrics {
  const ended = new Counter({
    name: 'tandem_calls_total',
    help: 'Call attempts that are over, by outcome and reason.',
    labelNames: ['outcome', 'reason'],
    registers: [registry],
  });
  const delay = new Histogram({
    name: 'tandem_call_set_up_delay_milliseconds',
    help: 'Time from the INVITE of the caller to the first INVITE to a phone of the callee.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000],
    registers: [registry],
  });
  new Gauge({
    name: 'tandem_calls_active',
    help: 'Calls that ring or are answered.',
    registers: [registry],
    collect() {
      this.set(active());
    },
  });
  return {
    ended: (outcome, reason) => ended.inc({ outcome, reason }),
    setUpDelay: (ms) => delay.observe(ms),
  };
}
