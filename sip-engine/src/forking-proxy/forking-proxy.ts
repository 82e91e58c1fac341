import { contactUri } from '../dialog/dialog.ts';
import { Headers, type SipRequest, type SipResponse } from '../message/message.ts';
import { responseTo } from '../message/respond.ts';
import { parseUri } from '../message/uri.ts';
import { type NextHop, nextHopOf } from '../sending/next-hop.ts';
import type { OwnNames } from '../sending/own-names.ts';
import type { RoutedRequestPorts } from '../sending/routed-request.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { Flow, Listener } from '../transport/flow.ts';
import { addOtherChallenges, bestResponse } from './best-response.ts';
import { Branch } from './branch.ts';
import { type FlowTokens, nextMaxForwards, recordRouteFor, setRoutes } from './forwarding.ts';

export interface ProxyTarget {
  /** Becomes the Request-URI when the request names us. */
  readonly uri: string;
  readonly hop: NextHop;
}

export interface ProxyOptions {
  readonly targets: readonly ProxyTarget[];
  /** Stay in the dialog (Record-Route), and for a REGISTER in the path of later requests (Path). */
  readonly recordRoute: boolean;
  readonly followRedirects: boolean;
  /** All targets at once; otherwise one after the other. */
  readonly simultaneous: boolean;
  /** No provisional response for so long: the next target. Null: wait. */
  readonly provisionalTimeoutMs: number | null;
  /** No final response for so long: CANCEL and the next target. Null: wait for Timer C. */
  readonly finalTimeoutMs: number | null;
  /** Headers to add or replace in what is forwarded. */
  decorate(headers: Headers, listener: Listener): void;
  /** Routes to keep when a request of a dialog is forwarded; null for a request that starts one. */
  readonly routes: readonly string[] | null;
}

export interface ProxyPorts extends RoutedRequestPorts {
  readonly ownNames: OwnNames;
  readonly tokens: FlowTokens;
}

export interface ProxyReport {
  /** The request went out to a target. */
  onSent(): void;
  /** A target answered finally. */
  onFinalResponse(response: SipResponse, flow: Flow): void;
  /** A response went to the caller. */
  onForwarded(response: SipResponse): void;
  /** No target has a final response outstanding. */
  onDone(): void;
}

/** RFC 3261 §16.6 step 11: an INVITE may ring for more than three minutes, in ms. */
const timerCMs = 185_000;

/** Forwards one request to one target or several (RFC 3261 §16), statefully. */
export class ForkingProxy {
  readonly #ports: ProxyPorts;
  readonly #transaction: ServerTransaction;
  readonly #options: ProxyOptions;
  readonly #report: ProxyReport;
  readonly #waiting: ProxyTarget[];
  readonly #branches = new Set<Branch>();
  readonly #responses: SipResponse[] = [];
  #cancelled = false;
  #answered = false;
  #done = false;

  constructor(ports: ProxyPorts, transaction: ServerTransaction, options: ProxyOptions, report: ProxyReport) {
    this.#ports = ports;
    this.#transaction = transaction;
    this.#options = options;
    this.#report = report;
    this.#waiting = [...options.targets];
  }

  start(): void {
    if (this.#options.simultaneous) {
      for (const target of this.#waiting.splice(0)) this.#open(target);
    } else this.#next();
  }

  /** The caller cancelled; the CANCEL has its 200 (RFC 3261 §16.10). */
  cancel(cancel: SipRequest | null): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    this.#waiting.length = 0;
    this.#answer(responseTo(this.#transaction.request, 487));
    this.#cancelBranches(cancel);
    this.#finishIfIdle();
  }

  /** Forgets everything without a word, when the engine stops. */
  stop(): void {
    for (const branch of this.#branches) branch.stop();
    this.#branches.clear();
  }

  #cancelBranches(cancel: SipRequest | null): void {
    const reason = new Headers();
    if (cancel !== null) reason.copyFrom(cancel.headers, 'Reason');
    for (const branch of this.#branches) branch.cancel(reason);
  }

  #next(): void {
    const target = this.#waiting.shift();
    if (target === undefined) this.#finishIfIdle();
    else this.#open(target);
  }

  #open(target: ProxyTarget): void {
    const isInvite = this.#transaction.request.method === 'INVITE';
    const branch: Branch = new Branch(this.#ports, target.hop, {
      timerCMs: isInvite ? timerCMs : null,
      provisionalTimeoutMs: this.#options.provisionalTimeoutMs,
      finalTimeoutMs: this.#options.finalTimeoutMs,
      prepare: (listener, flow) => this.#copyFor(target, listener, flow),
      onSent: () => this.#report.onSent(),
      onProvisional: (response) => this.#onProvisional(response),
      onFinal: (response, flow) => this.#onFinal(branch, response, flow),
      onLate: () => this.#next(),
      onFailure: (status) => this.#onFailure(branch, status),
    });
    this.#branches.add(branch);
    branch.start();
  }

  /** RFC 3261 §16.6: what goes to one target. The transaction layer adds the Via. */
  #copyFor(target: ProxyTarget, listener: Listener, flow: Flow): SipRequest {
    const { request } = this.#transaction;
    const headers = request.headers.clone();
    const { routes } = this.#options;
    setRoutes(headers, routes ?? []);
    const startsSomething = routes === null;
    if (headers.has('Max-Forwards') || startsSomething) {
      headers.set('Max-Forwards', String(nextMaxForwards(request) ?? 0));
    }
    if (this.#options.recordRoute) this.#record(headers, flow);
    this.#options.decorate(headers, listener);
    return {
      kind: 'request',
      method: request.method,
      uri: this.#requestUri(target),
      headers,
      body: request.body,
    };
  }

  #requestUri(target: ProxyTarget): string {
    const { uri } = this.#transaction.request;
    if (this.#options.routes !== null) return uri;
    const parsed = parseUri(uri);
    const namesUs = parsed !== null && parsed.scheme !== 'tel' && this.#ports.ownNames.includes(parsed);
    return namesUs || !this.#options.targets.includes(target) ? target.uri : uri;
  }

  /**
   * Two entries when the sides differ, so that each peer has one it can reach, and each names the connection to its
   * side when the peer opened it.
   */
  #record(headers: Headers, targetFlow: Flow): void {
    const { request, flow } = this.#transaction;
    const isRegister = request.method === 'REGISTER';
    const name = isRegister ? 'Path' : 'Record-Route';
    const { tokens } = this.#ports;
    const differ = flow.listener !== targetFlow.listener || flow.accepted || targetFlow.accepted;
    headers.prepend(name, recordRouteFor(flow, tokens));
    if (differ) headers.prepend(name, recordRouteFor(targetFlow, tokens));
    if (isRegister) headers.append('Require', 'path');
  }

  #onProvisional(response: SipResponse): void {
    if (this.#answered || response.status === 100) return;
    this.#forward(response);
  }

  #onFinal(branch: Branch, response: SipResponse, flow: Flow): void {
    const first = this.#branches.delete(branch);
    if (first) this.#report.onFinalResponse(response, flow);
    if (response.status < 300) this.#onSuccess(response, first);
    else if (first) this.#onRejection(response);
  }

  /** Each 2xx goes upstream at once, a repeated one too; the other targets are cancelled (RFC 3261 §16.7). */
  #onSuccess(response: SipResponse, first: boolean): void {
    const isInvite = this.#transaction.request.method === 'INVITE';
    if (isInvite || !this.#answered) this.#forward(response);
    if (!first) return;
    this.#answered = true;
    this.#waiting.length = 0;
    this.#cancelBranches(null);
    this.#finish();
  }

  #onRejection(response: SipResponse): void {
    this.#responses.push(response);
    const redirected = this.#options.followRedirects && response.status < 400 && this.#redirect(response);
    if (response.status >= 600) {
      this.#waiting.length = 0;
      this.#cancelBranches(null);
    }
    if (response.status === 401 || response.status === 407) this.#waiting.length = 0;
    if (!redirected && !this.#options.simultaneous && this.#branches.size === 0) this.#next();
    else this.#finishIfIdle();
  }

  #redirect(response: SipResponse): boolean {
    const uri = contactUri(response.headers);
    const hop = uri === null || this.#answered ? null : nextHopOf(uri);
    if (uri === null || hop === null) return false;
    this.#open({ uri, hop });
    return true;
  }

  #onFailure(branch: Branch, status: number): void {
    this.#branches.delete(branch);
    this.#responses.push(responseTo(this.#transaction.request, status));
    if (!this.#options.simultaneous && this.#branches.size === 0) this.#next();
    else this.#finishIfIdle();
  }

  #finishIfIdle(): void {
    if (this.#branches.size > 0 || this.#waiting.length > 0) return;
    if (!this.#answered) {
      const best = bestResponse(this.#responses) ?? responseTo(this.#transaction.request, 408);
      addOtherChallenges(best, this.#responses);
      if (this.#responses.includes(best) && best.headers.countOf('Via') > 0) this.#forwardBest(best);
      else this.#answer(best);
    }
    this.#finish();
  }

  #forwardBest(best: SipResponse): void {
    // A 503 says that this server is overloaded; the caller must not conclude that of us (RFC 3261 §16.7 step 6).
    if (best.status === 503) this.#answer(responseTo(this.#transaction.request, 500, best.reason));
    else this.#answer(best);
  }

  #finish(): void {
    if (this.#done) return;
    this.#done = true;
    this.#report.onDone();
  }

  #forward(response: SipResponse): void {
    this.#transaction.respond(response);
    this.#report.onForwarded(response);
  }

  #answer(response: SipResponse): void {
    if (this.#answered) return;
    this.#answered = true;
    this.#forward(response);
  }
}
