import type { CallRecordJournal } from '../cdr/call-record-journal.ts';
import type { Conferences } from '../conferences/open-conferences.ts';
import type { FraudProtection } from '../fraud/fraud-protection.ts';
import type { QualitySampler } from '../live-calls/quality-sampler.ts';
import type { ProvisionedTrunks } from '../provisioning/provisioned-trunks.ts';
import type { Location } from '../registrar/location.ts';
import type { Voicemail } from '../voicemail/open-voicemail.ts';
import { counter, gauge, type MetricFamily } from './metrics.ts';

/** What features are asked for when metrics are read. */
interface Stateful {
  readonly location: Pick<Location, 'count' | 'unwritten'>;
  readonly records: Pick<CallRecordJournal, 'backlog'>;
  readonly provisioned: Pick<ProvisionedTrunks, 'inOrder'>;
  readonly sampler: Pick<QualitySampler, 'skippedRounds'>;
  readonly fraud: Pick<FraudProtection, 'alarmCount'>;
  readonly conferences: Pick<Conferences, 'counts'>;
  readonly voicemail: Pick<Voicemail, 'waiting'>;
}

/** Metrics that are read off the features at this moment, rather than counted as things happen. */
export const stateMetrics = (of: Stateful): readonly MetricFamily[] => [
  gauge('tandem_bindings', 'Registered phones.', of.location.count()),
  gauge(
    'tandem_bindings_unwritten',
    'Changes of bindings that are not in the database yet.',
    of.location.unwritten(),
  ),
  gauge(
    'tandem_call_records_waiting',
    'Call records that are not in the database yet.',
    of.records.backlog(),
  ),
  gauge(
    'tandem_voicemail_waiting',
    'Voicemail messages that are being spoken or are not in the database yet.',
    of.voicemail.waiting(),
  ),
  gauge(
    'tandem_trunk_files_in_order',
    '0 while a file that describes trunks has a mistake, so that no change of the files is applied.',
    Number(of.provisioned.inOrder()),
  ),
  counter(
    'tandem_quality_rounds_skipped_total',
    'Rounds of media measurement left out because the relay answered slowly.',
    of.sampler.skippedRounds(),
  ),
  gauge('tandem_conference_rooms', 'Conference rooms with somebody in them.', of.conferences.counts().rooms),
  gauge('tandem_conference_members', 'Callers in conference rooms.', of.conferences.counts().members),
  gauge(
    'tandem_conference_waiting',
    'Callers who wait until a user is in their conference room.',
    of.conferences.counts().waiting,
  ),
  counter(
    'tandem_fraud_alarms_total',
    'Alarms about limits reached and countries called for the first time.',
    of.fraud.alarmCount(),
  ),
];
