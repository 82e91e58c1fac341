import { randomUUID } from 'node:crypto';
import { type CallRecord, unmeasuredLeg } from './call-record.ts';

/** An answered call of a minute from alice to bob, for tests. */
export const testRecord = (changes: Partial<CallRecord> = {}): CallRecord => ({
  id: randomUUID(),
  callId: 'a84b4c76e66710',
  node: 'one',
  callerUsername: 'alice',
  calleeUsername: 'bob',
  callerUri: 'sip:alice@example.com',
  callerName: 'Älice 🎧',
  calleeUri: 'sip:bob@example.com',
  answeredBy: 'sip:bob@192.0.2.4:5062',
  outcome: 'answered',
  hungUpBy: 'caller',
  sipStatus: 200,
  reason: 'hang-up: The caller hung up.',
  startedAtMs: 1_700_000_000_000,
  ringingAtMs: 1_700_000_000_100,
  answeredAtMs: 1_700_000_002_000,
  endedAtMs: 1_700_000_062_000,
  callerLeg: { codec: 'opus', packets: 3000, packetsLost: 2, jitterMs: 1.5, mos: 4.3 },
  calleeLeg: unmeasuredLeg,
  arrivedByTrunk: null,
  leftByTrunk: null,
  details: null,
  ...changes,
});
