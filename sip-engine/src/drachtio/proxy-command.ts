import { ForkingProxy, type ProxyOptions, type ProxyTarget } from '../forking-proxy/forking-proxy.ts';
import { nextMaxForwards } from '../forking-proxy/forwarding.ts';
import type { Headers, SipResponse } from '../message/message.ts';
import { serialize } from '../message/serialize.ts';
import { parseUri } from '../message/uri.ts';
import { nextHopOf, protocolOf } from '../sending/next-hop.ts';
import type { Listener } from '../transport/flow.ts';
import type { ApplicationConnection } from './application-connection.ts';
import { type CdrSource, cdrAttempt, cdrStart, cdrStop } from './cdr.ts';
import { type EngineContext, peerOf } from './context.ts';
import { Counters } from './counters.ts';
import { applyHeaders, parseSparse } from './header-rules.ts';
import type { IncomingRequest } from './incoming-request.ts';
import { type Command, proxyResponseData } from './meta.ts';
import { noConnection } from './no-connection.ts';
import { answerByEngine } from './uas.ts';

const tooManyHops = 'Rejected with 483 Too Many Hops due to Max-Forwards value of 0';
/** A proxy leaves these as the caller wrote them. */
const untouchable: ReadonlySet<string> = new Set([
  'from',
  'to',
  'call-id',
  'cseq',
  'route',
  'max-forwards',
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
  if (nextMaxForwards(incoming.transaction.request) === null) {
    answerByEngine(context, incoming, 483, 'Too Many Hops');
    context.counters.refusals.add('too many hops');
    connection.refuse(command.id, tooManyHops);
    return;
  }
  const targets = proxyTargets(context, destinations);
  if (targets === null) {
    answerByEngine(context, incoming, 500, 'Server Internal Error');
    context.log.warn('a request cannot be proxied', {
      destinations: destinations.join(' '),
      callId: incoming.callId,
    });
    connection.refuse(command.id, 'error proxying request to ');
    return;
  }
  const sparse = parseSparse(command.text, context.preservedNames);
  const options: ProxyOptions = {
    targets,
    recordRoute: recordRoute === 'remainInDialog',
    followRedirects: follow === 'followRedirects',
    simultaneous: mode === 'simultaneous',
    provisionalTimeoutMs: parseDelay(provisional),
    finalTimeoutMs: parseDelay(final),
    routes: null,
    decorate: (headers: Headers, listener: Listener) => {
      for (const { key, name } of sparse.headers) if (!untouchable.has(key)) headers.remove(name);
      applyHeaders(headers, sparse, listener, untouchable);
    },
  };
  startProxy(context, connection, command.id, incoming, options, full === 'fullResponse');
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
  if (nextMaxForwards(incoming.transaction.request) === null) {
    context.counters.refusals.add('too many hops');
    answerByEngine(context, incoming, 483, 'Too Many Hops');
    return true;
  }
  const options: ProxyOptions = {
    targets,
    recordRoute: proxy.recordRoute,
    followRedirects: proxy.followRedirects,
    simultaneous: proxy.simultaneous,
    provisionalTimeoutMs: parseDelay(proxy.provisionalTimeout),
    finalTimeoutMs: parseDelay(proxy.finalTimeout),
    routes: null,
    decorate: () => {},
  };
  startProxy(context, noConnection, '', incoming, options, false);
  return true;
}

function startProxy(
  context: EngineContext,
  connection: ApplicationConnection,
  commandId: string,
  incoming: IncomingRequest,
  options: ProxyOptions,
  full: boolean,
): void {
  const ports = { ...context.ports, ownNames: context.ownNames, tokens: context.tokens };
  const isInvite = incoming.method === 'INVITE';
  incoming.state = 'proxied';
  incoming.proxy = new ForkingProxy(ports, incoming.transaction, options, {
    onSent: () => {
      context.counters.requestsOut.add(incoming.method);
      if (isInvite) cdrAttempt(context, 'application', incoming.transaction.request);
    },
    onFinalResponse: (response, flow) => {
      if (isInvite) tellCdr(context, 'network', response);
      if (!full) return;
      const bytes = serialize(response);
      connection.reply(commandId, proxyResponseData(bytes.length, peerOf(flow)), bytes);
    },
    onForwarded: (response) => {
      context.counters.responsesOut.add(Counters.responseClass(response.status));
      if (isInvite) tellCdr(context, 'application', response);
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
    const uri = parseUri(destination);
    if (uri === null) return null;
    const protocol = protocolOf(uri);
    const listeners = context.ports.transports.listeners;
    if (protocol !== null && !listeners.some((listener) => listener.protocol === protocol)) return null;
    const flow = context.flowMemory.find(uri);
    const hop =
      flow === null
        ? nextHopOf(uri.scheme === 'tel' ? (context.outboundProxy ?? '') : destination)
        : ({ kind: 'flow', flow } as const);
    if (hop === null) return null;
    targets.push({ uri: destination, hop });
  }
  return targets.length > 0 ? targets : null;
}

/** `2s` or `1500ms` in ms; null for anything else. */
function parseDelay(text: string): number | null {
  const match = /^(\d{1,7})(ms|s)$/.exec(text);
  if (match === null) return null;
  return Number(match[1]) * (match[2] === 's' ? 1000 : 1);
}
