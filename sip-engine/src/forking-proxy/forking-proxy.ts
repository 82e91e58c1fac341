import { recordRoutes } from '../dialog/dialog.ts';
import { UnwantedAnswer } from '../dialog/unwanted-answer.ts';
import { Headers, type SipRequest, type SipResponse } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import { responseTo } from '../message/respond.ts';
import { isSecure, type NextHop, securedFor } from '../sending/next-hop.ts';
import type { OwnNames } from '../sending/own-names.ts';
import type { RoutedRequestPorts } from '../sending/routed-request.ts';
import { fitsInNoDatagram } from '../sending/wire-bytes.ts';
import type { LateResponder, ServerTransaction } from '../transaction/server-transaction.ts';
import type { Flow, Listener } from '../transport/flow.ts';
import { breadthOf } from './admission.ts';
import { bestResponse, withAllChallenges } from './best-response.ts';
import { Branch, type BranchOwner, type BranchPatience, type BranchWait } from './branch.ts';
import { namesUs, nextMaxForwards, setRoutes } from './forwarding.ts';
import type { LoopDetection } from './loop-detection.ts';
import { type FlowTokens, recordRoute } from './record-route.ts';
import { type ProxyTarget, redirection, TargetSet } from './target-set.ts';

export interface ProxyOptions extends BranchPatience {
  readonly targets: readonly ProxyTarget[];
  /** Stay in the dialog (Record-Route), and for a REGISTER in the path of later requests (Path). */
  readonly recordRoute: boolean;
  readonly followRedirects: boolean;
  /** All targets of the same q at once; otherwise one after the other. */
  readonly simultaneous: boolean;
  /** Adds to or replaces in the headers of what is forwarded; null: nothing. */
  readonly decorate: ((headers: Headers, listener: Listener) => void) | null;
  /** Request-URI and routes of a request inside a dialog; null for a request that starts one. */
  readonly inDialog: { readonly uri: string; readonly routes: readonly string[] } | null;
  /** The mark of the request, see {@link LoopDetection}. */
  readonly mark: string;
}

/** What the proxies of one engine share. */
export interface ProxyPorts extends RoutedRequestPorts {
  readonly ownNames: OwnNames;
  readonly tokens: FlowTokens;
  readonly loops: LoopDetection;
  /** Where a URI leads, or null when we cannot send there. */
  hopOf(uri: string): NextHop | null;
  /** A target is given up, because this wait of the application passed. */
  onLate(wait: BranchWait): void;
}

/** Heard until the hunt is over. */
export interface ProxyReport {
  /** The request went out to a target. */
  onSent(): void;
  /** A response went to the caller. */
  onForwarded(response: SipResponse): void;
  /** A target answered finally, or was found unreachable: then `flow` is null. */
  onFinalResponse(response: SipResponse, flow: Flow | null): void;
  /** No target has a final response outstanding. */
  onDone(): void;
}

/** What is needed until the last target has answered, and takes too much room to be kept any longer. */
interface Hunt {
  readonly transaction: ServerTransaction;
  readonly options: ProxyOptions;
  readonly report: ProxyReport;
  readonly targets: TargetSet;
  /** Targets whose turn has come, and that wait for breadth only. */
  ready: ProxyTarget[];
  /** Max-Breadth that no branch uses. */
  breadth: number;
  /** Those without a final response; replaced whenever one leaves, for it may leave while all are cancelled. */
  branches: readonly Branch[];
  readonly responses: SipResponse[];
}

/** Forwards one request to one target or several (RFC 3261 §16), statefully. */
export class ForkingProxy implements BranchOwner {
  readonly #ports: ProxyPorts;
  readonly #method: string;
  #hunt: Hunt | null;
  #late: LateResponder | null = null;
  /** By To tag. */
  #hungUp: Map<string, UnwantedAnswer> | null = null;
  /** What the caller has got: nothing final, a 2xx or a refusal. */
  #answer: 'none' | 'success' | 'refusal' = 'none';
  #cancelled = false;
  /** No further target is tried. */
  #closing = false;

  constructor(ports: ProxyPorts, transaction: ServerTransaction, options: ProxyOptions, report: ProxyReport) {
    this.#ports = ports;
    this.#method = transaction.request.method;
    this.#hunt = {
      transaction,
      options,
      report,
      targets: new TargetSet(options.targets),
      ready: [],
      breadth: breadthOf(transaction.request),
      branches: [],
      responses: [],
    };
  }

  start(): void {
    if (this.#hunt !== null) this.#advance(this.#hunt);
  }

  /**
   * The caller cancelled; the CANCEL has its 200 (RFC 3261 §16.10). What the targets that ring say to their CANCEL
   * decides the answer, for one may be picked up in this moment. Targets that said nothing yet are not waited for.
   */
  cancel(cancel: SipRequest): void {
    const hunt = this.#hunt;
    if (hunt === null || this.#cancelled) return;
    this.#cancelled = true;
    const reason = new Headers();
    reason.copyFrom(cancel.headers, 'Reason');
    this.#close(hunt, reason);
    this.#settle(hunt);
  }

  /** RFC 3261 §16.6: what goes to one target. The transaction layer adds the Via. */
  copyFor(branch: Branch, listener: Listener, flow: Flow): SipRequest {
    const { transaction, options } = this.#huntOf();
    const { request } = transaction;
    const headers = request.headers.clone();
    const { inDialog } = options;
    setRoutes(headers, inDialog?.routes ?? []);
    const startsSomething = inDialog === null;
    if (startsSomething || headers.has('Max-Forwards')) {
      headers.set('Max-Forwards', String(nextMaxForwards(request) ?? 0));
    }
    if (startsSomething || headers.has('Max-Breadth')) headers.set('Max-Breadth', String(branch.breadth));
    if (options.recordRoute) recordRoute(headers, request, transaction.flow, flow, this.#ports.tokens);
    options.decorate?.(headers, listener);
    const uri = inDialog === null ? this.#requestUri(request, branch.target) : inDialog.uri;
    return { kind: 'request', method: request.method, uri, headers, body: request.body };
  }

  #requestUri({ uri }: SipRequest, target: ProxyTarget): string {
    return target.redirections > 0 || namesUs(uri, this.#ports.ownNames) ? target.uri : uri;
  }

  onSent(): void {
    this.#hunt?.report.onSent();
  }

  onProvisional(response: SipResponse): void {
    if (this.#answer !== 'none' || response.status === 100) return;
    this.#forward(this.#huntOf().transaction, response);
  }

  onFinal(branch: Branch, response: SipResponse, flow: Flow): void {
    const hunt = this.#hunt;
    if (hunt === null || !takeOut(hunt, branch)) {
      if (response.status < 300) this.#lateSuccess(response, flow);
      return;
    }
    giveBackBreadth(hunt, branch);
    if (response.status < 300) this.#onSuccess(hunt, response, flow);
    else this.#onRejection(hunt, branch, response, flow);
    this.#finishIfOver(hunt);
  }

  onLate(branch: Branch, wait: BranchWait): void {
    this.#ports.onLate(wait);
    const hunt = this.#hunt;
    if (hunt === null) return;
    giveBackBreadth(hunt, branch);
    this.#advance(hunt);
  }

  onFailure(branch: Branch, status: number): void {
    const hunt = this.#hunt;
    if (hunt === null || !takeOut(hunt, branch)) return;
    giveBackBreadth(hunt, branch);
    const response = responseTo(hunt.transaction.request, branch.late ? 408 : status);
    hunt.responses.push(response);
    hunt.report.onFinalResponse(response, null);
    this.#advance(hunt);
    this.#finishIfOver(hunt);
  }

  #huntOf(): Hunt {
    if (this.#hunt === null) throw new Error('a proxied request is over');
    return this.#hunt;
  }

  /** Opens what may be opened, and answers when nothing is left to wait for. */
  #advance(hunt: Hunt): void {
    if (!this.#closing) {
      const { simultaneous } = hunt.options;
      if (hunt.ready.length === 0 && !hasLive(hunt.branches)) hunt.ready = hunt.targets.take(simultaneous);
      while (hunt.ready.length > 0 && hunt.breadth > 0) {
        const share = Math.max(1, Math.floor(hunt.breadth / hunt.ready.length));
        const target = hunt.ready.shift();
        if (target !== undefined) this.#open(hunt, target, share);
      }
    }
    this.#settle(hunt);
  }

  #open(hunt: Hunt, target: ProxyTarget, breadth: number): void {
    hunt.breadth -= breadth;
    const branch = new Branch(this, target, breadth, hunt.options.mark);
    hunt.branches = [...hunt.branches, branch];
    branch.start(this.#ports, hunt.options, this.#hopOf(hunt, target));
  }

  /** A SIPS URI that stays what it is keeps its promise on our way, too. */
  #hopOf({ transaction: { request }, options }: Hunt, target: ProxyTarget): NextHop {
    if (options.inDialog !== null || !isSecure(request.uri)) return target.hop;
    return securedFor(this.#requestUri(request, target), target.hop) ?? target.hop;
  }

  /** No further targets; those under way are cancelled. */
  #close(hunt: Hunt, reason?: Headers): void {
    this.#closing = true;
    hunt.ready = [];
    hunt.targets.clear();
    for (const branch of hunt.branches) branch.cancel(reason);
  }

  /** Each 2xx goes upstream at once; the other targets are cancelled (RFC 3261 §16.7). */
  #onSuccess(hunt: Hunt, response: SipResponse, flow: Flow): void {
    const { transaction, report } = hunt;
    report.onFinalResponse(response, flow);
    this.#close(hunt);
    const unsendable = fitsInNoDatagram(response, transaction.flow);
    if (unsendable && this.#answer === 'none') {
      this.#answer = 'refusal';
      this.#forward(transaction, tooLarge(transaction));
    }
    if (this.#answer === 'refusal' || unsendable) this.#hangUp(response, flow);
    else if (this.#method === 'INVITE' || this.#answer === 'none') this.#forward(transaction, response);
    if (this.#answer === 'none') this.#answer = 'success';
    this.#late = transaction.late;
  }

  /** A 2xx again, or one of a second telephone behind the same target. */
  #lateSuccess(response: SipResponse, flow: Flow): void {
    if (this.#method !== 'INVITE') return;
    if (this.#answer === 'refusal') this.#hangUp(response, flow);
    else if (this.#late !== null) this.#forward(this.#late, response);
  }

  /** The caller has been refused already: nobody else would end this call. */
  #hangUp(response: SipResponse, flow: Flow): void {
    if (this.#method !== 'INVITE') return;
    this.#hungUp ??= new Map();
    const tag = tagOf(response.headers.get('To') ?? '') ?? '';
    const known = this.#hungUp.get(tag);
    if (known !== undefined) known.acknowledgeAgain();
    else
      this.#hungUp.set(tag, new UnwantedAnswer(this.#ports, response, flow, this.#routesBehindUs(response)));
  }

  /** What was recorded after us: before ours in the list, or before what the request had when it came. */
  #routesBehindUs(response: SipResponse): string[] {
    const recorded = recordRoutes(response.headers);
    const { ownNames } = this.#ports;
    const ours = recorded.findIndex((route) => ownNames.ownRoute(route) !== null);
    const request = this.#hunt?.transaction.request;
    const before = request === undefined ? recorded.length : recordRoutes(request.headers).length;
    return recorded.slice(0, ours === -1 ? Math.max(0, recorded.length - before) : ours).reverse();
  }

  #onRejection(hunt: Hunt, branch: Branch, response: SipResponse, flow: Flow): void {
    const { status } = response;
    hunt.report.onFinalResponse(response, flow);
    const followed = hunt.options.followRedirects && status < 400 && this.#redirect(hunt, branch, response);
    // A 487 that our own time-out brought about says nothing about the callee.
    const told = branch.late && status === 487 ? responseTo(hunt.transaction.request, 408) : response;
    if (!followed) hunt.responses.push(told);
    if (status >= 600) this.#close(hunt);
    if (status === 401 || status === 407) hunt.targets.clear();
    this.#advance(hunt);
  }

  /** RFC 3261 §16.7 item 4; returns whether all Contacts are followed, so that nobody need hear of the response. */
  #redirect(hunt: Hunt, branch: Branch, response: SipResponse): boolean {
    if (this.#closing) return false;
    const { targets, others } = redirection(response, branch.target, (uri) => this.#ports.hopOf(uri));
    const added = hunt.targets.addFirst(targets);
    if (added.length === 0) return false;
    if (hunt.options.simultaneous) hunt.ready.push(...hunt.targets.take(true));
    if (others.length === 0) return true;
    response.headers.set('Contact', others.join(', '));
    return false;
  }

  /** Answers the caller when no target is left whose answer could be better. */
  #settle(hunt: Hunt): void {
    if (this.#answer !== 'none' || hunt.ready.length > 0 || (!this.#closing && hunt.targets.size > 0)) return;
    for (const branch of hunt.branches) {
      if (!branch.silent || !(branch.late || this.#cancelled)) return;
    }
    this.#answer = 'refusal';
    this.#refuse(hunt);
    this.#finishIfOver(hunt);
  }

  #refuse({ transaction, responses }: Hunt): void {
    const { request } = transaction;
    const best = this.#cancelled ? responseTo(request, 487) : bestResponse(responses);
    const response = best === null ? responseTo(request, 408) : withAllChallenges(best, responses);
    // The client of a request other than INVITE has given up as well: a 408 would come too late (RFC 4320 §4.2).
    if (response.status === 408 && request.method !== 'INVITE') return;
    // A 503 says that this server is overloaded; the caller must not conclude that of us (RFC 3261 §16.7 step 6).
    const told = response.status === 503 ? responseTo(request, 500, response.reason) : response;
    this.#forward(transaction, fitsInNoDatagram(told, transaction.flow) ? tooLarge(transaction) : told);
  }

  #finishIfOver(hunt: Hunt): void {
    if (hunt.branches.length > 0 || this.#answer === 'none' || this.#hunt === null) return;
    this.#hunt = null;
    hunt.report.onDone();
  }

  #forward(upstream: LateResponder, response: SipResponse): void {
    if (upstream.respond(response) === null) return;
    this.#hunt?.report.onForwarded(response);
  }
}

/** What the caller gets in place of an answer that cannot come: it would wait for ever. */
const tooLarge = ({ request }: ServerTransaction): SipResponse =>
  responseTo(request, 500, 'Response too large for UDP');

/** Whether the branch was still there. */
function takeOut(hunt: Hunt, branch: Branch): boolean {
  if (!hunt.branches.includes(branch)) return false;
  hunt.branches = hunt.branches.filter((each) => each !== branch);
  return true;
}

/** A branch that is over, or about to be cancelled, leaves its breadth to others (RFC 5393 §5.3.3.1). */
function giveBackBreadth(hunt: Hunt, branch: Branch): void {
  hunt.breadth += branch.breadth;
  branch.breadth = 0;
}

/** Whether a branch is waited for before the next target is tried. */
function hasLive(branches: readonly Branch[]): boolean {
  for (const branch of branches) if (!branch.late) return true;
  return false;
}
