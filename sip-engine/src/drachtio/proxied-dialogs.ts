import { ForkingProxy } from '../forking-proxy/forking-proxy.ts';
import { nextMaxForwards, setRoutes, takeOwnRoutes } from '../forking-proxy/forwarding.ts';
import type { SipRequest } from '../message/message.ts';
import { responseTo } from '../message/respond.ts';
import { parseUri } from '../message/uri.ts';
import { flowAtHand, type NextHop, nextHopOf, openFlow, targetsOf } from '../sending/next-hop.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { Flow } from '../transport/flow.ts';
import { cdrStop } from './cdr.ts';
import type { EngineContext } from './context.ts';
import { Counters } from './counters.ts';
import { IncomingRequest } from './incoming-request.ts';
import { noConnection } from './no-connection.ts';

/**
 * Requests inside dialogs that were proxied with Record-Route: no application takes part in them. They are forwarded
 * by what is left of their Route, or by their Request-URI.
 */
export function isForUsToForward(
  context: EngineContext,
  request: SipRequest,
  toTag: string | undefined,
): boolean {
  if (toTag === undefined || !request.headers.has('Route')) return false;
  return takeOwnRoutes(request.headers, context.ownNames).ours;
}

interface Onward {
  readonly hop: NextHop | null;
  readonly routes: readonly string[];
}

/** @param from where the request came from: a route never leads back there */
function onward(context: EngineContext, request: SipRequest, from: Flow): Onward {
  const { rest, flowToken } = takeOwnRoutes(request.headers, context.ownNames);
  const flow = flowToken === null ? undefined : flowOfToken(context, flowToken);
  if (flow !== undefined && flow !== from) return { hop: { kind: 'flow', flow }, routes: rest };
  const first = rest[0];
  if (first !== undefined) return { hop: nextHopOf(first), routes: rest };
  const uri = parseUri(request.uri);
  const remembered = uri === null ? null : context.flowMemory.find(uri);
  if (remembered !== null) return { hop: { kind: 'flow', flow: remembered }, routes: rest };
  const names = uri !== null && context.ownNames.includes(uri);
  return { hop: names ? null : nextHopOf(request.uri), routes: rest };
}

function flowOfToken(
  context: EngineContext,
  token: string,
): ReturnType<EngineContext['ports']['transports']['findFlow']> {
  const id = context.tokens.flowId(token);
  return id === null ? undefined : context.ports.transports.findFlow(id);
}

export function forwardInDialog(context: EngineContext, transaction: ServerTransaction): void {
  const { request } = transaction;
  const { hop, routes } = onward(context, request, transaction.flow);
  const status = nextMaxForwards(request) === null ? 483 : hop === null ? 404 : null;
  if (status !== null || hop === null) {
    transaction.respond(responseTo(request, status ?? 404));
    context.counters.refusals.add(status === 483 ? 'too many hops' : 'no route onward');
    context.log.info('a request in a proxied dialog refused', {
      method: request.method,
      status,
      callId: request.headers.get('Call-ID'),
    });
    return;
  }
  if (request.method === 'INVITE') transaction.respond(responseTo(request, 100));
  const incoming = new IncomingRequest(transaction, noConnection, null);
  incoming.state = 'proxied';
  context.incoming.add(incoming);
  const ports = { ...context.ports, ownNames: context.ownNames, tokens: context.tokens };
  const options = {
    targets: [{ uri: request.uri, hop }],
    recordRoute: false,
    followRedirects: false,
    simultaneous: true,
    provisionalTimeoutMs: null,
    finalTimeoutMs: null,
    decorate: () => {},
    routes,
  };
  incoming.proxy = new ForkingProxy(ports, transaction, options, {
    onSent: () => context.counters.requestsOut.add(request.method),
    onFinalResponse: () => {},
    onForwarded: (response) => context.counters.responsesOut.add(Counters.responseClass(response.status)),
    onDone: () => context.incoming.remove(incoming),
  });
  incoming.proxy.start();
  if (request.method !== 'BYE') return;
  cdrStop(context, 'network', 'normal-release', request);
  cdrStop(context, 'application', 'normal-release', request);
}

/** The ACK of a 2xx goes its way without a transaction (RFC 3261 §16.11 would do it for others too). */
export function forwardAck(context: EngineContext, ack: SipRequest, from: Flow): void {
  const { hop, routes } = onward(context, ack, from);
  const left = nextMaxForwards(ack);
  if (hop === null || left === null) {
    context.log.info('an ACK with nowhere to go', { callId: ack.headers.get('Call-ID') });
    return;
  }
  const headers = ack.headers.clone();
  setRoutes(headers, routes);
  if (headers.has('Max-Forwards')) headers.set('Max-Forwards', String(left));
  void sendOnward(context, { ...ack, headers }, hop);
}

async function sendOnward(context: EngineContext, ack: SipRequest, hop: NextHop): Promise<void> {
  try {
    const flow = flowAtHand(context.ports, hop);
    if (flow !== null) {
      context.ports.transactions.sendDirect(ack, flow);
      return;
    }
    const [target] = await targetsOf(context.ports, hop);
    if (target !== undefined)
      context.ports.transactions.sendDirect(ack, await openFlow(context.ports, target));
  } catch (error) {
    context.log.warn('an ACK could not be forwarded', {
      error: error instanceof Error ? error : String(error),
    });
  }
}
