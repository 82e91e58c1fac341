import type { SipResponse } from '../message/message.ts';
import type { Flow } from '../transport/flow.ts';
import { type ClientEvent, ClientMachine } from './client-transaction.ts';

/** The client transaction of every method but INVITE and ACK (RFC 3261 §17.1.2). */
export class NonInviteClientTransaction extends ClientMachine {
  protected get firstState(): 'trying' {
    return 'trying';
  }

  protected get longestResendMs(): number {
    return this.context.times.t2Ms;
  }

  /** RFC 3261 §9.1: only an INVITE waits for a person. */
  cancel(): void {}

  protected handle(event: ClientEvent): void {
    const { state } = this;
    if (state === 'connecting') this.connecting(event);
    else if (state === 'trying' || state === 'proceeding') this.#trying(event);
    else if (state === 'completed') this.#completed(event);
  }

  /** RFC 3261 §17.1.2.2, Trying and Proceeding: repeats by Timer E, gives up at Timer F. */
  #trying(event: ClientEvent): void {
    if (event.kind === 'response') {
      this.#respond(event.response, event.flow);
    } else if (event.kind === 'resend') {
      this.resend();
    } else if (event.kind === 'expire') {
      this.context.timedOut('F');
      this.fail('timeout', 'no final response');
    } else {
      this.fail('transport', event.detail);
    }
  }

  /** A provisional response lets Timer E run to its end and makes every later wait T2. */
  #respond(response: SipResponse, flow: Flow): void {
    if (response.status < 200) {
      this.enter('proceeding');
      this.resendAfterMs = this.context.times.t2Ms;
      this.passUp(response, flow);
      return;
    }
    this.enter('completed');
    this.stopResending();
    this.dropRequest();
    this.passUp(response, flow);
    this.#afterFinal();
  }

  /** Timer K is 0 on a connection. */
  #afterFinal(): void {
    if (this.state === 'completed') this.awaitCopies(this.context.times.t4Ms);
  }

  /** RFC 3261 §17.1.2.2: repeated final responses are absorbed until Timer K. */
  #completed(event: ClientEvent): void {
    if (event.kind === 'expire' || event.kind === 'transport-error') this.terminate();
  }
}
