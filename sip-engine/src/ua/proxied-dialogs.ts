import { type ProxyRefusal, proxyRefusal } from '../forking-proxy/admission.ts';
import { ForkingProxy, type ProxyOptions, type ProxyReport } from '../forking-proxy/forking-proxy.ts';
import { nextMaxForwards, setRoutes, type Way, wayOnward } from '../forking-proxy/forwarding.ts';
import type { SipRequest } from '../message/message.ts';
import { responseTo } from '../message/respond.ts';
import { parseUri } from '../message/uri.ts';
import { firstFlow, flowAtHand, type NextHop, nextHopOf, securedFor } from '../sending/next-hop.ts';
import { wireBytes } from '../sending/wire-bytes.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { Flow } from '../transport/flow.ts';
import { cdrStop } from './cdr.ts';
import type { EngineContext } from './context.ts';
import { IncomingRequest } from './incoming-request.ts';
import { noApplication } from './no-application.ts';

/**
 * The way of a request inside a dialog that was proxied with Record-Route: no application takes part in it. Null when
 * the request is for us.
 */
export function wayThroughUs(
  context: EngineContext,
  request: SipRequest,
  toTag: string | undefined,
): Way | null {
  if (toTag === undefined || !request.headers.has('Route')) return null;
  return wayOnward(request, context.ownNames);
}

/**
 * Down the connection that our route names, else to the next route or the Request-URI; null when that is us again.
 * @param from where the request came from: a route never leads back there
 */
function hopOnward(
  context: EngineContext,
  { uri, routes, next, flowToken }: Way,
  from: Flow,
): NextHop | null {
  const flowId = flowToken === null ? null : context.proxy.tokens.flowId(flowToken);
  const flow = flowId === null ? undefined : context.ports.transports.findFlow(flowId);
  if (flow !== undefined && flow !== from) return { kind: 'flow', flow };
  if (routes.length > 0) return securedFor(uri, nextHopOf(next));
  const parsed = parseUri(uri);
  if (parsed === null || context.ownNames.includes(parsed)) return remembered(context, uri);
  return context.proxy.hopOf(uri);
}

function remembered(context: EngineContext, uri: string): NextHop | null {
  const parsed = parseUri(uri);
  const flow = parsed === null ? null : context.flowMemory.find(parsed);
  return flow === null ? null : { kind: 'flow', flow };
}

export function forwardInDialog(context: EngineContext, transaction: ServerTransaction, way: Way): void {
  const { request } = transaction;
  const mark = context.proxy.loops.markOf(request);
  const refusal = proxyRefusal(request, context.proxy.loops, mark);
  const hop = refusal === null ? hopOnward(context, way, transaction.flow) : null;
  if (refusal !== null || hop === null) {
    refuseToForward(context, transaction, refusal);
    return;
  }
  const options = {
    targets: [{ uri: request.uri, hop, q: 1, redirections: 0 }],
    recordRoute: false,
    followRedirects: false,
    simultaneous: true,
    provisionalTimeoutMs: null,
    finalTimeoutMs: null,
    decorate: null,
    inDialog: way,
    mark,
  };
  if (request.method === 'INVITE') forwardInvite(context, transaction, options);
  else new ForkingProxy(context.proxy, transaction, options, nobody).start();
  if (request.method !== 'BYE') return;
  cdrStop(context, 'network', 'normal-release', request);
  cdrStop(context, 'application', 'normal-release', request);
}

/** No application hears of what happens inside a proxied dialog. */
const nobody: ProxyReport = { onSent() {}, onForwarded() {}, onFinalResponse() {}, onDone() {} };

/** An INVITE may be cancelled, so it must be found again. */
function forwardInvite(context: EngineContext, transaction: ServerTransaction, options: ProxyOptions): void {
  const incoming = new IncomingRequest(transaction, noApplication, null);
  incoming.state = 'proxied';
  context.incoming.add(incoming);
  const onDone = (): void => context.incoming.remove(incoming);
  incoming.proxy = new ForkingProxy(context.proxy, transaction, options, { ...nobody, onDone });
  incoming.proxy.start();
}

function refuseToForward(
  context: EngineContext,
  transaction: ServerTransaction,
  refusal: ProxyRefusal | null,
): void {
  const { request } = transaction;
  const status = refusal?.status ?? 404;
  const response = responseTo(request, status);
  for (const [name, value] of refusal?.headers ?? []) response.headers.append(name, value);
  transaction.respond(response);
  context.counters.refusals.add(refusal?.why ?? 'no route onward');
  context.log.info('a request in a proxied dialog refused', {
    method: request.method,
    status,
    callId: request.headers.get('Call-ID'),
  });
}

/** The ACK of a 2xx goes its way without a transaction (RFC 3261 §16.11 would do it for others too). */
export function forwardAck(context: EngineContext, ack: SipRequest, from: Flow, way: Way): void {
  const hop = hopOnward(context, way, from);
  const left = nextMaxForwards(ack);
  if (hop === null || left === null) {
    context.log.info('an ACK with nowhere to go', { callId: ack.headers.get('Call-ID') });
    return;
  }
  setRoutes(ack.headers, way.routes);
  if (ack.headers.has('Max-Forwards')) ack.headers.set('Max-Forwards', String(left));
  ack.uri = way.uri;
  const flow = flowAtHand(context.ports, hop);
  const { transactions, transports } = context.ports;
  if (flow === null || transports.largeRequests.isTooLarge(flow, wireBytes(ack)))
    void sendOnward(context, ack, hop, flow);
  else transactions.sendDirect(ack, flow);
}

/** @param flow null: it has to be opened first */
async function sendOnward(
  context: EngineContext,
  ack: SipRequest,
  hop: NextHop,
  flow: Flow | null,
): Promise<void> {
  const { transactions, transports } = context.ports;
  try {
    const onward = flow ?? (await firstFlow(context.ports, hop));
    const { largeRequests } = transports;
    const isTooLarge = largeRequests.isTooLarge(onward, wireBytes(ack));
    transactions.sendDirect(ack, isTooLarge ? await largeRequests.flowFor(onward) : onward);
  } catch (error) {
    context.log.warn('an ACK could not be forwarded', {
      error: error instanceof Error ? error : String(error),
    });
  }
}
