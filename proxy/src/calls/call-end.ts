import type { CallRecord } from '../cdr/call-record.ts';
import type { Log } from '../observability/log.ts';
import type { CallContext } from './call-context.ts';
import type { Ending } from './call-state.ts';
import { asError } from './srf.ts';

/** Keeps the record of a call that is over, counts it and logs it. */
export function recordEnd(
  record: CallRecord,
  { key }: Ending,
  { records, metrics }: Pick<CallContext, 'records' | 'metrics'>,
  log: Log,
): void {
  const { outcome, hungUpBy, sipStatus, reason, answeredAtMs, endedAtMs } = record;
  records.append(record).catch((error: unknown) => {
    log.error('a call record may not survive a power failure', { error: asError(error) });
  });
  metrics.ended(outcome, key);
  const talkedMs = answeredAtMs === null ? 0 : endedAtMs - answeredAtMs;
  log.info('call ended', { outcome, hungUpBy, sipStatus, reason, talkedMs });
}
