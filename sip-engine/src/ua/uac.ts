import { dialogId } from '../dialog/dialog.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import { responseTo } from '../message/respond.ts';
import { serialize } from '../message/serialize.ts';
import { type NextHop, numericTarget } from '../sending/next-hop.ts';
import { RoutedRequest } from '../sending/routed-request.ts';
import type { Flow, Listener } from '../transport/flow.ts';
import type { Outcome } from './application.ts';
import type { ApplicationDialog } from './application-dialog.ts';
import { cdrAttempt, cdrStart, cdrStop } from './cdr.ts';
import { type EngineContext, hopOf, listenerOf } from './context.ts';
import { sendAck } from './dialog-ack.ts';
import { forgetDialog } from './dialog-end.ts';
import { FurtherAnswers } from './further-answers.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import { newSentInvite } from './session.ts';
import { cseqOfRequest, dialogMethods, learnEarly, learnFromSuccess } from './uac-dialog.ts';

/** Sends a request of an application, tells it what was sent, and passes up what comes back. The outcome is never a refusal. */
export function send(
  context: EngineContext,
  outgoing: OutgoingRequest,
  hop: NextHop,
  outcome: Outcome,
  prepare: (listener: Listener) => SipRequest,
): void {
  context.outgoing.set(outgoing.transactionId, outgoing);
  let echoed = false;
  const adopt = (request: SipRequest): SipRequest => {
    outgoing.request = request;
    if (outgoing.dialog === null && dialogMethods.has(outgoing.method)) {
      const { headers } = request;
      outgoing.dialogId = dialogId(headers.get('Call-ID') ?? '', tagOf(headers.get('From') ?? '') ?? '');
      if (outgoing.method === 'INVITE')
        outgoing.invite ??= newSentInvite(cseqOfRequest(request), request.body.length > 0);
    }
    return request;
  };
  const echo = (bytes: Buffer, flow: Flow | null): void => {
    if (echoed) return;
    echoed = true;
    outcome.sent(bytes, flow, outgoing.transactionId);
  };
  const routed = new RoutedRequest(context.ports, hop, {
    prepare: (listener) => adopt(prepare(listener)),
    onSent: (bytes, flow) => {
      if (!echoed && startsCall(outgoing) && outgoing.request !== null)
        cdrAttempt(context, 'application', outgoing.request);
      echo(bytes, flow);
    },
    onResponse: (response, flow) => onResponse(context, outgoing, response, flow),
    onFailure: (status, detail) => {
      const request = outgoing.request ?? adopt(prepare(listenerTo(context, hop)));
      echo(serialize(request), null);
      onFailure(context, outgoing, request, status, detail);
    },
  });
  outgoing.routed = routed;
  if (outgoing.invite !== null) outgoing.invite.routed = routed;
}

function startsCall(outgoing: OutgoingRequest): boolean {
  return outgoing.method === 'INVITE' && (outgoing.dialog === null || outgoing.dialog.state === 'early');
}

/** Contact and From need a listener even when nothing could be sent. */
function listenerTo(context: EngineContext, hop: NextHop): Listener {
  if (hop.kind === 'flow') return hop.flow.listener;
  const target = hop.kind === 'target' ? hop.target : numericTarget(hop.uri);
  const found = target === null ? null : listenerOf(context, target.protocol);
  const listener = found ?? context.ports.transports.listeners[0];
  if (listener === undefined) throw new Error('the engine has no listener');
  return listener;
}

/** The code for other warnings (RFC 3261 §20.43); what a certificate or resolver said must not end the header. */
const warningOf = (detail: string): string =>
  `399 engine "${detail.replace(/[^ -~]+/g, ' ').replace(/["\\]/g, '\\$&')}"`;

/** A final response that nobody sent: the application is told as if it came from the network, and why by a Warning. */
function onFailure(
  context: EngineContext,
  outgoing: OutgoingRequest,
  request: SipRequest,
  status: 408 | 410 | 487 | 503,
  detail: string,
): void {
  context.log.info('a request got no response', {
    method: outgoing.method,
    status,
    detail,
    callId: request.headers.get('Call-ID'),
  });
  const response = responseTo(request, status);
  response.headers.append('Warning', warningOf(detail));
  finish(context, outgoing, response);
  outgoing.application.onResponse(outgoing, response, null);
}

function onResponse(
  context: EngineContext,
  outgoing: OutgoingRequest,
  response: SipResponse,
  flow: Flow,
): void {
  if (outgoing.method === 'INVITE') {
    if (!isNewsOfInvite(outgoing, response, flow)) return;
  } else if (outgoing.finished) return;
  if (response.status >= 200) finish(context, outgoing, response);
  else if (outgoing.dialog === null || outgoing.dialog.state === 'early')
    learnEarly(context, outgoing, response, flow);
  if (response.status >= 200 && response.status < 300) learnFromSuccess(context, outgoing, response, flow);
  if (outgoing.application.closed) onResponseForNobody(context, outgoing, response);
  else outgoing.application.onResponse(outgoing, response, flow);
}

/** Repeated 2xx, and reliable 1xx that are repeated or out of order, are dealt with here and not passed up. */
function isNewsOfInvite(outgoing: OutgoingRequest, response: SipResponse, flow: Flow): boolean {
  if (!outgoing.finished) {
    const tag = tagOf(response.headers.get('To') ?? '') ?? '';
    return response.status >= 200 || isNextReliable(outgoing, response, tag);
  }
  outgoing.further?.onResponse(response, flow);
  return false;
}

/** RFC 3262 §4: in each dialog a reliable response must follow the one before; others are ignored and sent again. */
function isNextReliable(outgoing: OutgoingRequest, response: SipResponse, tag: string): boolean {
  const rseq = Number.parseInt(response.headers.get('RSeq') ?? '', 10);
  const { invite } = outgoing;
  if (Number.isNaN(rseq) || invite === null) return true;
  const last = invite.rseqByTag.get(tag);
  if (last !== undefined && rseq !== last + 1) return false;
  invite.rseqByTag.set(tag, rseq);
  if (response.body.length > 0) invite.offering = false;
  return true;
}

/** The final response is known: the transaction leaves the tables. */
function finish(context: EngineContext, outgoing: OutgoingRequest, response: SipResponse): void {
  outgoing.finished = true;
  tellCdr(context, outgoing, response);
  context.outgoing.delete(outgoing.transactionId);
  const { dialog, invite } = outgoing;
  if (invite !== null) {
    invite.open = false;
    invite.routed = null;
    if (response.status < 300) outgoing.leaveTo(new FurtherAnswers(context, invite, outgoing.dialogId));
  }
  outgoing.closeOffer();
  if (dialog === null) return;
  const success = response.status < 300;
  if (dialog.state === 'early' && !success && dialogMethods.has(outgoing.method))
    forgetDialog(context, dialog);
  if (outgoing.method === 'BYE' && response.status !== 401 && response.status !== 407)
    forgetDialog(context, dialog);
  if (outgoing.method === 'NOTIFY' && dialog.method === 'SUBSCRIBE' && isOver(outgoing, response))
    forgetDialog(context, dialog);
}

/** RFC 6665 §4.2.2: the subscription has ended, or its subscriber does not take what it is told. */
function isOver({ request }: OutgoingRequest, { status, headers }: SipResponse): boolean {
  if (endsSubscription(request)) return true;
  return status >= 300 && status !== 401 && status !== 407 && !headers.has('Retry-After');
}

function tellCdr(context: EngineContext, outgoing: OutgoingRequest, response: SipResponse): void {
  const { request, dialog, invite } = outgoing;
  const success = response.status < 300;
  if (startsCall(outgoing)) {
    if (success) cdrStart(context, 'network', 'uac', response);
    else if (invite?.cancelled && request !== null) cdrStop(context, 'application', 'call-canceled', request);
    else cdrStop(context, 'network', 'call-rejected', response);
  } else if (outgoing.method === 'BYE' && dialog?.method === 'INVITE' && dialog.state !== 'ended') {
    if (response.status === 401 || response.status === 407 || request === null) return;
    cdrStop(context, 'application', 'normal-release', request);
  }
}

function endsSubscription(request: SipRequest | null): boolean {
  return /^\s*terminated\b/i.test(request?.headers.get('Subscription-State') ?? '');
}

/** The application is gone: a call that was just answered must not stay up with nobody. */
function onResponseForNobody(context: EngineContext, outgoing: OutgoingRequest, response: SipResponse): void {
  context.log.warn('a response for an application that is gone', {
    method: outgoing.method,
    status: response.status,
  });
  const { dialog, invite } = outgoing;
  if (outgoing.method !== 'INVITE' || dialog === null || invite === null) return;
  if (response.status < 200 || response.status >= 300) return;
  sendAck(context, dialog, invite, {
    onSent: () => hangUp(context, dialog),
    onFailed: () => forgetDialog(context, dialog),
  });
}

function hangUp(context: EngineContext, dialog: ApplicationDialog): void {
  const hop = hopOf(context, dialog);
  forgetDialog(context, dialog);
  if (hop === null) return;
  const cseq = dialog.nextCSeq();
  new RoutedRequest(context.ports, hop, {
    prepare: () => dialog.request('BYE', cseq),
    onResponse: () => {},
    onFailure: () => {},
  });
}
