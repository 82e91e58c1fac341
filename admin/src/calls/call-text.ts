import type { CallOutcome, LegQuality } from '@tandem/api-types';

export const outcomeColors: Record<CallOutcome, string> = {
  answered: 'green',
  busy: 'yellow',
  'no-answer': 'yellow',
  declined: 'yellow',
  cancelled: 'gray',
  unreachable: 'orange',
  'not-found': 'orange',
  rejected: 'red',
  failed: 'red',
};

/** `bob@example.com` of a SIP URI. */
export function addressText(uri: string): string {
  return uri.replace(/^sips?:/i, '').replace(/[;?].*$/, '');
}

/** A mean opinion score with one decimal; a dash when it was not measured. */
export function mosText({ mos }: LegQuality): string {
  return mos === null ? '–' : mos.toFixed(1);
}

/** Packets that came and were lost; a dash when they were not counted. */
export function packetsText({ packets, packetsLost }: LegQuality): string {
  if (packets === null) return '–';
  return packetsLost === null ? packets.toLocaleString() : `${packets.toLocaleString()}, ${packetsLost} lost`;
}
