import { isVoicemailUri } from '../voicemail/voicemail-uri.ts';
import type { CallRecord } from './call-record.ts';
import { partyKey } from './call-record-row.ts';

/** Below it most people are annoyed (ITU-T P.800.1: 3.1 is "nearly all users dissatisfied"). */
const POOR_MOS = 3.1;

/** Says to an admin who never read an RFC why a call ended, with the figures that explain it. */
export function endingSentence(record: CallRecord): string {
  const [, key = '', told = record.reason] = /^([a-z-]+): (.*)$/s.exec(record.reason) ?? [];
  const who = { caller: callerOf(record), callee: calleeOf(record), system: 'The server' };
  const first =
    key === 'hang-up'
      ? `${who[record.hungUpBy]} hung up after ${spoken(talkedMs(record))}.`
      : `${told} ${circumstances(record, key)}`.trim();
  return [first, talkedToMailbox(record), poorSound(record, who)]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

const callerOf = ({ callerName, callerUri }: CallRecord): string => callerName || partyKey(callerUri);

const calleeOf = ({ answeredBy, calleeUri }: CallRecord): string =>
  isVoicemailUri(answeredBy) ? `The voicemail of ${partyKey(calleeUri)}` : partyKey(calleeUri);

/** Who hung up first is said already when it was the mailbox. */
const talkedToMailbox = (record: CallRecord): string =>
  isVoicemailUri(record.answeredBy) && record.hungUpBy !== 'callee'
    ? `${calleeOf(record)} had answered.`
    : '';

const talkedMs = ({ answeredAtMs, endedAtMs }: CallRecord): number =>
  answeredAtMs === null ? 0 : Math.max(0, endedAtMs - answeredAtMs);

function circumstances(record: CallRecord, key: string): string {
  const { answeredAtMs, ringingAtMs, startedAtMs, endedAtMs, sipStatus } = record;
  if (answeredAtMs !== null) return `They had talked for ${spoken(talkedMs(record))}.`;
  const tried = record.details?.legs.filter(({ party }) => party === 'callee').length ?? 0;
  const attempts = tried > 1 ? ` ${tried} phones or gateways were tried.` : '';
  const by = record.leftByTrunk === null ? '' : ` The call went out by the trunk "${record.leftByTrunk}".`;
  const rang =
    ringingAtMs === null
      ? ` It never rang; the attempt took ${spoken(endedAtMs - startedAtMs)}.`
      : ` It rang for ${spoken(endedAtMs - ringingAtMs)}.`;
  const status = key === 'cancelled' ? '' : ` The caller got the SIP status ${sipStatus}.`;
  return `${rang}${attempts}${by}${status}`.trim();
}

function poorSound(record: CallRecord, who: { caller: string; callee: string }): string {
  const poor = (['caller', 'callee'] as const).filter((party) => {
    const { mos } = record[`${party}Leg`];
    return mos !== null && mos < POOR_MOS;
  });
  const told = poor.map((party) => {
    const { mos, packets, packetsLost } = record[`${party}Leg`];
    const lost = packets && packetsLost ? `, ${Math.round((packetsLost / packets) * 100)} % lost` : '';
    return `The sound from ${who[party]} was poor (MOS ${mos?.toFixed(1)}${lost}).`;
  });
  return told.join(' ');
}

/** `1 minute 2 seconds`; below ten seconds with a tenth. */
function spoken(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} seconds`;
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 3600), 'hour'],
    [Math.floor((whole % 3600) / 60), 'minute'],
    [whole % 60, 'second'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
    .join(' ');
}
