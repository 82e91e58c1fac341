import type { Headers, SipResponse } from '../message/message.ts';
import { serialize } from '../message/serialize.ts';
import type { Flow } from '../transport/flow.ts';
import { ackFor } from './ack.ts';
import { type ClientEvent, ClientMachine } from './client-transaction.ts';
import { MIN_TIMER_D_MS, timeoutMs } from './timers.ts';

/** The INVITE client transaction (RFC 3261 §17.1.1 with RFC 6026 §7.2). */
export class InviteClientTransaction extends ClientMachine {
  #ack: Buffer | null = null;
  #cancelled: 'no' | 'wanted' | 'sent' = 'no';
  #cancelHeaders: Headers | undefined;

  protected get firstState(): 'calling' {
    return 'calling';
  }

  /** Timer A doubles without end (§17.1.1.2). */
  protected get longestResendMs(): number {
    return Number.POSITIVE_INFINITY;
  }

  cancel(extraHeaders?: Headers): void {
    if (this.#cancelled !== 'no') return;
    this.#cancelHeaders = extraHeaders;
    if (this.state === 'connecting') {
      this.fail('timeout', 'cancelled before it was sent');
    } else if (this.state === 'calling') {
      this.#cancelled = 'wanted';
    } else if (this.state === 'proceeding') {
      this.#sendCancel();
    }
  }

  protected handle(event: ClientEvent): void {
    const { state } = this;
    if (state === 'connecting') this.connecting(event);
    else if (state === 'calling') this.#calling(event);
    else if (state === 'proceeding') this.#proceeding(event);
    else if (state === 'completed') this.#completed(event);
    else if (state === 'accepted') this.#accepted(event);
  }

  /** RFC 3261 §17.1.1.2: repeats by Timer A until any response, gives up at Timer B. */
  #calling(event: ClientEvent): void {
    if (event.kind === 'resend') {
      this.resend();
    } else if (event.kind === 'expire') {
      this.context.timedOut('B');
      this.fail('timeout', 'no response');
    } else if (event.kind === 'transport-error') {
      this.fail('transport', event.detail);
    } else {
      this.stopResending();
      this.#respond(event.response, event.flow);
    }
  }

  /** RFC 3261 §17.1.1.2: provisional responses pass. Timer C cancels (§16.8). */
  #proceeding(event: ClientEvent): void {
    if (event.kind === 'response') {
      this.#respond(event.response, event.flow);
    } else if (event.kind === 'expire') {
      this.context.timedOut('C');
      if (this.#cancelled === 'sent') this.fail('timeout', 'no final response after the CANCEL');
      else this.#sendCancel();
    } else if (event.kind === 'transport-error') {
      this.fail('transport', event.detail);
    }
  }

  #respond(response: SipResponse, flow: Flow): void {
    if (response.status < 200) this.#enterProceeding(response);
    else if (response.status < 300) this.#enterAccepted();
    else this.#enterCompleted(response);
    this.passUp(response, flow);
    if (this.state === 'completed') this.#afterRejection();
  }

  /** Timer C starts with the first provisional response and anew with each but 100 (§16.7 item 2). */
  #enterProceeding(response: SipResponse): void {
    const first = this.state === 'calling';
    this.enter('proceeding');
    if (this.#cancelled === 'wanted') this.#sendCancel();
    else if (this.#cancelled === 'no' && (first || response.status > 100)) {
      this.endTimer.start(this.context.times.timerCMs);
    }
  }

  /** RFC 6026 §7.2: Timer M, on every transport. */
  #enterAccepted(): void {
    this.enter('accepted');
    this.dropRequest();
    this.endTimer.start(timeoutMs(this.context.times));
  }

  /** RFC 3261 §17.1.1.3: the ACK goes where the INVITE went, with its branch. */
  #enterCompleted(response: SipResponse): void {
    if (this.request !== null) this.#ack = serialize(ackFor(this.request, response));
    this.enter('completed');
    this.dropRequest();
    this.#sendAck();
  }

  /** Timer D is 0 on a connection. */
  #afterRejection(): void {
    this.awaitCopies(Math.max(MIN_TIMER_D_MS, timeoutMs(this.context.times)));
  }

  /** RFC 3261 §17.1.1.2: a repeated final response gets the ACK again, until Timer D. */
  #completed(event: ClientEvent): void {
    if (event.kind === 'response') {
      if (event.response.status >= 300) this.#sendAck();
    } else if (event.kind === 'expire' || event.kind === 'transport-error') {
      this.terminate();
    }
  }

  /** RFC 6026 §7.2: each 2xx passes, repeated or of another fork; others are dropped, until Timer M. */
  #accepted(event: ClientEvent): void {
    if (event.kind === 'response') {
      const { status } = event.response;
      if (status >= 200 && status < 300) this.passUp(event.response, event.flow);
    } else if (event.kind === 'expire') {
      this.terminate();
    }
  }

  #sendAck(): void {
    if (this.#ack !== null) this.flow?.send(this.#ack);
  }

  #sendCancel(): void {
    if (this.flow === null || this.request === null) return;
    this.#cancelled = 'sent';
    // RFC 3261 §9.1: without a final response 64*T1 after the CANCEL the INVITE counts as cancelled.
    this.endTimer.start(timeoutMs(this.context.times));
    this.context.sendCancel(this.request, this.flow, this.#cancelHeaders);
  }
}
