import type { SipRequest, SipResponse } from '../message/message.ts';
import { serialize } from '../message/serialize.ts';
import type { Flow } from '../transport/flow.ts';
import type {
  ClientContext,
  ClientFailure,
  ClientHandlers,
  ClientMachine,
  ClientState,
} from './client-transaction.ts';
import { Timer, type TransactionTimers, timeoutMs } from './timers.ts';

type Event =
  | { readonly kind: 'response'; readonly response: SipResponse; readonly flow: Flow }
  | { readonly kind: 'resend' }
  | { readonly kind: 'expire' }
  | { readonly kind: 'transport-error'; readonly detail: string };

/** The client transaction of every method but INVITE and ACK (RFC 3261 §17.1.2). */
export class NonInviteClientTransaction implements ClientMachine {
  readonly id: string;
  readonly request: SipRequest;
  readonly #handlers: ClientHandlers;
  readonly #timers: TransactionTimers;
  readonly #context: ClientContext;
  /** Timer E. */
  readonly #resendTimer = new Timer();
  /** Timers F and K. */
  readonly #endTimer = new Timer();
  #state: ClientState = 'connecting';
  #flow: Flow | null = null;
  #bytes: Buffer | null = null;
  #resendAfterMs: number;

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

  /** RFC 3261 §17.1.2.2: sends the request and starts Timers E (UDP) and F. */
  start(flow: Flow): void {
    if (this.#state !== 'connecting') return;
    this.#state = 'trying';
    this.#flow = flow;
    const bytes = serialize(this.request);
    this.#bytes = bytes;
    this.#endTimer.start(timeoutMs(this.#timers), () => this.#handle({ kind: 'expire' }));
    if (!flow.reliable) this.#startTimerE();
    flow.send(bytes);
    this.#handlers.onSent?.(bytes, flow);
  }

  receive(response: SipResponse, flow: Flow): void {
    this.#handle({ kind: 'response', response, flow });
  }

  transportFailed(detail: string): void {
    this.#handle({ kind: 'transport-error', detail });
  }

  cancel(): void {}

  /** Ends without a word, when the engine stops. */
  abandon(): void {
    this.#terminate();
  }

  #handle(event: Event): void {
    const state = this.#state;
    if (state === 'connecting') this.#connecting(event);
    else if (state === 'trying' || state === 'proceeding') this.#trying(event);
    else if (state === 'completed') this.#completed(event);
  }

  /** Not in the RFC: a connection is being opened. */
  #connecting(event: Event): void {
    if (event.kind === 'transport-error') this.#fail('transport', event.detail);
  }

  /** RFC 3261 §17.1.2.2, Trying and Proceeding: repeats by Timer E, which a provisional response slows to T2. */
  #trying(event: Event): void {
    if (event.kind === 'response') {
      this.#respond(event.response, event.flow);
    } else if (event.kind === 'resend') {
      if (this.#bytes !== null) this.#flow?.send(this.#bytes);
      this.#startTimerE();
    } else if (event.kind === 'expire') {
      this.#fail('timeout', 'no final response');
    } else {
      this.#fail('transport', event.detail);
    }
  }

  #respond(response: SipResponse, flow: Flow): void {
    if (response.status < 200) {
      this.#state = 'proceeding';
      this.#resendAfterMs = this.#timers.t2Ms;
      if (this.#flow?.reliable === false) this.#startTimerE();
    } else {
      this.#state = 'completed';
      this.#resendTimer.stop();
      this.#bytes = null;
      if (this.#flow?.reliable) this.#terminate();
      else this.#endTimer.start(this.#timers.t4Ms, () => this.#handle({ kind: 'expire' }));
    }
    this.#handlers.onResponse(response, flow);
  }

  /** RFC 3261 §17.1.2.2: repeated final responses are absorbed until Timer K. */
  #completed(event: Event): void {
    if (event.kind === 'expire') this.#terminate();
  }

  #startTimerE(): void {
    this.#resendTimer.start(this.#resendAfterMs, () => this.#handle({ kind: 'resend' }));
    this.#resendAfterMs = Math.min(this.#resendAfterMs * 2, this.#timers.t2Ms);
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
