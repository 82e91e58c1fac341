import type { Headers, SipRequest, SipResponse } from '../message/message.ts';
import type { NextHop } from '../sending/next-hop.ts';
import { RoutedRequest, type RoutedRequestPorts } from '../sending/routed-request.ts';
import type { Flow, Listener } from '../transport/flow.ts';
import { removeTopVia } from './forwarding.ts';

export interface BranchOptions {
  readonly timerCMs: number | null;
  readonly provisionalTimeoutMs: number | null;
  readonly finalTimeoutMs: number | null;
  prepare(listener: Listener, flow: Flow): SipRequest;
  onSent(): void;
  /** Without our Via. */
  onProvisional(response: SipResponse): void;
  /** Without our Via. A 2xx to an INVITE may come again. */
  onFinal(response: SipResponse, flow: Flow): void;
  /** A time-out of the application passed: another target should be tried while this one is cancelled. */
  onLate(): void;
  onFailure(status: number): void;
}

/** One target of a proxied request. */
export class Branch {
  readonly #ports: RoutedRequestPorts;
  readonly #hop: NextHop;
  readonly #options: BranchOptions;
  #routed: RoutedRequest | null = null;
  #timerC: NodeJS.Timeout | null = null;
  #provisionalTimer: NodeJS.Timeout | null = null;
  #finalTimer: NodeJS.Timeout | null = null;
  #late = false;

  constructor(ports: RoutedRequestPorts, hop: NextHop, options: BranchOptions) {
    this.#ports = ports;
    this.#hop = hop;
    this.#options = options;
  }

  start(): void {
    const { provisionalTimeoutMs, finalTimeoutMs } = this.#options;
    if (provisionalTimeoutMs !== null)
      this.#provisionalTimer = setTimeout(this.#tooLate, provisionalTimeoutMs);
    if (finalTimeoutMs !== null) this.#finalTimer = setTimeout(this.#tooLate, finalTimeoutMs);
    this.#restartTimerC();
    this.#routed = new RoutedRequest(this.#ports, this.#hop, {
      prepare: this.#options.prepare,
      onSent: this.#options.onSent,
      onResponse: (response, flow) => this.#onResponse(response, flow),
      onFailure: (status) => {
        this.stop();
        this.#options.onFailure(status);
      },
    });
  }

  cancel(extraHeaders?: Headers): void {
    this.#routed?.cancel(extraHeaders);
  }

  readonly #tooLate = (): void => {
    if (this.#late) return;
    this.#late = true;
    this.#routed?.cancel();
    this.#options.onLate();
  };

  /** RFC 3261 §16.8: the target rang for too long; the answer to the CANCEL ends the branch. */
  readonly #onTimerC = (): void => {
    this.#routed?.cancel();
  };

  #onResponse(response: SipResponse, flow: Flow): void {
    removeTopVia(response);
    if (response.status < 200) {
      clearTimeout(this.#provisionalTimer ?? undefined);
      this.#provisionalTimer = null;
      if (response.status > 100) this.#restartTimerC();
      this.#options.onProvisional(response);
      return;
    }
    this.stop();
    this.#options.onFinal(response, flow);
  }

  #restartTimerC(): void {
    clearTimeout(this.#timerC ?? undefined);
    if (this.#options.timerCMs !== null) this.#timerC = setTimeout(this.#onTimerC, this.#options.timerCMs);
  }

  /** No time-out fires any more. */
  stop(): void {
    for (const timer of [this.#timerC, this.#provisionalTimer, this.#finalTimer])
      clearTimeout(timer ?? undefined);
  }
}
