import type { Headers, SipRequest, SipResponse } from '../message/message.ts';
import type { NextHop } from '../sending/next-hop.ts';
import {
  RoutedRequest,
  type RoutedRequestHandlers,
  type RoutedRequestPorts,
} from '../sending/routed-request.ts';
import { Timer, type TimerTarget } from '../transaction/timer-queue.ts';
import type { Flow, Listener } from '../transport/flow.ts';
import { removeTopVia } from './forwarding.ts';
import type { ProxyTarget } from './target-set.ts';

/** For a response, and for a final one. */
export type BranchWait = 'provisional' | 'final';

/** What a branch tells its proxy. */
export interface BranchOwner {
  copyFor(branch: Branch, listener: Listener, flow: Flow): SipRequest;
  onSent(): void;
  /** Without our Via. */
  onProvisional(response: SipResponse): void;
  /** Without our Via. A 2xx to an INVITE may come again. */
  onFinal(branch: Branch, response: SipResponse, flow: Flow): void;
  /** A time-out of the application passed: another target should be tried while this one is cancelled. */
  onLate(branch: Branch, wait: BranchWait): void;
  onFailure(branch: Branch, status: number): void;
}

/** Waits that an application asks for, in ms; null: none. */
export interface BranchPatience {
  readonly provisionalTimeoutMs: number | null;
  readonly finalTimeoutMs: number | null;
}

/** One target of a proxied request. */
export class Branch implements RoutedRequestHandlers, TimerTarget {
  readonly target: ProxyTarget;
  /** Max-Breadth of this branch. */
  breadth: number;
  readonly branchEnd: string;
  readonly #owner: BranchOwner;
  #routed: RoutedRequest | null = null;
  #provisionalTimer: Timer | null = null;
  #finalTimer: Timer | null = null;
  #silent = true;
  #late = false;

  constructor(owner: BranchOwner, target: ProxyTarget, breadth: number, branchEnd: string) {
    this.#owner = owner;
    this.target = target;
    this.breadth = breadth;
    this.branchEnd = branchEnd;
  }

  /** Nothing came from the target: it cannot be cancelled (RFC 3261 §9.1) and may not exist. */
  get silent(): boolean {
    return this.#silent;
  }

  /** A time-out of the application has passed. */
  get late(): boolean {
    return this.#late;
  }

  start(ports: RoutedRequestPorts, patience: BranchPatience, hop: NextHop): void {
    const { timers } = ports.transactions;
    if (patience.provisionalTimeoutMs !== null) {
      this.#provisionalTimer = new Timer(timers, this);
      this.#provisionalTimer.start(patience.provisionalTimeoutMs);
    }
    if (patience.finalTimeoutMs !== null) {
      this.#finalTimer = new Timer(timers, this);
      this.#finalTimer.start(patience.finalTimeoutMs);
    }
    this.#routed = new RoutedRequest(ports, hop, this);
  }

  cancel(extraHeaders?: Headers): void {
    this.#routed?.cancel(extraHeaders);
  }

  timerFired(timer: Timer): void {
    if (this.#late) return;
    this.#late = true;
    this.#routed?.cancel();
    this.#owner.onLate(this, timer === this.#finalTimer ? 'final' : 'provisional');
  }

  prepare(listener: Listener, flow: Flow): SipRequest {
    return this.#owner.copyFor(this, listener, flow);
  }

  onSent(): void {
    this.#owner.onSent();
  }

  onResponse(response: SipResponse, flow: Flow): void {
    removeTopVia(response);
    this.#silent = false;
    this.#provisionalTimer?.stop();
    if (response.status < 200) {
      this.#owner.onProvisional(response);
      return;
    }
    this.#finalTimer?.stop();
    this.#owner.onFinal(this, response, flow);
  }

  onFailure(status: number): void {
    this.#provisionalTimer?.stop();
    this.#finalTimer?.stop();
    this.#owner.onFailure(this, status);
  }
}
