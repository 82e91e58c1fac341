import { type ProxyRefusal, proxyRefusal } from '../forking-proxy/admission.ts';
import { ForkingProxy, type ProxyOptions } from '../forking-proxy/forking-proxy.ts';
import { type ProxyTarget, qOf } from '../forking-proxy/target-set.ts';
import type { Headers, SipResponse } from '../message/message.ts';
import { serialize } from '../message/serialize.ts';
import type { Listener } from '../transport/flow.ts';
import { type CdrSource, cdrAttempt, cdrStart, cdrStop } from '../ua/cdr.ts';
import { type EngineContext, peerOf } from '../ua/context.ts';
import { applyHeaders, parseSparse, type SparseMessage } from '../ua/header-rules.ts';
import type { IncomingRequest } from '../ua/incoming-request.ts';
import { answerByEngine } from '../ua/uas.ts';
import type { ApplicationConnection } from './application-connection.ts';
import { type Command, nowhere, proxyResponseData } from './meta.ts';
import { noConnection } from './no-connection.ts';

/** What an application is told of a refusal; the first is known to applications by its words. */
const refusalTexts: Readonly<Record<ProxyRefusal['status'], string>> = {
  420: 'Rejected with 420 Bad Extension due to Proxy-Require',
  440: 'Rejected with 440 Max-Breadth Exceeded',
  482: 'Rejected with 482 Loop Detected',
  483: 'Rejected with 483 Too Many Hops due to Max-Forwards value of 0',
};
/** A proxy leaves these as the caller wrote them. */
const untouchable: ReadonlySet<string> = new Set([
  'from',
  'to',
  'call-id',
  'cseq',
  'route',
  'max-forwards',
  'max-breadth',
  'contact',
]);

/** `proxy`: an application hands a request to the engine, to be forwarded. */
export function proxyFromApplication(
  context: EngineContext,
  connection: ApplicationConnection,
  command: Command,
): void {
  const [transactionId = '', recordRoute, full, follow, mode, provisional = '', final = '', ...destinations] =
    command.tokens;
  const incoming = context.incoming.byId(transactionId);
  if (incoming === undefined || incoming.state !== 'waiting' || incoming.inDialog) {
    connection.refuse(command.id, `Unknown transaction id: ${transactionId}`);
    return;
  }
  const mark = context.proxy.loops.markOf(incoming.transaction.request);
  const refusal = refuse(context, incoming, mark);
  if (refusal !== null) {
    connection.refuse(command.id, refusalTexts[refusal.status]);
    return;
  }
  const targets = proxyTargets(context, destinations);
  if (targets === null) {
    answerByEngine(context, incoming, 500);
    context.log.warn('a request cannot be proxied', {
      destinations: destinations.join(' '),
      callId: incoming.callId,
    });
    connection.refuse(command.id, 'error proxying request to ');
    return;
  }
  const options: ProxyOptions = {
    targets,
    recordRoute: recordRoute === 'remainInDialog',
    followRedirects: follow === 'followRedirects',
    simultaneous: mode === 'simultaneous',
    provisionalTimeoutMs: parseDelay(provisional),
    finalTimeoutMs: parseDelay(final),
    inDialog: null,
    decorate: decorationOf(parseSparse(command.text, context.preservedNames)),
    mark,
  };
  startProxy(context, connection, command.id, incoming, options, full === 'fullResponse');
}

/** Puts an application's headers into what is forwarded; null when it gave none. */
function decorationOf(sparse: SparseMessage): ProxyOptions['decorate'] {
  if (sparse.headers.every(({ key }) => untouchable.has(key))) return null;
  return (headers: Headers, listener: Listener) => {
    for (const { key, name } of sparse.headers) if (!untouchable.has(key)) headers.remove(name);
    applyHeaders(headers, sparse, listener, untouchable);
  };
}

/** What a request handler says about forwarding; delays as in the `proxy` command. */
export interface EngineProxy {
  readonly destination: readonly string[];
  readonly recordRoute: boolean;
  readonly followRedirects: boolean;
  readonly simultaneous: boolean;
  readonly provisionalTimeout: string;
  readonly finalTimeout: string;
}

/** Forwards a request without an application. Returns false when a destination cannot be used. */
export function proxyByEngine(
  context: EngineContext,
  incoming: IncomingRequest,
  proxy: EngineProxy,
): boolean {
  const targets = proxyTargets(context, proxy.destination);
  if (targets === null) return false;
  const mark = context.proxy.loops.markOf(incoming.transaction.request);
  if (refuse(context, incoming, mark) !== null) return true;
  const options: ProxyOptions = {
    targets,
    recordRoute: proxy.recordRoute,
    followRedirects: proxy.followRedirects,
    simultaneous: proxy.simultaneous,
    provisionalTimeoutMs: parseDelay(proxy.provisionalTimeout),
    finalTimeoutMs: parseDelay(proxy.finalTimeout),
    inDialog: null,
    decorate: null,
    mark,
  };
  startProxy(context, noConnection, '', incoming, options, false);
  return true;
}

/** Answers a request that must not be forwarded; null when it may be. */
function refuse(context: EngineContext, incoming: IncomingRequest, mark: string): ProxyRefusal | null {
  const refusal = proxyRefusal(incoming.transaction.request, context.proxy.loops, mark);
  if (refusal === null) return null;
  answerByEngine(context, incoming, refusal.status, undefined, refusal.headers);
  context.counters.refusals.add(refusal.why);
  return refusal;
}

function startProxy(
  context: EngineContext,
  connection: ApplicationConnection,
  commandId: string,
  incoming: IncomingRequest,
  options: ProxyOptions,
  full: boolean,
): void {
  const isInvite = incoming.method === 'INVITE';
  incoming.state = 'proxied';
  incoming.proxy = new ForkingProxy(context.proxy, incoming.transaction, options, {
    onSent: () => {
      if (isInvite) cdrAttempt(context, 'application', incoming.transaction.request);
    },
    onForwarded: (response) => {
      if (isInvite) tellCdr(context, 'application', response);
    },
    onFinalResponse: (response, flow) => {
      if (isInvite) tellCdr(context, 'network', response);
      if (!full) return;
      const bytes = serialize(response);
      const [size, from] = flow === null ? [0, nowhere] : [bytes.length, peerOf(flow)];
      connection.reply(commandId, proxyResponseData(size, from), bytes);
    },
    onDone: () => {
      context.incoming.remove(incoming);
      if (full) connection.reply(commandId, 'OK|done');
    },
  });
  incoming.proxy.start();
  if (!full) connection.reply(commandId, 'OK|done');
}

/** Records of both sides: `network` the one that a target answered, `application` the one that we answer. */
function tellCdr(context: EngineContext, source: CdrSource, response: SipResponse): void {
  if (response.status < 200) return;
  if (response.status >= 300) cdrStop(context, source, 'call-rejected', response);
  else cdrStart(context, source, source === 'network' ? 'proxy-uac' : 'proxy-uas', response);
}

/** Null when a destination is no URI that we have a transport for. */
function proxyTargets(context: EngineContext, destinations: readonly string[]): ProxyTarget[] | null {
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

/** `2s` or `1500ms` in ms, at least 1; null for anything else. */
function parseDelay(text: string): number | null {
  const match = /^(\d{1,7})(ms|s)$/.exec(text);
  if (match === null) return null;
  return Math.max(1, Number(match[1]) * (match[2] === 's' ? 1000 : 1));
}
