import type { SipRequest, SipResponse } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import { responseTo } from '../message/respond.ts';
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
import { Timer, type TimerTarget } from './timer-queue.ts';
import { TRYING_AFTER_MS, timeoutMs } from './timers.ts';

type Event =
  | { readonly kind: 'request'; readonly request: SipRequest; readonly flow: Flow }
  | { readonly kind: 'response'; readonly response: SipResponse; readonly bytes: Buffer }
  | { readonly kind: 'resend' }
  | { readonly kind: 'expire' }
  | { readonly kind: 'transport-error' };

const RESEND: Event = { kind: 'resend' };
const EXPIRE: Event = { kind: 'expire' };
const TRANSPORT_ERROR: Event = { kind: 'transport-error' };

/** The INVITE server transaction (RFC 3261 §17.2.1 with RFC 6026 §7.1). */
export class InviteServerTransaction implements ServerTransaction, TimerTarget, ResponseSender {
  readonly id: string;
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly #route: ReplyRoute;
  readonly #context: ServerContext;
  /** Until the first response the timer of the automatic 100, afterwards Timer G. */
  readonly #resendTimer: Timer;
  /** Timers H and I. Timer L runs in {@link AcceptedInvite}. */
  readonly #endTimer: Timer;
  #resendAfterMs: number;
  #state: ServerState = 'proceeding';
  #lastBytes: Buffer | null = null;
  #toTag: string | undefined;
  #accepted: AcceptedInvite | null = null;

  constructor(id: string, request: SipRequest, flow: Flow, route: ReplyRoute, context: ServerContext) {
    this.id = id;
    this.request = request;
    this.flow = flow;
    this.#route = route;
    this.#context = context;
    this.#resendAfterMs = context.times.t1Ms;
    this.#resendTimer = new Timer(context.timers, this);
    this.#endTimer = new Timer(context.timers, this);
    this.#resendTimer.start(TRYING_AFTER_MS);
  }

  get state(): ServerState {
    return this.#accepted === null ? this.#state : this.#accepted.state;
  }

  /** The To tag of the last response, or undefined. */
  get toTag(): string | undefined {
    return this.#toTag;
  }

  get late(): LateResponder {
    return this.#accepted ?? this;
  }

  challenge(response: SipResponse): Buffer | null {
    return this.respond(response);
  }

  respond(response: SipResponse): Buffer | null {
    if (this.#accepted !== null) return this.#accepted.respond(response);
    if (this.#state !== 'proceeding') return null;
    const bytes = serialize(response);
    this.#handle({ kind: 'response', response, bytes });
    return bytes;
  }

  repeat(): void {
    if (this.state !== 'terminated') this.#sendLast();
  }

  /** The INVITE again, or an ACK that matches it. */
  receive(request: SipRequest, flow: Flow): void {
    this.#handle({ kind: 'request', request, flow });
  }

  timerFired(timer: Timer): void {
    if (timer === this.#endTimer) this.#handle(EXPIRE);
    else if (this.#lastBytes === null) this.respond(responseTo(this.request, 100));
    else this.#handle(RESEND);
  }

  responseFailed(): void {
    this.#handle(TRANSPORT_ERROR);
  }

  /** Ends without a word, when the engine stops or the answer is in other hands. */
  abandon(): void {
    this.#terminate();
  }

  #handle(event: Event): void {
    const state = this.#state;
    if (state === 'proceeding') this.#proceeding(event);
    else if (state === 'completed') this.#completed(event);
    else if (state === 'confirmed') this.#confirmed(event);
  }

  /** RFC 3261 §17.2.1: provisional responses pass, the last one is repeated for a repeated INVITE. */
  #proceeding(event: Event): void {
    if (event.kind === 'request') {
      if (event.request.method === 'INVITE') this.#sendLast();
    } else if (event.kind === 'transport-error') {
      this.#terminate();
    } else if (event.kind === 'response') {
      const { status } = event.response;
      this.#resendTimer.stop();
      this.#lastBytes = event.bytes;
      if (status > 100) this.#toTag = tagOf(event.response.headers.get('To') ?? '');
      if (status >= 300) this.#enterCompleted();
      else if (status >= 200) this.#enterAccepted();
      this.#sendLast();
    }
  }

  #enterCompleted(): void {
    this.#state = 'completed';
    if (!this.flow.reliable) this.#startTimerG();
    this.#endTimer.start(timeoutMs(this.#context.times));
  }

  /** RFC 6026 §7.1: from here on only a small part of the transaction is needed. */
  #enterAccepted(): void {
    this.#state = 'accepted';
    this.#accepted = new AcceptedInvite(this.id, this.#route, this.#context);
  }

  #startTimerG(): void {
    this.#resendTimer.start(this.#resendAfterMs);
    this.#resendAfterMs = Math.min(this.#resendAfterMs * 2, this.#context.times.t2Ms);
  }

  /** RFC 3261 §17.2.1: the final response is repeated by Timer G and for a repeated INVITE until the ACK or Timer H. */
  #completed(event: Event): void {
    if (event.kind === 'request') {
      if (event.request.method === 'ACK') this.#enterConfirmed();
      else if (event.request.method === 'INVITE') this.#sendLast();
    } else if (event.kind === 'resend') {
      this.#sendLast();
      if (this.#state === 'completed') this.#startTimerG();
    } else if (event.kind === 'expire') {
      this.#context.timedOut('H');
      this.#terminate();
    } else if (event.kind === 'transport-error') {
      this.#terminate();
    }
  }

  /** Timer I is 0 on a connection. */
  #enterConfirmed(): void {
    this.#state = 'confirmed';
    this.#resendTimer.stop();
    if (this.flow.reliable) this.#terminate();
    else this.#endTimer.start(this.#context.times.t4Ms);
  }

  /** RFC 3261 §17.2.1: further ACKs are absorbed until Timer I. */
  #confirmed(event: Event): void {
    if (event.kind === 'expire') this.#terminate();
  }

  #sendLast(): void {
    if (this.#lastBytes !== null) this.#context.sendResponse(this.#lastBytes, this.#route, this);
  }

  #terminate(): void {
    if (this.#state === 'terminated') return;
    this.#state = 'terminated';
    this.#resendTimer.stop();
    this.#endTimer.stop();
    this.#context.forget(this.id);
  }
}

/**
 * The Accepted state of an INVITE (RFC 6026 §7.1), for which the request need not be kept: a repeated INVITE is
 * absorbed, ACKs and further 2xx pass, until Timer L. A transport error changes nothing: the user repeats its 2xx,
 * misses the ACK, and decides when to give up.
 */
export class AcceptedInvite implements LateResponder, TimerTarget {
  readonly #id: string;
  readonly #route: ReplyRoute;
  readonly #context: ServerContext;
  readonly #timerL: Timer;
  #state: 'accepted' | 'terminated' = 'accepted';

  constructor(id: string, route: ReplyRoute, context: ServerContext) {
    this.#id = id;
    this.#route = route;
    this.#context = context;
    this.#timerL = new Timer(context.timers, this);
    this.#timerL.start(timeoutMs(context.times));
    context.accepted(id, this);
  }

  get state(): 'accepted' | 'terminated' {
    return this.#state;
  }

  respond(response: SipResponse): Buffer | null {
    if (this.#state === 'terminated' || response.status < 200 || response.status >= 300) return null;
    const bytes = serialize(response);
    this.#context.sendResponse(bytes, this.#route, null);
    return bytes;
  }

  /** The INVITE again, or an ACK with its branch. */
  receive(request: SipRequest, flow: Flow): void {
    if (request.method === 'ACK') this.#context.ackToUser(request, flow);
  }

  timerFired(): void {
    this.#state = 'terminated';
    this.#context.forget(this.#id);
  }

  /** Ends without a word, when the engine stops. */
  abandon(): void {
    this.#state = 'terminated';
    this.#timerL.stop();
  }
}
