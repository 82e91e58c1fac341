import type { CallView } from '../call/call-engine.ts';
import type { ToneName } from './tones.ts';

/** The tone that the calls of this moment need, or null for silence. */
export function toneFor(calls: readonly CallView[]): ToneName | null {
  const incoming = calls.some((call) => call.phase === 'incoming');
  const busyWithCall = calls.some((call) =>
    ['calling', 'ringing', 'answering', 'established'].includes(call.phase),
  );
  if (incoming) return busyWithCall ? 'call-waiting' : 'ring';
  if (calls.some((call) => call.phase === 'ringing')) return 'ring-back';
  const failed = calls.findLast((call) => call.phase === 'ended' && call.direction === 'outgoing');
  return !busyWithCall && (failed?.end?.cause === 'busy' || failed?.end?.cause === 'declined')
    ? 'busy'
    : null;
}
