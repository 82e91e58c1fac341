import type { SipMessage, SipRequest, SipResponse } from '../message/message.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { Flow } from '../transport/flow.ts';
import type { ApplicationDialog, AwaitedAck } from './application-dialog.ts';
import type { CdrDetail, CdrSource, CdrVerb } from './cdr.ts';
import type { IncomingRequest } from './incoming-request.ts';
import type { OutgoingRequest } from './outgoing-request.ts';

/**
 * To whom a request or a dialog belongs, and who is told what happens to it: an application that speaks the drachtio
 * protocol, or code in this process.
 */
export interface Application {
  /** For the log. */
  readonly name: string;
  /** It is gone, and answers nothing any more. */
  readonly closed: boolean;
  /** A request, new or in a dialog of its own; it owes an answer. */
  onRequest(incoming: IncomingRequest): void;
  /** An UPDATE before the INVITE is answered (RFC 3311 §5.2): the next response whose CSeq says UPDATE is for it. */
  onEarlyUpdate(invite: IncomingRequest, update: ServerTransaction): void;
  /** The caller cancelled; the request has been answered with 487. */
  onCancel(incoming: IncomingRequest, cancel: SipRequest): void;
  /** The ACK to its 2xx. */
  onAck(dialog: ApplicationDialog, awaited: AwaitedAck, ack: SipRequest, flow: Flow): void;
  /** @param flow where the response came from; null when the engine made it, because none came */
  onResponse(outgoing: OutgoingRequest, response: SipResponse, flow: Flow | null): void;
  /** The engine hung up. @param sent the BYE as it left and by which flow; null when it could not be sent */
  onEndedByEngine(dialog: ApplicationDialog, bye: SipRequest, sent: SentMessage | null): void;
}

export interface SentMessage {
  readonly bytes: Buffer;
  readonly flow: Flow;
}

/** What became of a message that an application wanted sent: one of both is called, once. */
export interface Outcome {
  /**
   * @param flow by which it left; null when a request could not be sent, of which a response of the engine tells
   * @param transactionId under which responses to a request will come; absent where none will
   */
  sent(bytes: Buffer, flow: Flow | null, transactionId?: string): void;
  /** @param reason a sentence for whoever writes the application */
  refused(reason: string): void;
}

/** The applications that are connected, to choose from. */
export interface ConnectedApplications {
  /** Connections, authenticated or not. */
  readonly size: number;
  /** None is there that has authenticated. */
  readonly isEmpty: boolean;
  /** Whose turn it is to get a new request of a method; null when none asked for the method. */
  next(method: string): Application | null;
  /** What the engine itself tells applications under this method; nobody else may. */
  isReserved(method: string): boolean;
  /** Methods that some application asked for, as an `Allow` header lists them. */
  allowedMethods(): readonly string[];
  /** Tells of a call whoever asked for such records. */
  tellOfCall(verb: CdrVerb, source: CdrSource, detail: CdrDetail | null, about: SipMessage): void;
}

/** Code in this process that takes new requests instead of applications. */
export interface NativeTakers {
  /** Before all applications. False when nobody here takes the request. */
  take(transaction: ServerTransaction): boolean;
  /** Whose a new request is; null: of an application. */
  ownerOf(request: SipRequest): Application | null;
  /** What no application asked for. False when nobody here takes it either. */
  takeUnrouted(transaction: ServerTransaction): boolean;
}
