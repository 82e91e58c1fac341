import { responseTo } from '../message/respond.ts';
import type { ServerTransaction } from '../transaction/transaction-layer.ts';
import { Counters } from '../watch/counters.ts';
import type { EngineContext } from './context.ts';
import type { IncomingRequest } from './incoming-request.ts';

/** Hands a request to its application, which owes an answer from now on. */
export function deliver(context: EngineContext, incoming: IncomingRequest): void {
  context.incoming.add(incoming);
  incoming.application.onRequest(incoming);
}

/** Answers a request that no application shall see. */
export function refuse(
  context: EngineContext,
  transaction: ServerTransaction,
  status: number,
  why: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const { request, flow } = transaction;
  const response = responseTo(request, status);
  for (const [name, value] of Object.entries(headers)) response.headers.append(name, value);
  transaction.respond(response);
  context.counters.refusals.add(why);
  context.counters.responsesOut.add(Counters.responseClass(status));
  context.log.info('a request refused', {
    method: request.method,
    status,
    why,
    callId: request.headers.get('Call-ID'),
    remote: flow.remoteAddress,
  });
}
