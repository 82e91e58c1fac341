import { randomUUID } from 'node:crypto';
import type { SipRequest } from '../message/message.ts';
import { responseTo } from '../message/respond.ts';
import { RoutedRequest } from '../sending/routed-request.ts';
import type { SentMessage } from './application.ts';
import type { ApplicationDialog } from './application-dialog.ts';
import { type CdrEnd, cdrStop } from './cdr.ts';
import { type EngineContext, hopOf } from './context.ts';

/** Takes a dialog out of the tables and stops what runs for it. Requests nobody answered get a 487 (RFC 3261 §15.1.2). */
export function forgetDialog(context: EngineContext, dialog: ApplicationDialog): void {
  context.dialogs.remove(dialog);
  dialog.sessionTimer?.stop();
  dialog.sessionTimer = null;
  for (const awaited of dialog.awaitedAcks) awaited.retransmission.stop();
  dialog.awaitedAcks = [];
  for (const incoming of dialog.unanswered) {
    if (incoming.method === 'BYE' || incoming.state === 'answered') continue;
    incoming.state = 'answered';
    context.incoming.remove(incoming);
    incoming.transaction.respond(responseTo(incoming.transaction.request, 487));
  }
  dialog.unanswered.clear();
  dialog.releaseByes();
}

/**
 * Ends a dialog on the engine's own account: BYE to the peer, and the same BYE to the application as `unsolicited`.
 * @param text what the Reason header says, such as `ACK timeout`
 */
export function endByEngine(context: EngineContext, dialog: ApplicationDialog, text: string): void {
  if (dialog.state === 'ended') return;
  forgetDialog(context, dialog);
  context.counters.endedByEngine.add(text);
  context.log.warn('the engine ends a dialog', { dialogId: dialog.id, reason: text });
  const cseq = dialog.nextCSeq();
  const bye = (): SipRequest => {
    const request = dialog.request('BYE', cseq);
    request.headers.append('Reason', `SIP;cause=200;text="${text}"`);
    return request;
  };
  if (dialog.method === 'INVITE') cdrStop(context, 'application', endOf(text), bye());
  const hop = hopOf(context, dialog);
  let told = false;
  const tell = (sent: SentMessage | null): void => {
    if (told) return;
    told = true;
    dialog.application.onEndedByEngine(dialog, bye(), sent);
  };
  if (hop === null) {
    tell(null);
    return;
  }
  new RoutedRequest(context.ports, hop, {
    prepare: bye,
    onSent: (bytes, flow) => tell({ bytes, flow }),
    onResponse: () => {},
    onFailure: (status, detail) => {
      context.log.warn('a BYE of the engine got no answer', { dialogId: dialog.id, status, detail });
      tell(null);
    },
  });
}

function endOf(text: string): CdrEnd {
  if (text.startsWith('ACK timeout')) return 'ack-timeout';
  return text.startsWith('Session timer') ? 'session-expired' : 'system-initiated-termination';
}

/** An id that no later message refers to. */
export function throwAwayId(): string {
  return randomUUID();
}
