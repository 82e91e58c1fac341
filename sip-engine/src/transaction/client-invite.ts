import type { Headers, SipRequest, SipResponse } from '../message/message.ts';
import { serialize } from '../message/serialize.ts';
import type { Flow } from '../transport/flow.ts';
import { ackFor } from './ack.ts';
import type {
  ClientContext,
  ClientFailure,
  ClientHandlers,
  ClientMachine,
  ClientState,
} from './client-transaction.ts';
import { MIN_TIMER_D_MS, Timer, type TransactionTimers, timeoutMs } from './timers.ts';

type Event =
  | { readonly kind: 'response'; readonly response: SipResponse; readonly flow: Flow }
  | { readonly kind: 'resend' }
  | { readonly kind: 'expire' }
  | { readonly kind: 'transport-error'; readonly detail: string };

/** The INVITE client transaction (RFC 3261 §17.1.1 with RFC 6026 §7.2). */
export class InviteClientTransaction implements ClientMachine {
  readonly id: string;
  readonly request: SipRequest;
  readonly #handlers: ClientHandlers;
  readonly #timers: TransactionTimers;
  readonly #context: ClientContext;
  /** Timer A. */
  readonly #resendTimer = new Timer();
  /** Timers B, C, D and M. */
  readonly #endTimer = new Timer();
  #state: ClientState = 'connecting';
  #flow: Flow | null = null;
  #bytes: Buffer | null = null;
  #ack: Buffer | null = null;
  #resendAfterMs: number;
  #cancelled: 'no' | 'wanted' | 'sent' = 'no';
  #cancelHeaders: Headers | undefined;

  constructor(
    id: string,
    request: SipRequest,
    handlers: ClientHandlers,
    timers: TransactionTimers,
    context: ClientContext,
  ) {
    this.id = id;
    this.request = request;
    this.#handlers = handlers;
    this.#timers = timers;
    this.#context = context;
    this.#resendAfterMs = timers.t1Ms;
  }

  get flow(): Flow | null {
    return this.#flow;
  }

  get state(): ClientState {
    return this.#state;
  }

  /** RFC 3261 §17.1.1.2: sends the INVITE and starts Timers A (UDP) and B. */
  start(flow: Flow): void {
    if (this.#state !== 'connecting') return;
    this.#state = 'calling';
    this.#flow = flow;
    const bytes = serialize(this.request);
    this.#bytes = bytes;
    this.#endTimer.start(timeoutMs(this.#timers), () => this.#handle({ kind: 'expire' }));
    if (!flow.reliable) this.#startTimerA();
    flow.send(bytes);
    this.#handlers.onSent?.(bytes, flow);
  }

  receive(response: SipResponse, flow: Flow): void {
    this.#handle({ kind: 'response', response, flow });
  }

  transportFailed(detail: string): void {
    this.#handle({ kind: 'transport-error', detail });
  }

  cancel(extraHeaders?: Headers): void {
    if (this.#cancelled !== 'no') return;
    this.#cancelHeaders = extraHeaders;
    if (this.#state === 'connecting') {
      this.#fail('timeout', 'cancelled before it was sent');
    } else if (this.#state === 'calling') {
      this.#cancelled = 'wanted';
    } else if (this.#state === 'proceeding') {
      this.#sendCancel();
    }
  }

  /** Ends without a word, when the engine stops. */
  abandon(): void {
    this.#terminate();
  }

  #handle(event: Event): void {
    const state = this.#state;
    if (state === 'connecting') this.#connecting(event);
    else if (state === 'calling') this.#calling(event);
    else if (state === 'proceeding') this.#proceeding(event);
    else if (state === 'completed') this.#completed(event);
    else if (state === 'accepted') this.#accepted(event);
  }

  /** Not in the RFC: a connection is being opened. */
  #connecting(event: Event): void {
    if (event.kind === 'transport-error') this.#fail('transport', event.detail);
  }

  /** RFC 3261 §17.1.1.2: repeats by Timer A until any response, gives up at Timer B. */
  #calling(event: Event): void {
    if (event.kind === 'resend') {
      if (this.#bytes !== null) this.#flow?.send(this.#bytes);
      this.#startTimerA();
    } else if (event.kind === 'expire') {
      this.#fail('timeout', 'no response');
    } else {
      this.#proceeding(event);
    }
  }

  /** RFC 3261 §17.1.1.2: provisional responses pass and restart Timer C; Timer C cancels (§16.8). */
  #proceeding(event: Event): void {
    if (event.kind === 'response') {
      this.#respond(event.response, event.flow);
    } else if (event.kind === 'expire') {
      if (this.#cancelled === 'sent') this.#fail('timeout', 'no final response after the CANCEL');
      else this.#sendCancel();
    } else if (event.kind === 'transport-error') {
      this.#fail('transport', event.detail);
    }
  }

  #respond(response: SipResponse, flow: Flow): void {
    this.#resendTimer.stop();
    this.#bytes = null;
    if (response.status < 200) {
      this.#state = 'proceeding';
      if (this.#cancelled === 'wanted') this.#sendCancel();
      else if (this.#cancelled === 'no') this.#startEndTimer(this.#timers.timerCMs);
    } else if (response.status < 300) {
      this.#state = 'accepted';
      this.#startEndTimer(timeoutMs(this.#timers));
    } else {
      this.#enterCompleted(response);
    }
    this.#handlers.onResponse(response, flow);
  }

  /** RFC 3261 §17.1.1.3: the ACK goes where the INVITE went, with its branch. */
  #enterCompleted(response: SipResponse): void {
    this.#state = 'completed';
    this.#ack = serialize(ackFor(this.request, response));
    this.#sendAck();
    if (this.#flow?.reliable) this.#terminate();
    else this.#startEndTimer(Math.max(MIN_TIMER_D_MS, timeoutMs(this.#timers)));
  }

  /** RFC 3261 §17.1.1.2: a repeated final response gets the ACK again, until Timer D. */
  #completed(event: Event): void {
    if (event.kind === 'response') {
      if (event.response.status >= 300) this.#sendAck();
    } else if (event.kind === 'expire' || event.kind === 'transport-error') {
      this.#terminate();
    }
  }

  /** RFC 6026 §7.2: each 2xx passes, repeated or of another fork; others are dropped, until Timer M. */
  #accepted(event: Event): void {
    if (event.kind === 'response') {
      const { status } = event.response;
      if (status >= 200 && status < 300) this.#handlers.onResponse(event.response, event.flow);
    } else if (event.kind === 'expire') {
      this.#terminate();
    }
  }

  #sendAck(): void {
    if (this.#ack !== null) this.#flow?.send(this.#ack);
  }

  #sendCancel(): void {
    if (this.#flow === null) return;
    this.#cancelled = 'sent';
    // RFC 3261 §9.1: without a final response 64*T1 after the CANCEL the INVITE counts as cancelled.
    this.#startEndTimer(timeoutMs(this.#timers));
    this.#context.sendCancel(this.request, this.#flow, this.#cancelHeaders);
  }

  #startTimerA(): void {
    this.#resendTimer.start(this.#resendAfterMs, () => this.#handle({ kind: 'resend' }));
    this.#resendAfterMs *= 2;
  }

  #startEndTimer(delayMs: number): void {
    this.#endTimer.start(delayMs, () => this.#handle({ kind: 'expire' }));
  }

  #fail(why: ClientFailure, detail: string): void {
    this.#terminate();
    this.#handlers.onFailure(why, detail);
  }

  #terminate(): void {
    if (this.#state === 'terminated') return;
    this.#state = 'terminated';
    this.#resendTimer.stop();
    this.#endTimer.stop();
    this.#context.forget(this.id);
  }
}
