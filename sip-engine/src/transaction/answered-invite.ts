import type { SipRequest, SipResponse } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import { parseMessage } from '../message/parse.ts';
import { serialize } from '../message/serialize.ts';
import type { Flow } from '../transport/flow.ts';
import type { AnsweredInvite, ReplyRoute, ServerContext } from './server-transaction.ts';
import { Timer, type TimerTarget } from './timer-queue.ts';
import { timeoutMs } from './timers.ts';

/**
 * The Accepted state of an INVITE (RFC 6026 §7.1), for which the request need not be kept: a repeated INVITE is
 * absorbed, ACKs and further 2xx pass, until Timer L. A transport error changes nothing: the user repeats its 2xx,
 * misses the ACK, and decides when to give up.
 */
export class AcceptedInvite implements AnsweredInvite, TimerTarget {
  readonly #id: string;
  readonly #route: ReplyRoute;
  readonly #context: ServerContext;
  readonly #timerL: Timer;
  readonly toTag = undefined;
  #state: 'accepted' | 'terminated' = 'accepted';

  constructor(id: string, route: ReplyRoute, context: ServerContext) {
    this.#id = id;
    this.#route = route;
    this.#context = context;
    this.#timerL = new Timer(context.timers, this);
    this.#timerL.start(timeoutMs(context.times));
    context.answeredInvite(id, this);
  }

  get state(): 'accepted' | 'terminated' {
    return this.#state;
  }

  respond(response: SipResponse): Buffer | null {
    if (this.#state === 'terminated' || response.status < 200 || response.status >= 300) return null;
    const bytes = serialize(response);
    this.#context.sendResponse(bytes, this.#route, null, 'INVITE');
    return bytes;
  }

  /** The INVITE again, or an ACK with its branch. */
  receive(request: SipRequest, flow: Flow): void {
    if (request.method === 'ACK') this.#context.ackToUser(request, flow);
  }

  responseFailed(): void {}

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

/**
 * An INVITE with its final response of 300 or more (RFC 3261 §17.2.1): repeated by Timer G and for a repeated INVITE
 * until the ACK or Timer H (Completed), then further ACKs are absorbed until Timer I (Confirmed).
 */
export class RefusedInvite implements AnsweredInvite, TimerTarget {
  readonly #id: string;
  readonly #bytes: Buffer;
  readonly #route: ReplyRoute;
  readonly #context: ServerContext;
  readonly #timerG: Timer;
  /** Timer H, then I. */
  readonly #endTimer: Timer;
  #repeatAfterMs: number;
  #state: 'completed' | 'confirmed' | 'terminated' = 'completed';

  constructor(id: string, bytes: Buffer, route: ReplyRoute, context: ServerContext) {
    this.#id = id;
    this.#bytes = bytes;
    this.#route = route;
    this.#context = context;
    this.#repeatAfterMs = context.times.t1Ms;
    this.#timerG = new Timer(context.timers, this);
    this.#endTimer = new Timer(context.timers, this);
    if (!route.flow.reliable) this.#startTimerG();
    this.#endTimer.start(timeoutMs(context.times));
    context.answeredInvite(id, this);
  }

  get state(): 'completed' | 'confirmed' | 'terminated' {
    return this.#state;
  }

  /** Read again from the response: a CANCEL this late is rare, and the tag would keep the message alive. */
  get toTag(): string | undefined {
    const parsed = parseMessage(this.#bytes, { stream: false });
    return parsed.ok ? tagOf(parsed.message.headers.get('To') ?? '') : undefined;
  }

  /** It has its final response. */
  respond(): null {
    return null;
  }

  receive(request: SipRequest): void {
    if (this.#state !== 'completed') return;
    if (request.method === 'ACK') this.#confirm();
    else this.#send();
  }

  timerFired(timer: Timer): void {
    if (timer === this.#timerG) {
      this.#startTimerG();
      this.#send();
      return;
    }
    if (this.#state === 'completed') this.#context.timedOut('H');
    this.#terminate();
  }

  responseFailed(): void {
    if (this.#state === 'completed') this.#terminate();
  }

  abandon(): void {
    this.#terminate();
  }

  #startTimerG(): void {
    this.#timerG.start(this.#repeatAfterMs);
    this.#repeatAfterMs = Math.min(this.#repeatAfterMs * 2, this.#context.times.t2Ms);
  }

  /** Timer I is 0 on a connection. */
  #confirm(): void {
    this.#state = 'confirmed';
    this.#timerG.stop();
    if (this.#route.flow.reliable) this.#terminate();
    else this.#endTimer.start(this.#context.times.t4Ms);
  }

  #send(): void {
    this.#context.sendResponse(this.#bytes, this.#route, this, 'INVITE');
  }

  #terminate(): void {
    if (this.#state === 'terminated') return;
    this.#state = 'terminated';
    this.#timerG.stop();
    this.#endTimer.stop();
    this.#context.forget(this.#id);
  }
}
