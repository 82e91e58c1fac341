import { randomInt } from 'node:crypto';
import { contactUri } from '../dialog/dialog.ts';
import { parseCSeq } from '../message/cseq.ts';
import type { SipRequest } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import { responseTo } from '../message/respond.ts';
import type { ServerTransaction } from '../transaction/transaction-layer.ts';
import type { Flow } from '../transport/flow.ts';
import type { ApplicationDialog } from './application-dialog.ts';
import { cdrStop } from './cdr.ts';
import type { EngineContext } from './context.ts';
import { deliver, refuse } from './delivery.ts';
import { forgetDialog } from './dialog-end.ts';
import { IncomingRequest } from './incoming-request.ts';
import { isSessionTooShort } from './session.ts';
import { answerByEngine } from './uas.ts';

/** Before the answer several telephones may speak, each in an early dialog of its own (RFC 3261 §12.1.2). */
export function isForked({ role, state }: ApplicationDialog): boolean {
  return role === 'uac' && state === 'early';
}

/** A request inside a dialog goes to the application that owns the dialog. */
export function receiveInDialog(
  context: EngineContext,
  dialog: ApplicationDialog,
  transaction: ServerTransaction,
): void {
  const { request } = transaction;
  const cseq = parseCSeq(request.headers.get('CSeq') ?? '')?.number ?? 0;
  if (dialog.application.closed) {
    ownerGone(context, dialog, transaction);
    return;
  }
  if (isForked(dialog)) dialog.turnTo(tagOf(request.headers.get('From') ?? '') ?? '');
  if (dialog.remoteCSeq !== null && cseq < dialog.remoteCSeq) {
    refuse(context, transaction, 500, 'CSeq out of order');
    return;
  }
  dialog.remoteCSeq = cseq;
  // A peer that is reached by its packets' source may have come by a new connection or through a new NAT binding.
  if (dialog.peerFlow !== null) dialog.peerFlow = transaction.flow;
  switch (request.method) {
    case 'INVITE':
      reInvite(context, dialog, transaction);
      return;
    case 'PRACK':
      prack(context, dialog, transaction);
      return;
    case 'UPDATE':
      update(context, dialog, transaction);
      return;
    case 'BYE':
      bye(context, dialog, transaction);
      return;
    default:
      refreshTarget(dialog, request);
      deliverInDialog(context, dialog, transaction);
  }
}

function ownerGone(context: EngineContext, dialog: ApplicationDialog, transaction: ServerTransaction): void {
  if (transaction.request.method !== 'BYE') {
    refuse(context, transaction, 481, 'the application is gone');
    return;
  }
  context.log.info('a call of an application that is gone was hung up', { dialogId: dialog.id });
  forgetDialog(context, dialog);
  transaction.respond(responseTo(transaction.request, 200));
}

function deliverInDialog(
  context: EngineContext,
  dialog: ApplicationDialog,
  transaction: ServerTransaction,
): IncomingRequest {
  const incoming = new IncomingRequest(transaction, dialog.application, dialog);
  dialog.unanswered.add(incoming);
  deliver(context, incoming);
  return incoming;
}

/** RFC 3261 §12.2.2: INVITE, UPDATE, SUBSCRIBE and NOTIFY may move the peer. */
function refreshTarget(dialog: ApplicationDialog, request: SipRequest): void {
  if (!targetRefreshMethods.has(request.method)) return;
  dialog.remoteTarget = contactUri(request.headers) ?? dialog.remoteTarget;
}

const targetRefreshMethods: ReadonlySet<string> = new Set(['INVITE', 'UPDATE', 'SUBSCRIBE', 'NOTIFY']);

/** RFC 3261 §14.2: one INVITE at a time in each direction. */
function reInvite(context: EngineContext, dialog: ApplicationDialog, transaction: ServerTransaction): void {
  const { request } = transaction;
  if ((dialog.sentInvite?.open ?? false) || dialog.openOffers > 0) {
    refuse(context, transaction, 491, 'INVITE glare');
    return;
  }
  if (dialog.receivedInvite !== null) {
    refuse(context, transaction, 500, 'overlapping INVITE', { 'Retry-After': retryAfter() });
    return;
  }
  if (isSessionTooShort(request)) {
    refuse(context, transaction, 422, 'session interval too small', { 'Min-SE': '90' });
    return;
  }
  refreshTarget(dialog, request);
  dialog.receivedInvite = deliverInDialog(context, dialog, transaction);
}

function prack(context: EngineContext, dialog: ApplicationDialog, transaction: ServerTransaction): void {
  const reliable = dialog.receivedInvite?.reliable ?? null;
  if (reliable === null || !reliable.acknowledge(transaction.request.headers.get('RAck'))) {
    refuse(context, transaction, 481, 'PRACK for nothing');
    return;
  }
  deliverInDialog(context, dialog, transaction);
  reliable.release();
}

/** Before the INVITE is answered an UPDATE comes under the INVITE's transaction id (RFC 3311 §5.2). */
function update(context: EngineContext, dialog: ApplicationDialog, transaction: ServerTransaction): void {
  const { request } = transaction;
  const invite = dialog.receivedInvite;
  if (isSessionTooShort(request)) {
    refuse(context, transaction, 422, 'session interval too small', { 'Min-SE': '90' });
    return;
  }
  if (request.body.length > 0 && isOfferOpen(dialog)) {
    refuse(context, transaction, 491, 'UPDATE glare');
    return;
  }
  if (isUpdateOpen(dialog) || (request.body.length > 0 && isAnswerOwed(dialog))) {
    refuse(context, transaction, 500, 'overlapping UPDATE', { 'Retry-After': retryAfter() });
    return;
  }
  refreshTarget(dialog, request);
  if (invite === null || invite.inDialog) {
    deliverInDialog(context, dialog, transaction);
    return;
  }
  invite.openUpdate = transaction;
  invite.application.onEarlyUpdate(invite, transaction);
}

/** RFC 3311 §5.2: an offer of ours that the peer has not answered. */
function isOfferOpen({ sentInvite, openOffers }: ApplicationDialog): boolean {
  return openOffers > 0 || (sentInvite?.open === true && sentInvite.offering);
}

/** RFC 3311 §5.2: an UPDATE of the peer that the application has not answered. */
function isUpdateOpen({ receivedInvite, unanswered }: ApplicationDialog): boolean {
  if (receivedInvite !== null && receivedInvite.openUpdate !== null) return true;
  for (const { method } of unanswered) if (method === 'UPDATE') return true;
  return false;
}

/** RFC 3311 §5.2: an offer in a later INVITE of the peer, to which a reliable response may have had the answer. */
function isAnswerOwed({ receivedInvite: invite }: ApplicationDialog): boolean {
  return invite?.inDialog === true && invite.reliable === null && invite.transaction.request.body.length > 0;
}

/** RFC 3261 §14.2: at random, so that both sides do not try again together; seconds. */
function retryAfter(): string {
  return String(randomInt(11));
}

/** RFC 3261 §15.1.2. A BYE in an early dialog ends the INVITE too. */
function bye(context: EngineContext, dialog: ApplicationDialog, transaction: ServerTransaction): void {
  const invite = dialog.receivedInvite;
  const early = dialog.state === 'early';
  forgetDialog(context, dialog);
  if (dialog.method === 'INVITE') cdrStop(context, 'network', 'normal-release', transaction.request);
  if (invite !== null && invite.state !== 'answered')
    answerByEngine(context, invite, 487, 'Request Terminated', { end: null });
  if (early) dialog.sentInvite?.routed?.cancel();
  const incoming = new IncomingRequest(transaction, dialog.application, dialog);
  dialog.unanswered.add(incoming);
  deliver(context, incoming);
}

/** An ACK to a 2xx of ours. */
export function acknowledged(
  context: EngineContext,
  dialog: ApplicationDialog,
  ack: SipRequest,
  flow: Flow,
): void {
  const number = Number.parseInt(ack.headers.get('CSeq') ?? '', 10);
  const index = dialog.awaitedAcks.findIndex(({ cseq }) => cseq === number);
  const awaited = dialog.awaitedAcks[index];
  if (awaited === undefined) {
    context.log.debug('a repeated ACK', { dialogId: dialog.id });
    return;
  }
  awaited.retransmission.stop();
  dialog.awaitedAcks.splice(index, 1);
  dialog.application.onAck(dialog, awaited, ack, flow);
  if (!dialog.mustNotSayBye) dialog.releaseByes();
}
