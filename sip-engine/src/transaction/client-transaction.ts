import type { Headers, SipRequest, SipResponse } from '../message/message.ts';
import type { Flow } from '../transport/flow.ts';

export type ClientState =
  | 'connecting'
  | 'calling'
  | 'trying'
  | 'proceeding'
  | 'completed'
  | 'accepted'
  | 'terminated';

/** Why no final response came: time-out (Timers B, C, F) or nothing could be sent. */
export type ClientFailure = 'timeout' | 'transport';

/** How the user hears about its request. Exactly one final response (but each 2xx to an INVITE) or one failure. */
export interface ClientHandlers {
  /** The request went out for the first time, with its Via. */
  onSent?(bytes: Buffer, flow: Flow): void;
  onResponse(response: SipResponse, flow: Flow): void;
  onFailure(why: ClientFailure, detail: string): void;
}

/** A request sent, until its final response (RFC 3261 §17.1). */
export interface ClientTransaction {
  readonly id: string;
  /** With the Via of the layer, once a flow is there. */
  readonly request: SipRequest;
  /** null while a connection is being opened. */
  readonly flow: Flow | null;
  readonly state: ClientState;
  /**
   * Cancels an INVITE: at once when a provisional response has come, else as soon as one comes (RFC 3261 §9.1).
   * Does nothing after the final response and for other methods. The INVITE's own final response still follows.
   */
  cancel(extraHeaders?: Headers): void;
}

/** What a client transaction needs from its layer. */
export interface ClientContext {
  /** Sends a CANCEL for the INVITE as a transaction of its own. */
  sendCancel(invite: SipRequest, flow: Flow, extraHeaders: Headers | undefined): void;
  forget(key: string): void;
}

/** What the layer tells either kind of client transaction. */
export interface ClientMachine extends ClientTransaction {
  start(flow: Flow): void;
  receive(response: SipResponse, flow: Flow): void;
  transportFailed(detail: string): void;
  abandon(): void;
}
