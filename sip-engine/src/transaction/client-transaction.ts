import type { Headers, SipRequest, SipResponse } from '../message/message.ts';
import { serialize } from '../message/serialize.ts';
import type { Flow } from '../transport/flow.ts';
import { Timer, type TimerQueues, type TimerTarget } from './timer-queue.ts';
import { type TransactionTimes, timeoutMs } from './timers.ts';

export type ClientState =
  | 'connecting'
  | 'calling'
  | 'trying'
  | 'proceeding'
  | 'completed'
  | 'accepted'
  | 'terminated';

/** Why no final response came: time-out (Timers B, C, F) or nothing could be sent. */
export type ClientFailure = 'timeout' | 'transport';

/** How the user hears about its request. Exactly one final response (but each 2xx to an INVITE) or one failure. */
export interface ClientHandlers {
  /** The request went out for the first time, with its Via. */
  onSent?(bytes: Buffer, flow: Flow): void;
  onResponse(response: SipResponse, flow: Flow): void;
  onFailure(why: ClientFailure, detail: string): void;
}

/** A request sent, until its final response (RFC 3261 §17.1). */
export interface ClientTransaction {
  /** With the Via of the layer, once a flow is there; null after the final response, when nobody needs it any more. */
  readonly request: SipRequest | null;
  /** null while a connection is being opened. */
  readonly flow: Flow | null;
  readonly state: ClientState;
  /**
   * Cancels an INVITE: at once when a provisional response has come, else as soon as one comes (RFC 3261 §9.1).
   * Does nothing after the final response and for other methods. The INVITE's own final response still follows.
   */
  cancel(extraHeaders?: Headers): void;
  /**
   * The request goes to somebody else: no further copy of it is sent, an INVITE is cancelled, and what still comes is
   * told to `handlers` instead.
   */
  giveUp(handlers: ClientHandlers): void;
  /** What still comes is told to `handlers` instead. */
  leaveTo(handlers: ClientHandlers): void;
}

/** What a client transaction needs from its layer. */
export interface ClientContext {
  readonly times: TransactionTimes;
  readonly timers: TimerQueues;
  /** Sends a CANCEL for the INVITE as a transaction of its own. */
  sendCancel(invite: SipRequest, flow: Flow, extraHeaders: Headers | undefined): void;
  /** One of Timers B, C and F fired. */
  timedOut(timer: 'B' | 'C' | 'F'): void;
  forget(client: ClientMachine): void;
}

export type ClientEvent =
  | { readonly kind: 'response'; readonly response: SipResponse; readonly flow: Flow }
  | { readonly kind: 'resend' }
  | { readonly kind: 'expire' }
  | { readonly kind: 'transport-error'; readonly detail: string };

const RESEND: ClientEvent = { kind: 'resend' };
const EXPIRE: ClientEvent = { kind: 'expire' };

/** What both kinds of client transaction do alike: the first sending, the timers and the end. */
export abstract class ClientMachine implements ClientTransaction, TimerTarget {
  readonly branch: string;
  readonly method: string;
  /** The neighbours among those on the same flow; for {@link FlowClients} only. */
  previousOnFlow: ClientMachine | null = null;
  nextOnFlow: ClientMachine | null = null;
  /** Whether the request came from somebody, whose Via its responses have below ours. */
  forwarded = false;
  protected readonly context: ClientContext;
  /** Timer A or E. */
  protected readonly resendTimer: Timer;
  /** Timers B, C, D and M, or F and K. */
  protected readonly endTimer: Timer;
  /** The next wait of the resend timer. */
  protected resendAfterMs: number;
  #state: ClientState = 'connecting';
  #request: SipRequest | null;
  #handlers: ClientHandlers | null;
  #flow: Flow | null = null;
  #bytes: Buffer | null = null;

  constructor(branch: string, request: SipRequest, handlers: ClientHandlers, context: ClientContext) {
    this.branch = branch;
    this.method = request.method;
    this.#request = request;
    this.#handlers = handlers;
    this.context = context;
    this.resendTimer = new Timer(context.timers, this);
    this.endTimer = new Timer(context.timers, this);
    this.resendAfterMs = context.times.t1Ms;
  }

  /** The event in the present state: one function per state of the RFC's figure. */
  protected abstract handle(event: ClientEvent): void;
  /** The state before any response. */
  protected abstract readonly firstState: 'calling' | 'trying';
  /** The longest wait between two copies of the request. */
  protected abstract readonly longestResendMs: number;
  abstract cancel(extraHeaders?: Headers): void;

  get request(): SipRequest | null {
    return this.#request;
  }

  get flow(): Flow | null {
    return this.#flow;
  }

  get state(): ClientState {
    return this.#state;
  }

  /** RFC 3261 §17.1.1.2 and §17.1.2.2: sends the request, starts Timers B or F and, where copies get lost, A or E. */
  start(flow: Flow): void {
    if (this.#state !== 'connecting' || this.#request === null) return;
    this.#state = this.firstState;
    this.#flow = flow;
    const bytes = serialize(this.#request);
    this.endTimer.start(timeoutMs(this.context.times));
    if (!flow.reliable) {
      this.#bytes = bytes;
      this.startResendTimer();
    }
    flow.send(bytes, this.#request.method);
    this.#handlers?.onSent?.(bytes, flow);
  }

  giveUp(handlers: ClientHandlers): void {
    if (this.#state === 'terminated') return;
    this.leaveTo(handlers);
    this.stopResending();
    this.cancel();
  }

  leaveTo(handlers: ClientHandlers): void {
    if (this.#state !== 'terminated') this.#handlers = handlers;
  }

  /** Whether these are the octets that it sends until a response comes. */
  repeats(bytes: Buffer): boolean {
    return this.#bytes === bytes;
  }

  receive(response: SipResponse, flow: Flow): void {
    this.handle({ kind: 'response', response, flow });
  }

  transportFailed(detail: string): void {
    this.handle({ kind: 'transport-error', detail });
  }

  timerFired(timer: Timer): void {
    this.handle(timer === this.resendTimer ? RESEND : EXPIRE);
  }

  /** Ends without a word, when the engine stops. */
  abandon(): void {
    this.terminate();
  }

  protected enter(state: ClientState): void {
    this.#state = state;
  }

  protected resend(): void {
    if (this.#bytes !== null) this.#flow?.send(this.#bytes);
    this.startResendTimer();
  }

  protected startResendTimer(): void {
    this.resendTimer.start(this.resendAfterMs);
    this.resendAfterMs = Math.min(this.resendAfterMs * 2, this.longestResendMs);
  }

  /** No copy of the request is sent any more. */
  protected stopResending(): void {
    this.resendTimer.stop();
    this.#bytes = null;
  }

  /** What waits for late responses after the final one should not hold whole messages for half a minute. */
  protected dropRequest(): void {
    this.#request = null;
  }

  protected passUp(response: SipResponse, flow: Flow): void {
    this.#handlers?.onResponse(response, flow);
  }

  /** Not in the RFC: a connection is being opened. */
  protected connecting(event: ClientEvent): void {
    if (event.kind === 'transport-error') this.fail('transport', event.detail);
  }

  /** Timers D and K: copies of the final response are absorbed for so long; on a connection there are none. */
  protected awaitCopies(delayMs: number): void {
    // Nothing is told to the user any more.
    this.#handlers = null;
    if (this.#flow?.reliable) this.terminate();
    else this.endTimer.start(delayMs);
  }

  protected fail(why: ClientFailure, detail: string): void {
    const handlers = this.#handlers;
    this.terminate();
    handlers?.onFailure(why, detail);
  }

  protected terminate(): void {
    if (this.#state === 'terminated') return;
    this.#state = 'terminated';
    this.stopResending();
    this.endTimer.stop();
    this.#handlers = null;
    this.context.forget(this);
  }
}
