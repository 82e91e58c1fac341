import { deliver } from '../ua/delivery.ts';
import { IncomingRequest } from '../ua/incoming-request.ts';
import { answerByEngine } from '../ua/uas.ts';
import type { ApplicationConnection } from './application-connection.ts';
import type { DrachtioContext } from './drachtio-context.ts';

/**
 * A connection to an application ended. What it had not begun to answer goes to another application; what it had
 * begun is refused, what it asked for is cancelled. Calls that are up stay up until somebody hangs up.
 */
export function applicationGone(context: DrachtioContext, connection: ApplicationConnection): void {
  connection.markClosed();
  context.applications.remove(connection);
  context.log.info('an application is gone', { application: connection.name });
  for (const outgoing of [...context.outgoing.values()]) {
    if (outgoing.application === connection && outgoing.method === 'INVITE') outgoing.routed?.cancel();
  }
  for (const incoming of [...context.incoming.values()]) {
    if (incoming.application !== connection || incoming.state === 'proxied') continue;
    const other =
      incoming.state === 'waiting' && !incoming.inDialog ? context.applications.next(incoming.method) : null;
    if (other === null) {
      context.counters.refusals.add('application gone');
      answerByEngine(context, incoming, 503, 'Service Unavailable');
    } else handOver(context, incoming, other);
  }
}

function handOver(context: DrachtioContext, incoming: IncomingRequest, to: ApplicationConnection): void {
  context.incoming.remove(incoming);
  deliver(context, new IncomingRequest(incoming.transaction, to, null, incoming.receivedAtMs));
}

/** Applications that do not answer: non-INVITE senders give up after 64·T1 = 32 s, callers of a silent INVITE later. */
const nonInvitePatienceMs = 30_000;
const invitePatienceMs = 64_000;

/** Refuses what applications have had for too long without a word. */
export function refuseForgotten(context: DrachtioContext, nowMs: number): void {
  for (const incoming of [...context.incoming.values()]) {
    if (incoming.state !== 'waiting') continue;
    const patienceMs = incoming.method === 'INVITE' ? invitePatienceMs : nonInvitePatienceMs;
    if (nowMs - incoming.receivedAtMs < patienceMs) continue;
    context.counters.refusals.add('application silent');
    context.log.warn('an application did not answer', {
      application: incoming.application.name,
      method: incoming.method,
      callId: incoming.callId,
    });
    answerByEngine(context, incoming, 500, 'Application did not answer');
  }
}
