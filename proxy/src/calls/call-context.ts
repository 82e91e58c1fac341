import type { MediaRelay } from '@tandem/media-relay';
import type { CallRecordSink } from '../cdr/call-record.ts';
import type { Log } from '../observability/log.ts';
import type { CallMetrics } from './call-metrics.ts';
import type { SessionTimer } from './session-timer.ts';
import type { IncomingRequest, OutgoingResponse, SrfPort } from './srf.ts';

/** What every call needs. */
export interface CallContext {
  readonly srf: SrfPort;
  readonly mediaRelay: MediaRelay;
  readonly records: CallRecordSink;
  readonly metrics: CallMetrics;
  readonly ringTimeoutMs: number;
  readonly sessionExpiresMs: number;
  readonly livenessMs: number;
  /** How long an answered leg may be without its WebSocket, for a softphone that changes its network. */
  readonly flowGraceMs: number;
  /** When a phone whose TCP connection closed is asked whether it can still be reached; the last one decides. */
  readonly probeAfterMs: readonly number[];
  readonly node: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

/** An authenticated INVITE. */
export interface IncomingCall {
  readonly req: IncomingRequest;
  readonly res: OutgoingResponse;
  /** Null when the call comes by a trunk. */
  readonly callerUsername: string | null;
  /** Address-of-record of the caller. */
  readonly callerUri: string;
  readonly arrivedByTrunk: string | null;
  /** Of the caller's side; absent: the usual one. */
  readonly timer?: SessionTimer | undefined;
  /** What was dialled, until it is known whom it means. */
  readonly dialled: string;
  readonly receivedAtMs: number;
}
