import type { SipRequest, SipResponse } from '../message/message.ts';
import type { Flow } from '../transport/flow.ts';
import type { TransportLayer } from '../transport/transport-layer.ts';
import type { ServerTransaction } from './server-transaction.ts';

/** The layer above: dialogs, proxy, applications. */
export interface TransactionUser {
  /** A new request. Not for ACK, for repetitions, and for CANCEL, which the layer answers itself. */
  onRequest(transaction: ServerTransaction): void;
  /** An ACK that belongs to a 2xx. */
  onAck(ack: SipRequest, flow: Flow): void;
  /** An INVITE without final response was cancelled; the CANCEL has its 200 already, the user sends the 487. */
  onCancel(invite: ServerTransaction, cancel: SipRequest): void;
  /** A response that is told to nobody: it ends here and is never forwarded (RFC 6026 §7.3). */
  onUnwantedResponse(response: SipResponse, flow: Flow, why: UnwantedResponse): void;
}

/**
 * Why a response is discarded: it belongs to no transaction, or it answers a request that was not forwarded and has
 * further Vias (RFC 3261 §8.1.3.3).
 */
export type UnwantedResponse = 'no request' | 'more than one Via';

/** What the transactions need of the transports. */
export type TransactionTransports = Pick<TransportLayer, 'existingFlow' | 'flowTo' | 'sibling'>;
