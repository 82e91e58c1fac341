import { randomInt } from 'node:crypto';
import { contactUri } from '../dialog/dialog.ts';
import { parseCSeq } from '../message/cseq.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import { responseTo } from '../message/respond.ts';
import { serialize } from '../message/serialize.ts';
import type { ServerTransaction, TransactionUser } from '../transaction/transaction-layer.ts';
import type { Flow } from '../transport/flow.ts';
import type { ApplicationConnection } from './application-connection.ts';
import type { ApplicationDialog } from './application-dialog.ts';
import { cdrAttempt, cdrStop } from './cdr.ts';
import { contactOf, type EngineContext, peerOf } from './context.ts';
import { Counters } from './counters.ts';
import { forgetDialog } from './dialog-end.ts';
import { flowClosedMethod } from './flow-closed.ts';
import { IncomingRequest } from './incoming-request.ts';
import { forwardAck, forwardInDialog, wayThroughUs } from './proxied-dialogs.ts';
import { ruledAnswer } from './request-rules.ts';
import { isSessionTooShort } from './session.ts';
import { answerByEngine } from './uas.ts';
import { withVerifiedPeer } from './verified-peer.ts';

const knownMethods: ReadonlySet<string> = new Set(
  'INVITE ACK BYE CANCEL REGISTER OPTIONS PRACK SUBSCRIBE NOTIFY PUBLISH INFO REFER MESSAGE UPDATE'.split(
    ' ',
  ),
);
/** Make no sense outside a dialog. */
const onlyInDialog: ReadonlySet<string> = new Set(['BYE', 'UPDATE', 'PRACK']);

interface RequestTaker {
  /** False: the request is not its business. */
  take(transaction: ServerTransaction): boolean;
}

/** What arrives from the network: it finds the dialog and the application of each request. */
export class IncomingMessages implements TransactionUser {
  readonly #context: EngineContext;
  readonly #handlers: RequestTaker;

  /** @param handlers looks at each new request before the applications that are connected */
  constructor(context: EngineContext, handlers: RequestTaker) {
    this.#context = context;
    this.#handlers = handlers;
  }

  onRequest(transaction: ServerTransaction): void {
    const context = this.#context;
    const { request } = transaction;
    context.counters.requestsIn.add(knownMethods.has(request.method) ? request.method : 'other');
    const toTag = tagOf(request.headers.get('To') ?? '');
    const dialog = toTag === undefined ? undefined : findDialog(context, request, toTag);
    const way = dialog === undefined ? wayThroughUs(context, request, toTag) : null;
    if (dialog !== undefined) inDialog(context, dialog, transaction);
    else if (way !== null) forwardInDialog(context, transaction, way);
    else if (belongsToNoDialog(request, toTag)) {
      refuse(context, transaction, 481, 'no such dialog');
    } else newRequest(context, transaction, this.#handlers);
  }

  /** An ACK to a 2xx. */
  onAck(ack: SipRequest, flow: Flow): void {
    const context = this.#context;
    context.counters.requestsIn.add('ACK');
    const toTag = tagOf(ack.headers.get('To') ?? '');
    const dialog = toTag === undefined ? undefined : findDialog(context, ack, toTag);
    const way = dialog === undefined ? wayThroughUs(context, ack, toTag) : null;
    if (dialog !== undefined) acknowledged(context, dialog, ack, flow);
    else if (way !== null) forwardAck(context, ack, flow, way);
    else context.log.debug('an ACK for nothing', { callId: ack.headers.get('Call-ID') });
  }

  /** The transaction layer has answered the CANCEL. */
  onCancel(transaction: ServerTransaction, cancel: SipRequest): void {
    const context = this.#context;
    context.counters.requestsIn.add('CANCEL');
    const incoming = context.incoming.byTransaction(transaction);
    if (incoming === undefined) {
      context.log.debug('a CANCEL after the final response', { callId: cancel.headers.get('Call-ID') });
      return;
    }
    if (incoming.proxy !== null) {
      incoming.proxy.cancel(cancel);
      return;
    }
    const dialogId = incoming.dialog?.id ?? '';
    cdrStop(context, 'network', 'call-canceled', transaction.request);
    answerByEngine(context, incoming, 487, 'Request Terminated');
    const bytes = serialize(cancel);
    incoming.connection.sendSip(
      {
        source: 'network',
        bytes: bytes.length,
        from: peerOf(transaction.flow),
        transactionId: incoming.transactionId,
        dialogId,
      },
      bytes,
    );
  }

  onStrayResponse(response: SipResponse, flow: Flow): void {
    this.#context.log.debug('a response to no request', {
      status: response.status,
      callId: response.headers.get('Call-ID'),
      remote: flow.remoteAddress,
    });
  }
}

function findDialog(
  context: EngineContext,
  request: SipRequest,
  toTag: string,
): ApplicationDialog | undefined {
  const dialog = context.dialogs.find(request.headers.get('Call-ID') ?? '', toTag);
  if (dialog === undefined || dialog.remoteTag === undefined) return dialog;
  const fromTag = tagOf(request.headers.get('From') ?? '');
  return fromTag === dialog.remoteTag || isForked(dialog) ? dialog : undefined;
}

/** Before the answer several telephones may speak, each in an early dialog of its own (RFC 3261 §12.1.2). */
function isForked({ role, state }: ApplicationDialog): boolean {
  return role === 'uac' && state === 'early';
}

function belongsToNoDialog(request: SipRequest, toTag: string | undefined): boolean {
  return onlyInDialog.has(request.method) || (toTag !== undefined && request.method === 'INVITE');
}

function refuse(
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

function newRequest(context: EngineContext, transaction: ServerTransaction, handlers: RequestTaker): void {
  const { request } = transaction;
  if (request.method === flowClosedMethod) {
    // Only the engine itself may say so.
    refuseUnrouted(context, transaction);
    return;
  }
  if (!isKnownScheme(request.uri)) {
    refuse(context, transaction, 416, 'unknown URI scheme');
    return;
  }
  if (request.method === 'REGISTER' && isBadStar(request)) {
    refuse(context, transaction, 400, 'Contact * without Expires 0');
    return;
  }
  if (isMerged(context, request)) {
    refuse(context, transaction, 482, 'merged request');
    return;
  }
  const ruled = ruledAnswer(context.rules, request);
  if (ruled === 403) {
    refuse(context, transaction, 403, 'no realm');
    return;
  }
  if (ruled === 200) {
    transaction.respond(responseTo(request, 200));
    context.counters.responsesOut.add(Counters.responseClass(200));
    return;
  }
  if (context.native.take(transaction)) return;
  if (request.method === 'INVITE') cdrAttempt(context, 'network', request);
  if (handlers.take(transaction)) return;
  const connection = context.applications.next(request.method);
  if (connection === null) {
    refuseUnrouted(context, transaction);
    return;
  }
  const incoming = new IncomingRequest(transaction, connection, null);
  if (request.method === 'INVITE') stopRepetitions(transaction);
  if (request.method === 'INVITE' && context.rules.alwaysSend180 === true) ring(context, incoming);
  deliver(context, incoming);
}

function ring(context: EngineContext, incoming: IncomingRequest): void {
  const { request, flow } = incoming.transaction;
  const ringing = responseTo(request, 180, undefined, { toTag: incoming.localTag() });
  ringing.headers.copyFrom(request.headers, 'Record-Route');
  ringing.headers.append('Contact', contactOf(flow.listener));
  incoming.transaction.respond(ringing);
  context.counters.responsesOut.add(Counters.responseClass(180));
}

/**
 * A 100 at once keeps an INVITE from being repeated. Where nothing is repeated it is not needed: there the transaction
 * says it only when 200 ms have passed without another answer (RFC 3261 §17.2.1).
 */
function stopRepetitions(transaction: ServerTransaction): void {
  if (!transaction.flow.reliable) transaction.respond(responseTo(transaction.request, 100));
}

/** SIP URIs, telephone numbers (RFC 3966) and services such as `urn:service:sos` (RFC 5031); else 416 (RFC 3261 §8.2.2.1). */
function isKnownScheme(uri: string): boolean {
  return /^(?:sips?|tel|urn):/i.test(uri);
}

/** RFC 3261 §10.3: `Contact: *` only with Expires 0. */
function isBadStar(request: SipRequest): boolean {
  return request.headers.get('Contact') === '*' && request.headers.get('Expires') !== '0';
}

/** The same request by another way (RFC 3261 §8.2.2.2): the first one is under way. */
function isMerged(context: EngineContext, request: SipRequest): boolean {
  const other = context.incoming.outsideDialogs(request.headers.get('Call-ID') ?? '')?.transaction.request;
  if (other === undefined || other.uri !== request.uri) return false;
  const sameCSeq = other.headers.get('CSeq') === request.headers.get('CSeq');
  return sameCSeq && tagOf(other.headers.get('From') ?? '') === tagOf(request.headers.get('From') ?? '');
}

function refuseUnrouted(context: EngineContext, transaction: ServerTransaction): void {
  const { method } = transaction.request;
  if (context.applications.isEmpty) {
    refuse(context, transaction, 503, 'no application', { 'Retry-After': '5' });
    return;
  }
  const allow = { Allow: context.applications.allowedMethods().join(', ') };
  refuse(context, transaction, knownMethods.has(method) ? 405 : 501, 'no application for the method', allow);
}

/** Hands a request to its application, which owes an answer from now on. */
export function deliver(context: EngineContext, incoming: IncomingRequest, transactionId?: string): void {
  const { transaction, connection, dialog } = incoming;
  const { flow, request } = transaction;
  context.incoming.add(incoming);
  const bytes = serialize(withVerifiedPeer(request, flow));
  const receivedOn = incoming.inDialog
    ? {}
    : { receivedOn: { address: flow.localAddress, port: flow.localPort } };
  connection.sendSip(
    {
      source: 'network',
      bytes: bytes.length,
      from: peerOf(flow),
      transactionId: transactionId ?? incoming.transactionId,
      dialogId: dialog?.id ?? '',
      ...receivedOn,
    },
    bytes,
  );
}

/** A request inside a dialog goes to the application that owns the dialog. */
function inDialog(context: EngineContext, dialog: ApplicationDialog, transaction: ServerTransaction): void {
  const { request } = transaction;
  const cseq = parseCSeq(request.headers.get('CSeq') ?? '')?.number ?? 0;
  if (dialog.connection.closed) {
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
  const incoming = new IncomingRequest(transaction, dialog.connection, dialog);
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
  stopRepetitions(transaction);
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
  if (isUpdateOpen(dialog)) {
    refuse(context, transaction, 500, 'overlapping UPDATE', { 'Retry-After': retryAfter() });
    return;
  }
  refreshTarget(dialog, request);
  if (invite === null || invite.inDialog) {
    deliverInDialog(context, dialog, transaction);
    return;
  }
  invite.openUpdate = transaction;
  const bytes = serialize(request);
  invite.connection.sendSip(
    {
      source: 'network',
      bytes: bytes.length,
      from: peerOf(transaction.flow),
      transactionId: invite.transactionId,
      dialogId: dialog.id,
    },
    bytes,
  );
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
    answerByEngine(context, invite, 487, 'Request Terminated');
  if (early) dialog.sentInvite?.routed?.cancel();
  const incoming = new IncomingRequest(transaction, dialog.connection, dialog);
  dialog.unanswered.add(incoming);
  deliver(context, incoming);
}

function acknowledged(context: EngineContext, dialog: ApplicationDialog, ack: SipRequest, flow: Flow): void {
  const number = Number.parseInt(ack.headers.get('CSeq') ?? '', 10);
  const index = dialog.awaitedAcks.findIndex(({ cseq }) => cseq === number);
  const awaited = dialog.awaitedAcks[index];
  if (awaited === undefined) {
    context.log.debug('a repeated ACK', { dialogId: dialog.id });
    return;
  }
  awaited.retransmission.stop();
  dialog.awaitedAcks.splice(index, 1);
  const bytes = serialize(ack);
  const connection: ApplicationConnection = dialog.connection;
  connection.sendSip(
    {
      source: 'network',
      bytes: bytes.length,
      from: peerOf(flow),
      transactionId: awaited.transactionId,
      dialogId: dialog.id,
    },
    bytes,
  );
}
