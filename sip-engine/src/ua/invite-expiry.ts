import { parseCSeq } from '../message/cseq.ts';
import { Headers, type SipRequest } from '../message/message.ts';
import { Timer, type TimerTarget } from '../transaction/timer-queue.ts';
import { cancelFor } from './cancel.ts';
import type { EngineContext } from './context.ts';
import type { IncomingRequest } from './incoming-request.ts';
import { answerByEngine } from './uas.ts';

const SECONDS = /^\d{1,10}$/;
/** Nobody rings for longer than a day, and Node's timers cannot wait for ever. */
const MAX_SECONDS = 86_400;

/**
 * How long an INVITE with Expires stands (RFC 3261 §13.3.1): without a final response by then it is over, and its
 * application hears of it as of a CANCEL. What is proxied is left to who rings.
 */
export class InviteExpiry implements TimerTarget {
  readonly #context: EngineContext;
  readonly #incoming: IncomingRequest;
  readonly #timer: Timer;

  private constructor(context: EngineContext, incoming: IncomingRequest, leftMs: number) {
    this.#context = context;
    this.#incoming = incoming;
    this.#timer = new Timer(context.ports.transactions.timers, this);
    this.#timer.start(Math.max(1, leftMs));
  }

  /** Null for other methods and without an Expires that can be read. */
  static of(context: EngineContext, incoming: IncomingRequest): InviteExpiry | null {
    if (incoming.method !== 'INVITE') return null;
    const expires = incoming.transaction.request.headers.get('Expires');
    if (expires === undefined || !SECONDS.test(expires) || Number(expires) > MAX_SECONDS) return null;
    return new InviteExpiry(context, incoming, incoming.receivedAtMs + Number(expires) * 1000 - Date.now());
  }

  timerFired(): void {
    const { state, callId, transaction } = this.#incoming;
    if (state === 'answered' || state === 'proxied') return;
    this.#context.log.info('an INVITE expired', { callId });
    this.#context.counters.refusals.add('INVITE expired');
    const { request } = transaction;
    const reason = new Headers();
    reason.append('Reason', 'SIP;cause=487;text="Expires has passed"');
    const cseq = parseCSeq(request.headers.get('CSeq') ?? '')?.number ?? 0;
    endCancelled(this.#context, this.#incoming, cancelFor(request, cseq, reason));
  }

  stop(): void {
    this.#timer.stop();
  }
}

/** The caller waits for no answer any more. */
export function endCancelled(context: EngineContext, incoming: IncomingRequest, cancel: SipRequest): void {
  answerByEngine(context, incoming, 487, 'Request Terminated', { end: 'call-canceled' });
  incoming.application.onCancel(incoming, cancel);
}
