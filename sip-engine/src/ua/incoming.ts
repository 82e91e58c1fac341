import type { SipRequest, SipResponse } from '../message/message.ts';
import { KNOWN_METHODS } from '../message/methods.ts';
import { tagOf } from '../message/name-addr.ts';
import { responseTo } from '../message/respond.ts';
import type {
  ServerTransaction,
  TransactionUser,
  UnwantedResponse,
} from '../transaction/transaction-layer.ts';
import type { Flow } from '../transport/flow.ts';
import type { ApplicationDialog } from './application-dialog.ts';
import { cdrAttempt } from './cdr.ts';
import { contactOf, type EngineContext, startsSecureDialog } from './context.ts';
import { deliver, refuse, stopRepetitions } from './delivery.ts';
import { IncomingRequest } from './incoming-request.ts';
import { endCancelled } from './invite-expiry.ts';
import { isMerged } from './merged-requests.ts';
import { forwardAck, forwardInDialog, wayThroughUs } from './proxied-dialogs.ts';
import { acknowledged, isForked, receiveInDialog } from './received-in-dialog.ts';
import { ruledAnswer } from './request-rules.ts';

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
    context.counters.requestsIn.add(KNOWN_METHODS.has(request.method) ? request.method : 'other');
    const toTag = tagOf(request.headers.get('To') ?? '');
    const dialog = toTag === undefined ? undefined : findDialog(context, request, toTag);
    const way = dialog === undefined ? wayThroughUs(context, request, toTag) : null;
    if (dialog !== undefined) receiveInDialog(context, dialog, transaction);
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
    endCancelled(context, incoming, cancel);
  }

  onUnwantedResponse(response: SipResponse, flow: Flow, why: UnwantedResponse): void {
    this.#context.counters.responsesDiscarded.add(why);
    this.#context.log.debug('a response discarded', {
      why,
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

function belongsToNoDialog(request: SipRequest, toTag: string | undefined): boolean {
  return onlyInDialog.has(request.method) || (toTag !== undefined && request.method === 'INVITE');
}

function newRequest(context: EngineContext, transaction: ServerTransaction, handlers: RequestTaker): void {
  const { request } = transaction;
  if (context.applications.isReserved(request.method)) {
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
    return;
  }
  if (context.native.take(transaction)) return;
  if (request.method === 'INVITE') cdrAttempt(context, 'network', request);
  if (handlers.take(transaction)) return;
  const native = context.native.ownerOf(request);
  const application = native ?? context.applications.next(request.method);
  if (application === null) {
    if (!context.native.takeUnrouted(transaction)) refuseUnrouted(context, transaction);
    return;
  }
  const incoming = new IncomingRequest(transaction, application, null);
  if (request.method === 'INVITE' && native === null) stopRepetitions(transaction);
  if (request.method === 'INVITE' && context.rules.alwaysSend180 === true) ring(incoming);
  deliver(context, incoming);
}

function ring(incoming: IncomingRequest): void {
  const { request, flow } = incoming.transaction;
  const ringing = responseTo(request, 180, undefined, { toTag: incoming.localTag() });
  ringing.headers.copyFrom(request.headers, 'Record-Route');
  ringing.headers.append('Contact', contactOf(flow.listener, startsSecureDialog(request)));
  incoming.transaction.respond(ringing);
}

/** SIP URIs, telephone numbers (RFC 3966) and services such as `urn:service:sos` (RFC 5031); else 416 (RFC 3261 §8.2.2.1). */
function isKnownScheme(uri: string): boolean {
  return uri.startsWith('sip:') || /^(?:sips?|tel|urn):/i.test(uri);
}

/** RFC 3261 §10.3: `Contact: *` only with Expires 0. */
function isBadStar(request: SipRequest): boolean {
  return request.headers.get('Contact') === '*' && request.headers.get('Expires') !== '0';
}

function refuseUnrouted(context: EngineContext, transaction: ServerTransaction): void {
  const { method } = transaction.request;
  if (context.applications.isEmpty) {
    refuse(context, transaction, 503, 'no application', { 'Retry-After': '5' });
    return;
  }
  const allow = { Allow: context.applications.allowedMethods().join(', ') };
  refuse(context, transaction, KNOWN_METHODS.has(method) ? 405 : 501, 'no application for the method', allow);
}
