import type { SipRequest, SipResponse } from '../message/message.ts';
import type { Flow } from '../transport/flow.ts';

export type ServerState = 'trying' | 'proceeding' | 'completed' | 'confirmed' | 'accepted' | 'terminated';

/** Why a server transaction ended: in the usual way, because no ACK came (Timer H), or because nothing can be sent. */
export type ServerEnd = 'done' | 'timeout' | 'transport';

/** A request that waits for, or has had, its final response (RFC 3261 §17.2). */
export interface ServerTransaction {
  readonly id: string;
  readonly request: SipRequest;
  /** Where the request came from. */
  readonly flow: Flow;
  readonly state: ServerState;
  /** The last response sent. */
  readonly lastResponse: SipResponse | null;
  /**
   * Sends a response. A second final one is ignored, except 2xx to an INVITE, which the user repeats until the ACK.
   * Returns the bytes as sent, or null when the response was ignored.
   */
  respond(response: SipResponse): Buffer | null;
  /** An ACK for a 300-699 arrived; the layer absorbs it. */
  onAck?: (ack: SipRequest) => void;
  /**
   * Nothing more can happen to the user: for INVITE when the transaction is destroyed; for other methods when the
   * final response was sent, or when 64*T1 passed without one.
   */
  onTerminated?: (why: ServerEnd) => void;
}

/** Where responses to one request go (RFC 3261 §18.2.2, RFC 3581 §4). */
export interface ReplyRoute {
  /** The connection of the request, or the UDP address and port that its Via asks for. */
  readonly flow: Flow;
  /** Where to connect when a connection has gone. */
  readonly sentByPort: number;
}

/** What a server transaction needs from its layer. */
export interface ServerContext {
  /** Failures come back as `onFailure`, at once or later. */
  sendResponse(bytes: Buffer, route: ReplyRoute, onFailure: () => void): void;
  /** An ACK that belongs to a 2xx. */
  ackToUser(ack: SipRequest, flow: Flow): void;
  /** A request other than INVITE has its final response: only the answer to repetitions is kept, for Timer J. */
  answered(key: string, bytes: Buffer, route: ReplyRoute): void;
  forget(key: string): void;
}
