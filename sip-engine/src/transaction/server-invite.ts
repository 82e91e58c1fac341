import { EMPTY_BODY, type SipRequest, type SipResponse } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import { responseTo } from '../message/respond.ts';
import { room, serialize, write } from '../message/serialize.ts';
import type { Flow } from '../transport/flow.ts';
import { AcceptedInvite, RefusedInvite } from './answered-invite.ts';
import type {
  AnsweredInvite,
  LateResponder,
  ReplyRoute,
  ResponseSender,
  ServerContext,
  ServerState,
  ServerTransaction,
} from './server-transaction.ts';
import { Timer, type TimerTarget } from './timer-queue.ts';
import { TRYING_AFTER_MS } from './timers.ts';

/**
 * The INVITE server transaction (RFC 3261 §17.2.1 with RFC 6026 §7.1) in its Proceeding state. From the final response
 * on an {@link AnsweredInvite} stands in its place, so that the request is free to go.
 */
export class InviteServerTransaction implements ServerTransaction, TimerTarget, ResponseSender {
  readonly id: string;
  readonly request: SipRequest;
  readonly flow: Flow;
  owner: object | null = null;
  readonly #route: ReplyRoute;
  readonly #context: ServerContext;
  readonly #tryingTimer: Timer;
  #terminated = false;
  #lastBytes: Buffer | null = null;
  #toTag: string | undefined;
  #answered: AnsweredInvite | null = null;

  constructor(id: string, request: SipRequest, flow: Flow, route: ReplyRoute, context: ServerContext) {
    this.id = id;
    this.request = request;
    this.flow = flow;
    this.#route = route;
    this.#context = context;
    this.#tryingTimer = new Timer(context.timers, this);
    this.#tryingTimer.start(TRYING_AFTER_MS);
  }

  get state(): ServerState {
    if (this.#answered !== null) return this.#answered.state;
    return this.#terminated ? 'terminated' : 'proceeding';
  }

  /** The To tag of the last provisional response, or undefined. */
  get toTag(): string | undefined {
    return this.#toTag;
  }

  get late(): LateResponder {
    return this.#answered ?? this;
  }

  respond(response: SipResponse): Buffer | null {
    if (this.#answered !== null) return this.#answered.respond(response);
    if (this.#terminated) return null;
    const { status } = response;
    if (status > 100 && status < 200) this.#toTag = tagOf(response.headers.get('To') ?? '');
    return this.#send(status, serialize(response));
  }

  respondWith(status: number, head: string): Buffer | null {
    if (this.#answered !== null || this.#terminated) return null;
    return this.#send(status, write(room(head.length), head, EMPTY_BODY));
  }

  repeat(): void {
    if (this.state !== 'terminated') this.#sendLast();
  }

  /** The INVITE again: the last provisional response, too. An ACK is too early. */
  receive(request: SipRequest): void {
    if (request.method === 'INVITE') this.#sendLast();
  }

  timerFired(): void {
    this.respond(responseTo(this.request, 100));
  }

  responseFailed(): void {
    if (this.#answered !== null) this.#answered.responseFailed();
    else this.#terminate();
  }

  /** Ends without a word, when the engine stops or the answer is in other hands. */
  abandon(): void {
    if (this.#answered !== null) this.#answered.abandon();
    else this.#terminate();
  }

  #send(status: number, bytes: Buffer): Buffer {
    this.#tryingTimer.stop();
    this.#lastBytes = bytes;
    if (status >= 300) this.#answered = new RefusedInvite(this.id, bytes, this.#route, this.#context);
    else if (status >= 200) this.#answered = new AcceptedInvite(this.id, this.#route, this.#context);
    this.#sendLast();
    return bytes;
  }

  #sendLast(): void {
    if (this.#lastBytes !== null) this.#context.sendResponse(this.#lastBytes, this.#route, this, 'INVITE');
  }

  #terminate(): void {
    if (this.#terminated) return;
    this.#terminated = true;
    this.#tryingTimer.stop();
    this.#context.forget(this.id);
  }
}
