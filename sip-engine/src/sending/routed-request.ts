import type { Headers, SipRequest, SipResponse } from '../message/message.ts';
import { Timer, type TimerTarget } from '../transaction/timer-queue.ts';
import type {
  ClientHandlers,
  ClientTransaction,
  TransactionLayer,
} from '../transaction/transaction-layer.ts';
import type { Flow, Listener, Target } from '../transport/flow.ts';
import {
  asUnreachable,
  flowAtHand,
  type NextHop,
  openFlow,
  type Reach,
  targetsOf,
  type UnreachableError,
} from './next-hop.ts';
import { wireBytes } from './wire-bytes.ts';

export interface RoutedRequestHandlers {
  /**
   * Makes the request for the flow it leaves by (the address of its listener belongs into Contact and From). Called
   * once for each address that is tried; the transaction layer adds the Via.
   */
  prepare(listener: Listener, flow: Flow): SipRequest;
  /** The first attempt left. */
  onSent?(bytes: Buffer, flow: Flow): void;
  /** After a 2xx to an INVITE another one may follow, of a target that was given up before: as with a fork. */
  onResponse(response: SipResponse, flow: Flow): void;
  /** No response will come: 408 nobody answered, 410 the flow is gone, 487 cancelled unsent, 503 unreachable. */
  onFailure(status: 408 | 410 | 487 | 503, detail: string): void;
  /** What the branch of each attempt ends with; nothing by default. */
  readonly branchEnd?: string;
}

export interface RoutedRequestPorts extends Reach {
  readonly transactions: TransactionLayer;
  /**
   * A target that has said nothing for so long is given up for the next one, in ms. RFC 3263 §4.3 waits for the
   * transaction's time-out, which is 32 s: no caller does.
   */
  readonly nextTargetAfterMs: number;
}

/** What {@link RoutedRequestPorts.nextTargetAfterMs} is unless somebody says otherwise; trunks start with as much. */
export const NEXT_TARGET_AFTER_MS = 3_000;

/** RFC 3263 §4.3: another address is tried when one cannot be reached, says nothing at all or answers 503. */
const statusOfOverload = 503;

/** One request on its way to a next hop, over as many addresses as it takes. */
export class RoutedRequest implements ClientHandlers, TimerTarget {
  readonly #ports: RoutedRequestPorts;
  readonly #handlers: RoutedRequestHandlers;
  readonly #hop: NextHop;
  #targets: readonly Target[] = [];
  #nextTarget = 0;
  /** The target that is tried; null when the request went over a flow that was there. */
  #target: Target | null = null;
  #client: ClientTransaction | null = null;
  /** It went by a connection of ours that was there before: the peer may have forgotten it. */
  #byOldConnection = false;
  #hadOldConnection = false;
  /** Runs while the target has said nothing and there is another. */
  #silence: Timer | null = null;
  #sent = false;
  /** Whether the target that is tried has said anything. */
  #answered = false;
  #finished = false;
  #cancelHeaders: Headers | null = null;
  #cancelled = false;

  constructor(ports: RoutedRequestPorts, hop: NextHop, handlers: RoutedRequestHandlers) {
    this.#ports = ports;
    this.#handlers = handlers;
    this.#hop = hop;
    const flow = flowAtHand(ports, hop);
    if (flow === null) void this.#start();
    else this.#sendOver(flow, hop.kind !== 'flow');
  }

  /** The request as it was sent last, with Via; null before. */
  get request(): SipRequest | null {
    return this.#client?.request ?? null;
  }

  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** Cancels an INVITE: the CANCEL waits for a provisional response (RFC 3261 §9.1). */
  cancel(extraHeaders?: Headers): void {
    if (this.#cancelled || this.#finished) return;
    this.#cancelled = true;
    this.#cancelHeaders = extraHeaders ?? null;
    this.#client?.cancel(extraHeaders);
  }

  /** Stops repeating a request that has no CANCEL, and waits for no response any more. */
  giveUp(): void {
    this.#cancelled = true;
    this.#silence?.stop();
    this.#client?.giveUp({ onResponse: () => {}, onFailure: () => {} });
    this.#finish(408, 'given up by its sender');
  }

  /** What still comes is told to `handlers`, and nothing of this request is kept for it. */
  leaveTo(handlers: ClientHandlers): void {
    this.#client?.leaveTo(handlers);
  }

  async #start(): Promise<void> {
    try {
      this.#targets = await targetsOf(this.#ports, this.#hop);
    } catch (error) {
      this.#fail(asUnreachable(error));
      return;
    }
    await this.#tryNext(null);
  }

  async #tryNext(last: UnreachableError | null): Promise<void> {
    let failure = last;
    while (this.#nextTarget < this.#targets.length) {
      const target = this.#targets[this.#nextTarget];
      this.#nextTarget += 1;
      if (target === undefined) break;
      this.#target = target;
      this.#answered = false;
      const isThere = this.#ports.transports.existingFlow(target) !== null;
      try {
        const flow = await openFlow(
          this.#ports,
          target,
          this.#hasAnother ? this.#ports.nextTargetAfterMs : undefined,
        );
        if (this.#cancelled) this.#finish(487, 'cancelled between two addresses');
        else if (!this.#finished) this.#sendOver(flow, isThere);
        return;
      } catch (error) {
        failure = asUnreachable(error);
        this.#ports.deadTargets.add(target);
      }
    }
    this.#fail(failure ?? asUnreachable(new Error('no address to try')));
  }

  #sendOver(flow: Flow, wasThere: boolean): void {
    this.#byOldConnection = wasThere && flow.reliable && !flow.accepted;
    const request = this.#handlers.prepare(flow.listener, flow);
    if (this.#ports.transports.largeRequests.isTooLarge(flow, wireBytes(request)))
      void this.#sendLarge(request, flow);
    else this.#sendPrepared(request, flow);
  }

  /** RFC 3261 §18.1.1: by TCP, with Via and Contact to match, and by UDP when the peer takes no connection. */
  async #sendLarge(request: SipRequest, udp: Flow): Promise<void> {
    const flow = await this.#ports.transports.largeRequests.flowFor(udp);
    if (this.#cancelled) this.#finish(487, 'cancelled before it was sent');
    else if (!this.#finished)
      this.#sendPrepared(flow === udp ? request : this.#handlers.prepare(flow.listener, flow), flow);
  }

  #sendPrepared(request: SipRequest, flow: Flow): void {
    this.#client = this.#ports.transactions.send(request, flow, this, this.#handlers.branchEnd);
    if (this.#cancelled) this.#client.cancel(this.#cancelHeaders ?? undefined);
    else if (this.#hasAnother) {
      this.#silence ??= new Timer(this.#ports.transactions.timers, this);
      this.#silence.start(this.#ports.nextTargetAfterMs);
    }
  }

  /** The target has been silent for too long: the next one is tried, and this one is not asked again. */
  timerFired(): void {
    const silent = this.#client;
    if (silent === null || this.#target === null || this.#answered || this.#finished || !this.#hasAnother)
      return;
    this.#ports.deadTargets.addSilent(this.#target);
    this.#client = null;
    silent.giveUp({
      onResponse: (response, flow) => this.#lateResponse(response, flow),
      onFailure: () => {},
    });
    void this.#tryNext(null);
  }

  /** A target that was given up says yes: that counts while nobody else has answered. Whatever else it says does not. */
  #lateResponse(response: SipResponse, flow: Flow): void {
    if (response.status < 200 || response.status >= 300) return;
    if (!this.#finished) this.#client?.cancel();
    this.#passUp(response, flow);
  }

  /** For the transaction of the present attempt; those before are over and silent. */
  onSent(bytes: Buffer, flow: Flow): void {
    if (this.#sent) return;
    this.#sent = true;
    this.#handlers.onSent?.(bytes, flow);
  }

  onResponse(response: SipResponse, flow: Flow): void {
    this.#silence?.stop();
    this.#remember(response);
    if (response.status === statusOfOverload && this.#hasAnother) {
      this.#client = null;
      void this.#tryNext(null);
      return;
    }
    this.#passUp(response, flow);
  }

  #passUp(response: SipResponse, flow: Flow): void {
    const { status } = response;
    // Of two answers to one INVITE each is a call that somebody must hang up.
    if (this.#finished && !(status >= 200 && status < 300)) return;
    if (status >= 200) this.#finished = true;
    this.#handlers.onResponse(response, flow);
  }

  get #hasAnother(): boolean {
    return !this.#cancelled && this.#nextTarget < this.#targets.length;
  }

  /** Whether the target is alive, or wants to be left alone for a while (RFC 3261 §21.5.4). */
  #remember(response: SipResponse): void {
    this.#answered = true;
    if (this.#target === null) return;
    if (response.status !== statusOfOverload) this.#ports.deadTargets.remove(this.#target);
    else {
      const seconds = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
      if (seconds > 0) this.#ports.deadTargets.add(this.#target, seconds * 1000);
    }
  }

  onFailure(why: 'timeout' | 'transport', detail: string): void {
    this.#silence?.stop();
    if (this.#finished) return;
    if (why === 'transport' && this.#canConnectAnew) {
      this.#connectAnew(detail);
      return;
    }
    if (!this.#answered && this.#target !== null) this.#ports.deadTargets.add(this.#target);
    if (why === 'timeout' && (this.#answered || !this.#hasAnother)) {
      this.#finish(this.#cancelled ? 487 : 408, detail);
      return;
    }
    this.#client = null;
    void this.#tryNext(asUnreachable(new Error(detail)));
  }

  /** Once: a connection that lay idle is found dead only when something is sent over it. */
  get #canConnectAnew(): boolean {
    return this.#byOldConnection && !this.#hadOldConnection && !this.#answered && !this.#cancelled;
  }

  #connectAnew(detail: string): void {
    this.#hadOldConnection = true;
    this.#client = null;
    if (this.#target === null) {
      void this.#start();
      return;
    }
    this.#nextTarget -= 1;
    void this.#tryNext(asUnreachable(new Error(detail)));
  }

  #fail(error: UnreachableError): void {
    this.#finish(error.status, error.message);
  }

  #finish(status: 408 | 410 | 487 | 503, detail: string): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#handlers.onFailure(status, detail);
  }
}
