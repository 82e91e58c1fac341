import { type ProxyRefusal, proxyRefusal } from '../forking-proxy/admission.ts';
import { ForkingProxy, type ProxyOptions, type ProxyReport } from '../forking-proxy/forking-proxy.ts';
import { type ProxyTarget, qOf } from '../forking-proxy/target-set.ts';
import type { SipResponse } from '../message/message.ts';
import type { Flow } from '../transport/flow.ts';
import { type CdrSource, cdrAttempt, cdrStart, cdrStop } from './cdr.ts';
import type { EngineContext } from './context.ts';
import type { IncomingRequest } from './incoming-request.ts';
import { answerByEngine } from './uas.ts';

/** How code in this process, or a request handler, wants a request forwarded. */
export interface EngineProxy {
  /** URIs, each perhaps with a preference among its parameters (`;q=0.5`). */
  readonly destination: readonly string[];
  readonly recordRoute: boolean;
  readonly followRedirects: boolean;
  readonly simultaneous: boolean;
  /** The next destination is tried when one has said nothing for so long, at least 1; null: never. */
  readonly provisionalTimeoutMs: number | null;
  /** The next destination is tried when one has not answered for so long, at least 1; null: never. */
  readonly finalTimeoutMs: number | null;
}

/** Whoever asked for the forwarding hears of each final response, and when all is done. */
export interface ProxyAsker {
  onFinalResponse(response: SipResponse, flow: Flow | null): void;
  onDone(): void;
}

/** For who does not want to hear. */
export const nobodyAsks: ProxyAsker = { onFinalResponse() {}, onDone() {} };

/** Forwards a request without an application. Returns false when a destination cannot be used. */
export function proxyByEngine(
  context: EngineContext,
  incoming: IncomingRequest,
  wishes: EngineProxy,
): boolean {
  const targets = proxyTargets(context, wishes.destination);
  if (targets === null) return false;
  const mark = context.proxy.loops.markOf(incoming.transaction.request);
  if (refuseToProxy(context, incoming, mark) !== null) return true;
  // Field by field: a spread object is slow to make, and slow to read for all who get it.
  const options: ProxyOptions = {
    targets,
    recordRoute: wishes.recordRoute,
    followRedirects: wishes.followRedirects,
    simultaneous: wishes.simultaneous,
    provisionalTimeoutMs: wishes.provisionalTimeoutMs,
    finalTimeoutMs: wishes.finalTimeoutMs,
    decorate: null,
    inDialog: null,
    mark,
  };
  startProxy(context, incoming, options, nobodyAsks);
  return true;
}

/** Answers a request that must not be forwarded; null when it may be. */
export function refuseToProxy(
  context: EngineContext,
  incoming: IncomingRequest,
  mark: string,
): ProxyRefusal | null {
  const refusal = proxyRefusal(incoming.transaction.request, context.proxy.loops, mark);
  if (refusal === null) return null;
  answerByEngine(context, incoming, refusal.status, undefined, { headers: refusal.headers });
  context.counters.refusals.add(refusal.why);
  return refusal;
}

/** Forwards a request that {@link refuseToProxy} had nothing against. */
export function startProxy(
  context: EngineContext,
  incoming: IncomingRequest,
  options: ProxyOptions,
  asker: ProxyAsker,
): void {
  incoming.state = 'proxied';
  const report = new ApplicationReport(context, incoming, asker);
  incoming.proxy = new ForkingProxy(context.proxy, incoming.transaction, options, report);
  incoming.proxy.start();
}

/** Writes call records of what an application had forwarded, and tells it. */
class ApplicationReport implements ProxyReport {
  readonly #context: EngineContext;
  readonly #incoming: IncomingRequest;
  readonly #asker: ProxyAsker;
  readonly #isInvite: boolean;

  constructor(context: EngineContext, incoming: IncomingRequest, asker: ProxyAsker) {
    this.#context = context;
    this.#incoming = incoming;
    this.#asker = asker;
    this.#isInvite = incoming.method === 'INVITE';
  }

  onSent(): void {
    if (this.#isInvite) cdrAttempt(this.#context, 'application', this.#incoming.transaction.request);
  }

  onForwarded(response: SipResponse): void {
    if (this.#isInvite) tellCdr(this.#context, 'application', response);
  }

  onFinalResponse(response: SipResponse, flow: Flow | null): void {
    if (this.#isInvite) tellCdr(this.#context, 'network', response);
    this.#asker.onFinalResponse(response, flow);
  }

  onDone(): void {
    this.#context.incoming.remove(this.#incoming);
    this.#asker.onDone();
  }
}

/** Records of both sides: `network` the one that a target answered, `application` the one that we answer. */
function tellCdr(context: EngineContext, source: CdrSource, response: SipResponse): void {
  if (response.status < 200) return;
  if (response.status >= 300) cdrStop(context, source, 'call-rejected', response);
  else cdrStart(context, source, source === 'network' ? 'proxy-uac' : 'proxy-uas', response);
}

/** Null when a destination is no URI that we have a transport for. */
export function proxyTargets(context: EngineContext, destinations: readonly string[]): ProxyTarget[] | null {
  const targets: ProxyTarget[] = [];
  for (const destination of destinations) {
    const { uri, q } = splitQ(destination);
    const hop = context.proxy.hopOf(uri);
    if (hop === null) return null;
    targets.push({ uri, hop, q, redirections: 0 });
  }
  return targets.length > 0 ? targets : null;
}

/** drachtio-srf takes bare URIs only, so a preference stands among their parameters: `sip:a@b;transport=tcp;q=0.5`. */
function splitQ(destination: string): { readonly uri: string; readonly q: number } {
  const match = /;q=([\d.]+)(?=;|$)/i.exec(destination);
  if (match === null) return { uri: destination, q: 1 };
  return { uri: destination.replace(match[0], ''), q: qOf(match[1]) };
}
