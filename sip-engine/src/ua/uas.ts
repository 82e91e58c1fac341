import { contactUri, recordRoutes } from '../dialog/dialog.ts';
import { Retransmission } from '../dialog/retransmission.ts';
import { parseCSeq } from '../message/cseq.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import { responseTo } from '../message/respond.ts';
import { fitsInNoDatagram } from '../sending/wire-bytes.ts';
import type { ServerTransaction } from '../transaction/transaction-layer.ts';
import type { Flow } from '../transport/flow.ts';
import type { Outcome } from './application.ts';
import { ApplicationDialog } from './application-dialog.ts';
import { cdrStart, cdrStop } from './cdr.ts';
import { contactOf, type EngineContext, startsSecureDialog } from './context.ts';
import { endByEngine, forgetDialog, throwAwayId } from './dialog-end.ts';
import { applyHeaders, type SparseMessage, sparseValue } from './header-rules.ts';
import type { IncomingRequest } from './incoming-request.ts';
import { ReliableProvisionals } from './reliable-provisionals.ts';
import { Ringing } from './ringing.ts';
import { armAsServer, sessionExpiresEcho } from './session.ts';
import { withBody } from './sparse-request.ts';

const unknownTransaction = 'Response not sent due to unknown transaction';
const tooLarge = 'Response not sent: it is too large for UDP';
/** Taken from the request, whatever the application says. */
const copiedHeaders: ReadonlySet<string> = new Set(['from', 'to', 'call-id', 'cseq', 'route']);

/** What an application answers to a request from the network. */
export interface Answer {
  /** 100 to 699. */
  readonly status: number;
  readonly reason: string;
  readonly sparse: SparseMessage;
  readonly outcome: Outcome;
}

/** Sends an application's response, or says why not. A response may have to wait for the PRACK of the one before. */
export function answerRequest(context: EngineContext, incoming: IncomingRequest, answer: Answer): void {
  if (answersUpdate(incoming, answer.sparse)) respondToEarlyUpdate(incoming, answer);
  else if (incoming.state === 'answered' || incoming.state === 'proxied')
    answer.outcome.refused(unknownTransaction);
  else if (incoming.reliable !== null && answer.status > 100 && answer.status < 300)
    incoming.reliable.inTurn(() => sendAnswer(context, incoming, answer));
  else sendAnswer(context, incoming, answer);
}

function answersUpdate(incoming: IncomingRequest, sparse: SparseMessage): boolean {
  if (incoming.openUpdate === null) return false;
  return parseCSeq(sparseValue(sparse, 'cseq') ?? '')?.method === 'UPDATE';
}

function respondToEarlyUpdate(incoming: IncomingRequest, answer: Answer): void {
  const update = incoming.openUpdate;
  if (update === null) return;
  if (answer.status >= 200) incoming.openUpdate = null;
  const response = buildResponse(incoming, update, answer);
  reportSent(answer, update, response);
}

function sendAnswer(context: EngineContext, incoming: IncomingRequest, answer: Answer): void {
  if (incoming.state === 'answered') {
    answer.outcome.refused(unknownTransaction);
    return;
  }
  if (incoming.transaction.flow.reliable && incoming.transaction.flow.closed) {
    answer.outcome.refused('transport for response has been shutdown or closed');
    endUnreachable(context, incoming, answer.status);
    return;
  }
  if (isReliableProvisional(incoming, answer)) {
    sendReliable(context, incoming, answer);
    return;
  }
  const response = buildResponse(incoming, incoming.transaction, answer);
  if (fitsInNoDatagram(response, incoming.transaction.flow)) {
    answer.outcome.refused(tooLarge);
    if (answer.status >= 200) endUnsaid(context, incoming);
    return;
  }
  if (answer.status > 100) becomeDialog(context, incoming, response);
  if (answer.status >= 200) settle(context, incoming);
  else onProvisional(context, incoming, answer.status);
  if (isSuccess(answer.status)) onSuccess(context, incoming, response);
  else if (answer.status >= 300) onRejection(context, incoming);
  if (incoming.method === 'INVITE' && !incoming.inDialog) tellCdr(context, response);
  reportSent(answer, incoming.transaction, response);
}

/** The application takes the request for answered. */
function endUnsaid(context: EngineContext, incoming: IncomingRequest): void {
  context.counters.refusals.add('answer too large');
  answerByEngine(context, incoming, 500, 'Response too large for UDP');
}

/**
 * The connection of a request has gone before its answer: nobody may be left there, so that no call can come of it. A
 * final response is tried by a new connection all the same (RFC 3261 §18.2.2), and ends the transaction if there is none.
 */
function endUnreachable(context: EngineContext, incoming: IncomingRequest, status: number): void {
  context.counters.refusals.add('connection gone');
  answerByEngine(context, incoming, status >= 300 ? status : 487, undefined, { end: 'call-canceled' });
}

function onProvisional(context: EngineContext, incoming: IncomingRequest, status: number): void {
  incoming.state = 'proceeding';
  if (status === 100 || incoming.method !== 'INVITE') return;
  incoming.ringing ??= new Ringing(context.ports.transactions.timers, incoming.transaction);
}

function tellCdr(context: EngineContext, response: SipResponse): void {
  if (isSuccess(response.status)) cdrStart(context, 'application', 'uas', response);
  else if (response.status >= 300) cdrStop(context, 'application', 'call-rejected', response);
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Sends and tells the application what was sent. */
function reportSent(answer: Answer, transaction: ServerTransaction, response: SipResponse): void {
  const bytes = transaction.respond(response);
  if (bytes === null) {
    answer.outcome.refused(unknownTransaction);
    return;
  }
  answer.outcome.sent(bytes, transaction.flow);
}

function buildResponse(
  incoming: IncomingRequest,
  transaction: ServerTransaction,
  answer: Answer,
): SipResponse {
  const { request, flow } = transaction;
  const { status, sparse } = answer;
  const options = status > 100 ? { toTag: incoming.localTag(chosenTag(sparse)) } : undefined;
  const response = responseTo(request, status, answer.reason, options);
  if (status > 100 && status < 300 && makesDialog(request.method))
    response.headers.copyFrom(request.headers, 'Record-Route');
  applyHeaders(response.headers, sparse, flow.listener, copiedHeaders);
  if (needsContact(request.method, status) && !response.headers.has('Contact')) {
    const contact = incoming.dialog?.contact ?? contactOf(flow.listener, startsSecureDialog(request));
    response.headers.append('Contact', contact);
  }
  addSessionExpires(request, response, status);
  return withBody(response, sparse);
}

function addSessionExpires(request: SipRequest, response: SipResponse, status: number): void {
  if (!isSuccess(status) || (request.method !== 'INVITE' && request.method !== 'UPDATE')) return;
  if (response.headers.has('Session-Expires')) return;
  const echo = sessionExpiresEcho(request);
  if (echo === null) return;
  response.headers.append('Session-Expires', echo);
  if (echo.endsWith('uac') && !response.headers.has('Require')) response.headers.append('Require', 'timer');
}

/** The tag that an application puts into its response's To becomes ours. */
function chosenTag(sparse: SparseMessage): string | undefined {
  const to = sparseValue(sparse, 'to');
  return to === undefined || !to.includes('tag=') ? undefined : tagOf(to);
}

export function makesDialog(method: string): boolean {
  return method === 'INVITE' || method === 'SUBSCRIBE';
}

/** A provisional response with a tag makes an early dialog (RFC 3261 §12.1.1); SIP.js drops one without Contact. */
function needsContact(method: string, status: number): boolean {
  if (isSuccess(status)) return makesDialog(method) || method === 'UPDATE';
  return method === 'INVITE' && status > 100 && status < 200;
}

function requires100rel(sparse: SparseMessage): boolean {
  return sparseValue(sparse, 'require')?.includes('100rel') ?? false;
}

/** The application asks for it, or the caller does (RFC 3262 §3: then every one must be reliable). */
function isReliableProvisional(incoming: IncomingRequest, answer: Answer): boolean {
  if (answer.status <= 100 || answer.status >= 200) return false;
  return requires100rel(answer.sparse) || (incoming.method === 'INVITE' && names100rel(incoming, 'Require'));
}

function names100rel({ transaction }: IncomingRequest, header: 'Require' | 'Supported'): boolean {
  return transaction.request.headers.getAll(header).some((line) => line.includes('100rel'));
}

function sendReliable(context: EngineContext, incoming: IncomingRequest, answer: Answer): void {
  const offered = names100rel(incoming, 'Supported') || names100rel(incoming, 'Require');
  if (!offered || incoming.method !== 'INVITE') {
    answer.outcome.refused('Remote endpoint does not support 100rel');
    return;
  }
  const reliable =
    incoming.reliable ??
    new ReliableProvisionals(context.ports.transactions.timers, context.times, () =>
      onNoPrack(context, incoming),
    );
  incoming.reliable = reliable;
  const response = buildResponse(incoming, incoming.transaction, answer);
  const rseq = reliable.nextRSeq();
  response.headers.set('RSeq', String(rseq));
  if (!requires100rel(answer.sparse)) response.headers.append('Require', '100rel');
  becomeDialog(context, incoming, response);
  onProvisional(context, incoming, answer.status);
  reliable.repeat(rseq, () => incoming.transaction.repeat());
  reportSent(answer, incoming.transaction, response);
}

/** RFC 3262 §3: without a PRACK the INVITE is rejected with a 5xx. */
function onNoPrack(context: EngineContext, incoming: IncomingRequest): void {
  if (incoming.state === 'answered') return;
  context.log.warn('no PRACK for a reliable provisional response', { callId: incoming.callId });
  context.counters.refusals.add('no PRACK');
  answerByEngine(context, incoming, 504, 'No PRACK received');
}

/** What may be said of an answer that the engine makes. */
export interface EngineAnswer {
  readonly headers?: readonly (readonly [string, string])[];
  /** How the call of an INVITE ends for its call record; null: the record has its end already. */
  readonly end?: 'call-rejected' | 'call-canceled' | null;
}

/** Answers a request that an application had, finally and without it. */
export function answerByEngine(
  context: EngineContext,
  incoming: IncomingRequest,
  status: number,
  reason?: string,
  { headers = [], end = 'call-rejected' }: EngineAnswer = {},
): Buffer | null {
  settle(context, incoming);
  onRejection(context, incoming);
  const response = responseTo(incoming.transaction.request, status, reason, { toTag: incoming.localTag() });
  for (const [name, value] of headers) response.headers.append(name, value);
  if (status === 503) response.headers.append('Retry-After', '5');
  if (end !== null && incoming.method === 'INVITE' && !incoming.inDialog) {
    const isCancelled = end === 'call-canceled';
    const last = isCancelled ? incoming.transaction.request : response;
    cdrStop(context, isCancelled ? 'network' : 'application', end, last);
  }
  return incoming.transaction.respond(response);
}

/** No more responses from the application. */
function settle(context: EngineContext, incoming: IncomingRequest): void {
  incoming.state = 'answered';
  incoming.reliable?.stop();
  incoming.ringing?.stop();
  context.incoming.remove(incoming);
  const { dialog } = incoming;
  if (dialog === null) return;
  dialog.unanswered.delete(incoming);
  if (dialog.receivedInvite === incoming) dialog.receivedInvite = null;
}

function onRejection(context: EngineContext, incoming: IncomingRequest): void {
  if (incoming.inDialog || incoming.dialog === null) return;
  forgetDialog(context, incoming.dialog);
}

/** The first response above 100 to an INVITE, or the 2xx to a SUBSCRIBE, makes the dialog (RFC 3261 §12.1.1). */
function becomeDialog(context: EngineContext, incoming: IncomingRequest, response: SipResponse): void {
  const { request, flow } = incoming.transaction;
  const { status } = response;
  const makes =
    request.method === 'INVITE' ? status < 300 : request.method === 'SUBSCRIBE' && isSuccess(status);
  if (!makes) return;
  const { dialog } = incoming;
  if (dialog !== null) {
    const contact = response.headers.get('Contact');
    if (contact !== undefined) dialog.contact = contact;
    return;
  }
  const made = uasDialog(incoming, request, response, flow);
  incoming.dialog = made;
  if (request.method === 'INVITE') made.receivedInvite = incoming;
  context.dialogs.add(made);
}

function uasDialog(
  incoming: IncomingRequest,
  request: SipRequest,
  response: SipResponse,
  flow: Flow,
): ApplicationDialog {
  const from = request.headers.get('From') ?? '';
  const cseq = parseCSeq(request.headers.get('CSeq') ?? '')?.number ?? 0;
  const remoteTarget = contactUri(request.headers);
  const routeSet = recordRoutes(request.headers);
  const dialog = new ApplicationDialog(
    {
      role: 'uas',
      method: request.method === 'INVITE' ? 'INVITE' : 'SUBSCRIBE',
      callId: incoming.callId,
      localTag: incoming.localTag(),
      remoteTag: tagOf(from),
      localAddress: response.headers.get('To') ?? '',
      remoteAddress: from,
      localCSeq: cseq,
      remoteCSeq: cseq,
      remoteTarget,
      routeSet,
      contact: response.headers.get('Contact') ?? contactOf(flow.listener),
    },
    incoming.application,
  );
  dialog.peerFlow = routeSet.length === 0 && isElsewhere(remoteTarget, flow) ? flow : null;
  dialog.origin = { uri: request.uri, cseq: request.headers.get('CSeq') ?? '' };
  return dialog;
}

/** Whether a peer's Contact does not say where its packets come from; on a stream the stream is always better. */
export function isElsewhere(remoteTarget: string | null, flow: Flow): boolean {
  if (flow.reliable || remoteTarget === null) return true;
  const match = /^sips?:(?:[^@]*@)?(\[[^\]]*\]|[^:;?>]+)(?::(\d+))?/i.exec(remoteTarget);
  const host = match?.[1]?.replace(/^\[|\]$/g, '');
  return host !== flow.remoteAddress || Number(match?.[2] ?? 5060) !== flow.remotePort;
}

function onSuccess(context: EngineContext, incoming: IncomingRequest, response: SipResponse): void {
  const { transaction, dialog } = incoming;
  const { request } = transaction;
  if (request.method === 'REGISTER' || request.method === 'SUBSCRIBE') {
    context.flowMemory.learn(request, response, transaction.flow);
  }
  if (!incoming.inDialog && !makesDialog(request.method)) context.accepted.add(request);
  if (dialog === null) return;
  dialog.state = dialog.state === 'ended' ? 'ended' : 'confirmed';
  if (request.method === 'INVITE') awaitAck(context, incoming, dialog);
  if (request.method === 'INVITE' || request.method === 'UPDATE') {
    if (response.body.length > 0) dialog.localSdp = response.body;
    armAsServer(context, dialog, response);
  }
}

/** RFC 3261 §13.3.1.4: the 2xx is repeated until the ACK; without one the dialog ends. */
function awaitAck(context: EngineContext, incoming: IncomingRequest, dialog: ApplicationDialog): void {
  const cseq = parseCSeq(incoming.transaction.request.headers.get('CSeq') ?? '')?.number ?? 0;
  const retransmission = new Retransmission(
    context.ports.transactions.timers,
    context.times,
    () => incoming.transaction.repeat(),
    () => {
      dialog.awaitedAcks = dialog.awaitedAcks.filter((each) => each !== awaited);
      if (!dialog.releaseByes()) endByEngine(context, dialog, 'ACK timeout');
    },
  );
  const awaited = {
    cseq,
    transactionId: incoming.inDialog ? throwAwayId() : incoming.transactionId,
    retransmission,
    first: !incoming.inDialog,
  };
  dialog.awaitedAcks.push(awaited);
}
