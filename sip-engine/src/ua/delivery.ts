import { responseTo } from '../message/respond.ts';
import type { ServerTransaction } from '../transaction/transaction-layer.ts';
import type { EngineContext } from './context.ts';
import type { IncomingRequest } from './incoming-request.ts';
import { InviteExpiry } from './invite-expiry.ts';

/** Hands a request to its application, which owes an answer from now on. */
export function deliver(context: EngineContext, incoming: IncomingRequest): void {
  context.incoming.add(incoming);
  incoming.expiry = InviteExpiry.of(context, incoming);
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
  context.log.info('a request refused', {
    method: request.method,
    status,
    why,
    callId: request.headers.get('Call-ID'),
    remote: flow.remoteAddress,
  });
}

/**
 * An application that is connected may take its time, and drachtio-srf's own tests count on a 100 at once. It is not
 * needed where nothing is repeated, nor where the answer is made here: there the transaction says it only when 200 ms
 * have passed without another answer (RFC 3261 §17.2.1).
 */
export function stopRepetitions(transaction: ServerTransaction): void {
  if (!transaction.flow.reliable) transaction.respond(responseTo(transaction.request, 100));
}
