import type { SipRequest, SipResponse } from '../message/message.ts';
import { responseTo } from '../message/respond.ts';
import { serialize } from '../message/serialize.ts';
import type { Flow } from '../transport/flow.ts';
import type {
  ReplyRoute,
  ServerContext,
  ServerEnd,
  ServerState,
  ServerTransaction,
} from './server-transaction.ts';
import { Timer, TRYING_AFTER_MS, type TransactionTimers, timeoutMs } from './timers.ts';

type Event =
  | { readonly kind: 'request'; readonly request: SipRequest; readonly flow: Flow }
  | { readonly kind: 'response'; readonly response: SipResponse; readonly bytes: Buffer }
  | { readonly kind: 'resend' }
  | { readonly kind: 'expire' }
  | { readonly kind: 'transport-error' };

/** The INVITE server transaction (RFC 3261 §17.2.1 with RFC 6026 §7.1). */
export class InviteServerTransaction implements ServerTransaction {
  readonly id: string;
  readonly request: SipRequest;
  readonly flow: Flow;
  onAck?: (ack: SipRequest) => void;
  onTerminated?: (why: ServerEnd) => void;
  readonly #route: ReplyRoute;
  readonly #context: ServerContext;
  readonly #timers: TransactionTimers;
  /** Until the first response the timer of the automatic 100, afterwards Timer G. */
  readonly #resendTimer = new Timer();
  /** Timers H, I and L. */
  readonly #endTimer = new Timer();
  #resendAfterMs: number;
  #state: ServerState = 'proceeding';
  #lastResponse: SipResponse | null = null;
  #lastBytes: Buffer | null = null;

  constructor(
    id: string,
    request: SipRequest,
    flow: Flow,
    route: ReplyRoute,
    timers: TransactionTimers,
    context: ServerContext,
  ) {
    this.id = id;
    this.request = request;
    this.flow = flow;
    this.#route = route;
    this.#timers = timers;
    this.#context = context;
    this.#resendAfterMs = timers.t1Ms;
    this.#resendTimer.start(TRYING_AFTER_MS, () => this.respond(responseTo(request, 100)));
  }

  get state(): ServerState {
    return this.#state;
  }

  get lastResponse(): SipResponse | null {
    return this.#lastResponse;
  }

  respond(response: SipResponse): Buffer | null {
    const allowed = this.#state === 'proceeding' || (this.#state === 'accepted' && is2xx(response));
    if (!allowed) return null;
    const bytes = serialize(response);
    this.#handle({ kind: 'response', response, bytes });
    return bytes;
  }

  /** The INVITE again, or an ACK that matches it. */
  receive(request: SipRequest, flow: Flow): void {
    this.#handle({ kind: 'request', request, flow });
  }

  /** Ends without a word, when the engine stops. */
  abandon(): void {
    this.#terminate(null);
  }

  #handle(event: Event): void {
    const state = this.#state;
    if (state === 'proceeding') this.#proceeding(event);
    else if (state === 'completed') this.#completed(event);
    else if (state === 'confirmed') this.#confirmed(event);
    else if (state === 'accepted') this.#accepted(event);
  }

  /** RFC 3261 §17.2.1: provisional responses pass, the last one is repeated for a repeated INVITE. */
  #proceeding(event: Event): void {
    if (event.kind === 'request') {
      if (event.request.method === 'INVITE') this.#sendLast();
    } else if (event.kind === 'transport-error') {
      this.#terminate('transport');
    } else if (event.kind === 'response') {
      const { status } = event.response;
      this.#resendTimer.stop();
      this.#lastResponse = event.response;
      this.#lastBytes = event.bytes;
      if (status >= 300) this.#enterCompleted();
      else if (status >= 200) this.#enterAccepted();
      this.#sendLast();
    }
  }

  #enterCompleted(): void {
    this.#state = 'completed';
    if (!this.flow.reliable) this.#startTimerG();
    this.#endTimer.start(timeoutMs(this.#timers), () => this.#handle({ kind: 'expire' }));
  }

  #enterAccepted(): void {
    this.#state = 'accepted';
    this.#endTimer.start(timeoutMs(this.#timers), () => this.#handle({ kind: 'expire' }));
  }

  #startTimerG(): void {
    this.#resendTimer.start(this.#resendAfterMs, () => this.#handle({ kind: 'resend' }));
    this.#resendAfterMs = Math.min(this.#resendAfterMs * 2, this.#timers.t2Ms);
  }

  /** RFC 3261 §17.2.1: the final response is repeated by Timer G and for a repeated INVITE until the ACK or Timer H. */
  #completed(event: Event): void {
    if (event.kind === 'request') {
      if (event.request.method === 'ACK') this.#enterConfirmed(event.request);
      else if (event.request.method === 'INVITE') this.#sendLast();
    } else if (event.kind === 'resend') {
      this.#sendLast();
      if (this.#state === 'completed') this.#startTimerG();
    } else if (event.kind === 'expire') {
      this.#terminate('timeout');
    } else if (event.kind === 'transport-error') {
      this.#terminate('transport');
    }
  }

  #enterConfirmed(ack: SipRequest): void {
    this.#state = 'confirmed';
    this.#resendTimer.stop();
    this.onAck?.(ack);
    if (this.flow.reliable) this.#terminate('done');
    else this.#endTimer.start(this.#timers.t4Ms, () => this.#handle({ kind: 'expire' }));
  }

  /** RFC 3261 §17.2.1: further ACKs are absorbed until Timer I. */
  #confirmed(event: Event): void {
    if (event.kind === 'expire') this.#terminate('done');
  }

  /**
   * RFC 6026 §7.1: a repeated INVITE is absorbed, ACKs and repeated 2xx pass, until Timer L. A transport error changes
   * nothing: the user repeats its 2xx, misses the ACK, and decides when to give up.
   */
  #accepted(event: Event): void {
    if (event.kind === 'request') {
      if (event.request.method === 'ACK') this.#context.ackToUser(event.request, event.flow);
    } else if (event.kind === 'response') {
      this.#lastResponse = event.response;
      this.#lastBytes = event.bytes;
      this.#sendLast();
    } else if (event.kind === 'expire') {
      this.#terminate('done');
    }
  }

  #sendLast(): void {
    if (this.#lastBytes === null) return;
    this.#context.sendResponse(this.#lastBytes, this.#route, () => this.#handle({ kind: 'transport-error' }));
  }

  #terminate(why: ServerEnd | null): void {
    if (this.#state === 'terminated') return;
    this.#state = 'terminated';
    this.#resendTimer.stop();
    this.#endTimer.stop();
    this.#context.forget(this.id);
    if (why !== null) this.onTerminated?.(why);
  }
}

function is2xx(response: SipResponse): boolean {
  return response.status >= 200 && response.status < 300;
}
