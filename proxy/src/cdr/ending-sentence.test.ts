import { describe, expect, it } from 'vitest';
import { unmeasuredLeg } from './call-record.ts';
import { endingSentence } from './ending-sentence.ts';
import { testRecord } from './test-record.ts';

const start = 1_700_000_000_000;
const leg = (uri: string) => ({ party: 'callee' as const, callId: uri, uri });

describe('why a call ended', () => {
  it.each([
    [{ hungUpBy: 'callee' as const }, 'bob hung up after 1 minute.'],
    [{ callerName: 'Alice' }, 'Alice hung up after 1 minute.'],
    [
      { hungUpBy: 'callee' as const, answeredBy: 'sip:bob@example.com;voicemail' },
      'The voicemail of bob hung up after 1 minute.',
    ],
    [
      { callerName: 'Alice', answeredBy: 'sip:bob@example.com;voicemail' },
      'Alice hung up after 1 minute. The voicemail of bob had answered.',
    ],
    [
      { callerName: null, endedAtMs: start + 2000 + 3_723_000 },
      'alice hung up after 1 hour 2 minutes 3 seconds.',
    ],
    [
      { calleeLeg: { ...unmeasuredLeg, mos: 2.14, packets: 1000, packetsLost: 80 }, callerName: 'Alice' },
      'Alice hung up after 1 minute. The sound from bob was poor (MOS 2.1, 8 % lost).',
    ],
    [
      {
        reason: 'leg-lost: A phone disappeared during the call: the callee does not answer.',
        hungUpBy: 'system' as const,
      },
      'A phone disappeared during the call: the callee does not answer. They had talked for 1 minute.',
    ],
    [
      {
        reason: 'no-answer: The dialled phones rang and nobody answered.',
        answeredAtMs: null,
        sipStatus: 480,
        endedAtMs: start + 60_100,
        details: { legs: [leg('a'), leg('b')], decision: [], quality: [] },
      },
      'The dialled phones rang and nobody answered. It rang for 1 minute. 2 phones or gateways were tried. The caller got the SIP status 480.',
    ],
    [
      {
        reason: 'cancelled: The caller hung up before an answer.',
        answeredAtMs: null,
        ringingAtMs: null,
        endedAtMs: start + 1500,
        leftByTrunk: 'carrier',
      },
      'The caller hung up before an answer. It never rang; the attempt took 1.5 seconds. The call went out by the trunk "carrier".',
    ],
  ])('%j: %s', (changes, sentence) => {
    expect(endingSentence(testRecord(changes))).toBe(sentence);
  });
});
