import { EMPTY_BODY, type SipRequest, type SipResponse } from '../message/message.ts';
import { headOf, room, write } from '../message/serialize.ts';
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
    return this.#send(response.status, headOf(response), response.body);
  }

  respondWith(status: number, head: string): Buffer | null {
    const challenges = status === 401 || status === 407;
    return challenges ? this.#challenge(head) : this.#send(status, head, EMPTY_BODY);
  }

  repeat(): void {
    if (this.#lastBytes === null) return;
    this.#context.sendResponse(this.#lastBytes, this.#route, this, this.request.method);
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

  get #isAnswered(): boolean {
    return this.#state !== 'trying' && this.#state !== 'proceeding';
  }

  #send(status: number, head: string, body: Buffer): Buffer | null {
    if (this.#isAnswered) return null;
    if (status >= 200) return this.#complete(head, body);
    this.#state = 'proceeding';
    this.#lastBytes = write(room(head.length + body.length), head, body);
    this.repeat();
    return this.#lastBytes;
  }

  #challenge(head: string): Buffer | null {
    if (this.#isAnswered) return null;
    const bytes = write(room(head.length), head, EMPTY_BODY);
    this.#terminate();
    this.#context.sendResponse(bytes, this.#route, null, this.request.method);
    return bytes;
  }

  /** Completed: the layer keeps the bytes for repeated requests until Timer J, this object is free to go. */
  #complete(head: string, body: Buffer): Buffer {
    this.#state = 'completed';
    this.#lastBytes = null;
    if (this.kept) this.#context.forget(this.id);
    const bytes = this.#context.answered(this.id, head.length + body.length, this.#route);
    write(bytes, head, body);
    // A lost final response is asked for again; the layer logs the failure.
    this.#context.sendResponse(bytes, this.#route, null, this.request.method);
    return bytes;
  }

  #terminate(): void {
    if (this.#state === 'terminated' || this.#state === 'completed') return;
    this.#state = 'terminated';
    this.#lastBytes = null;
    if (this.kept) this.#context.forget(this.id);
  }
}
