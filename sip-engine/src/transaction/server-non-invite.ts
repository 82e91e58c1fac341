import type { SipRequest, SipResponse } from '../message/message.ts';
import { serialize } from '../message/serialize.ts';
import type { Flow } from '../transport/flow.ts';
import type {
  LateResponder,
  ReplyRoute,
  ResponseSender,
  ServerContext,
  ServerState,
  ServerTransaction,
} from './server-transaction.ts';

/** The server transaction of every method but INVITE and ACK (RFC 3261 §17.2.2), up to its final response. */
export class NonInviteServerTransaction implements ServerTransaction, ResponseSender {
  readonly id: string;
  readonly request: SipRequest;
  readonly flow: Flow;
  owner: object | null = null;
  readonly #route: ReplyRoute;
  readonly #context: ServerContext;
  /** The layer finds this transaction again; not before its user has had the request. */
  kept = false;
  #state: ServerState = 'trying';
  #lastBytes: Buffer | null = null;

  constructor(id: string, request: SipRequest, flow: Flow, route: ReplyRoute, context: ServerContext) {
    this.id = id;
    this.request = request;
    this.flow = flow;
    this.#route = route;
    this.#context = context;
  }

  get state(): ServerState {
    return this.#state;
  }

  get late(): LateResponder {
    return this;
  }

  respond(response: SipResponse): Buffer | null {
    if (this.#state !== 'trying' && this.#state !== 'proceeding') return null;
    const bytes = serialize(response);
    if (response.status < 200) {
      this.#state = 'proceeding';
      this.#lastBytes = bytes;
      this.repeat();
    } else {
      this.#complete(bytes);
    }
    return bytes;
  }

  challenge(response: SipResponse): Buffer | null {
    if (this.#state !== 'trying' && this.#state !== 'proceeding') return null;
    const bytes = serialize(response);
    this.#terminate();
    this.#context.sendResponse(bytes, this.#route, null);
    return bytes;
  }

  repeat(): void {
    if (this.#lastBytes !== null) this.#context.sendResponse(this.#lastBytes, this.#route, this);
  }

  /** The request again: no answer in Trying, the last provisional response in Proceeding. */
  receive(): void {
    this.repeat();
  }

  responseFailed(): void {
    this.#terminate();
  }

  /** 64*T1 passed without a final response: the client has given up, and RFC 4320 §4.2 forbids a late 408. */
  expire(): void {
    this.#terminate();
  }

  /** Ends without a word, when the engine stops. */
  abandon(): void {
    this.#terminate();
  }

  /** Completed: the layer keeps the bytes for repeated requests until Timer J, this object is free to go. */
  #complete(bytes: Buffer): void {
    this.#state = 'completed';
    this.#lastBytes = null;
    if (this.kept) this.#context.forget(this.id);
    this.#context.answered(this.id, bytes, this.#route);
    // A lost final response is asked for again; the layer logs the failure.
    this.#context.sendResponse(bytes, this.#route, null);
  }

  #terminate(): void {
    if (this.#state === 'terminated' || this.#state === 'completed') return;
    this.#state = 'terminated';
    this.#lastBytes = null;
    if (this.kept) this.#context.forget(this.id);
  }
}
