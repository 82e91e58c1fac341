import type { SipRequest, SipResponse } from '../message/message.ts';
import type { Flow } from '../transport/flow.ts';
import type { TimerQueues } from './timer-queue.ts';
import type { TransactionTimes } from './timers.ts';

export type ServerState = 'trying' | 'proceeding' | 'completed' | 'confirmed' | 'accepted' | 'terminated';

/** A request that waits for, or has had, its final response (RFC 3261 §17.2). */
export interface ServerTransaction {
  readonly id: string;
  readonly request: SipRequest;
  /** Where the request came from. */
  readonly flow: Flow;
  readonly state: ServerState;
  /** What the layer above finds again with the transaction; this layer does not look at it. */
  owner: object | null;
  /**
   * Sends a response. A second final one is ignored, except 2xx to an INVITE: a proxy passes those of all its targets.
   * Returns the bytes as sent, or null when the response was ignored.
   */
  respond(response: SipResponse): Buffer | null;
  /**
   * The same for a final response without body that is text already. After a 401 or 407 the request is forgotten, so that
   * a sender who has proved nothing takes no memory (RFC 3261 §26.3.2.4): a repetition is handled anew. An INVITE is
   * remembered all the same, for its ACK.
   * @param head latin1, with its blank line
   */
  respondWith(status: number, head: string): Buffer | null;
  /** Sends the last response to an INVITE again, as its user must with a 2xx until the ACK comes. */
  repeat(): void;
  /** What still answers after the first 2xx to an INVITE, without holding the request. */
  readonly late: LateResponder;
}

/** See {@link ServerTransaction.late}. */
export type LateResponder = Pick<ServerTransaction, 'respond'>;

/** Where responses to one request go (RFC 3261 §18.2.2, RFC 3581 §4). */
export interface ReplyRoute {
  /** The connection of the request, or the UDP address and port that its Via asks for. */
  readonly flow: Flow;
  /** Where to connect when a connection has gone. */
  readonly sentByPort: number;
}

/** What a server transaction needs from its layer. */
export interface ServerContext {
  readonly times: TransactionTimes;
  readonly timers: TimerQueues;
  /** Failures come back as `responseFailed`, at once or later. */
  sendResponse(bytes: Buffer, route: ReplyRoute, sender: ResponseSender | null, method: string): void;
  /** An ACK that belongs to a 2xx. */
  ackToUser(ack: SipRequest, flow: Flow): void;
  /**
   * A request other than INVITE has its final response, of so many octets: only the answer to repetitions is kept, for
   * Timer J. @returns the memory that it is to be written into, at once
   */
  answered(key: string, length: number, route: ReplyRoute): Buffer;
  /** An INVITE has its final response: from here on `invite` takes what comes for it. */
  answeredInvite(key: string, invite: AnsweredInvite): void;
  /** Timer H: a refusal was never acknowledged. */
  timedOut(timer: 'H'): void;
  forget(key: string): void;
}

export interface ResponseSender {
  /** Neither the connection of the request nor a new one took the response. */
  responseFailed(): void;
}

/** What is left of an INVITE after its final response: the request itself is not among it. */
export interface AnsweredInvite extends LateResponder, ResponseSender {
  readonly state: 'accepted' | 'completed' | 'confirmed' | 'terminated';
  /** The To tag of the refusal; undefined after a 2xx, which may have been one of several. */
  readonly toTag: string | undefined;
  /** The INVITE again, or an ACK with its branch. */
  receive(request: SipRequest, flow: Flow): void;
  /** Ends without a word, when the engine stops. */
  abandon(): void;
}
