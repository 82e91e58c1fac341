import { contactUri, recordRoutes } from '../dialog/dialog.ts';
import { parseCSeq } from '../message/cseq.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import type { Flow } from '../transport/flow.ts';
import { ApplicationDialog } from './application-dialog.ts';
import type { EngineContext } from './context.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import { armAsClient } from './session.ts';
import { isElsewhere } from './uas.ts';

/** Requests whose success makes a dialog. */
export const dialogMethods: ReadonlySet<string> = new Set(['INVITE', 'SUBSCRIBE']);

export function cseqOfRequest(request: SipRequest): number {
  return parseCSeq(request.headers.get('CSeq') ?? '')?.number ?? 0;
}

/** A provisional response with a To tag makes or refreshes the early dialog (RFC 3261 §12.1.2). */
export function learnEarly(
  context: EngineContext,
  outgoing: OutgoingRequest,
  response: SipResponse,
  flow: Flow,
): void {
  const { request } = outgoing;
  if (outgoing.method !== 'INVITE' || request === null || response.status === 100) return;
  const tag = tagOf(response.headers.get('To') ?? '');
  if (tag === undefined) return;
  if (outgoing.dialog === null) {
    adoptDialog(context, outgoing, uacDialog(outgoing, request, response, flow));
    return;
  }
  outgoing.dialog.turnTo(tag);
  learnRemote(outgoing.dialog, request, response, flow);
}

function adoptDialog(context: EngineContext, outgoing: OutgoingRequest, dialog: ApplicationDialog): void {
  outgoing.dialog = dialog;
  dialog.sentInvite = outgoing.invite;
  context.dialogs.add(dialog);
}

/** A 2xx to an INVITE, SUBSCRIBE or UPDATE confirms, moves or re-arms the dialog. */
export function learnFromSuccess(
  context: EngineContext,
  outgoing: OutgoingRequest,
  response: SipResponse,
  flow: Flow,
): void {
  const { request } = outgoing;
  if (request === null) return;
  if (outgoing.method === 'UPDATE' && outgoing.dialog !== null) {
    refreshTarget(outgoing.dialog, response);
    if (request.body.length > 0) outgoing.dialog.localSdp = request.body;
    if (outgoing.dialog.method === 'INVITE') armAsClient(context, outgoing.dialog, response);
    return;
  }
  if (!dialogMethods.has(outgoing.method)) return;
  if (outgoing.dialog?.state === 'ended') return;
  const isFirst = outgoing.dialog === null || outgoing.dialog.state === 'early';
  if (outgoing.dialog === null) adoptDialog(context, outgoing, uacDialog(outgoing, request, response, flow));
  const { dialog, invite } = outgoing;
  if (dialog === null) return;
  if (isFirst) {
    dialog.turnTo(tagOf(response.headers.get('To') ?? '') ?? '');
    dialog.forgetOtherPeers();
    learnRemote(dialog, request, response, flow);
  } else refreshTarget(dialog, response);
  dialog.state = 'confirmed';
  if (invite === null) return;
  invite.answeredTag = tagOf(response.headers.get('To') ?? '');
  if (request.body.length > 0) dialog.localSdp = request.body;
  armAsClient(context, dialog, response);
}

function uacDialog(
  outgoing: OutgoingRequest,
  request: SipRequest,
  response: SipResponse,
  flow: Flow,
): ApplicationDialog {
  const from = request.headers.get('From') ?? '';
  const dialog = new ApplicationDialog(
    {
      role: 'uac',
      method: outgoing.method === 'INVITE' ? 'INVITE' : 'SUBSCRIBE',
      callId: request.headers.get('Call-ID') ?? '',
      localTag: tagOf(from) ?? '',
      remoteTag: undefined,
      localAddress: from,
      remoteAddress: request.headers.get('To') ?? '',
      localCSeq: cseqOfRequest(request),
      remoteCSeq: null,
      remoteTarget: null,
      routeSet: [],
      contact: request.headers.get('Contact') ?? null,
    },
    outgoing.application,
  );
  learnRemote(dialog, request, response, flow);
  return dialog;
}

/**
 * Tags, target and route of the peer, from a response that makes the dialog (RFC 3261 §12.1.2). A provisional
 * response without Contact leaves the Request-URI as the target of a PRACK; a 2xx without one leaves none.
 */
function learnRemote(
  dialog: ApplicationDialog,
  request: SipRequest,
  response: SipResponse,
  flow: Flow,
): void {
  dialog.remoteAddress = response.headers.get('To') ?? dialog.remoteAddress;
  dialog.remoteTag = tagOf(dialog.remoteAddress);
  dialog.routeSet = recordRoutes(response.headers).reverse();
  const target = contactUri(response.headers);
  dialog.remoteTarget = target ?? (response.status < 200 ? request.uri : null);
  const direct = dialog.routeSet.length === 0 && dialog.remoteTarget !== null;
  dialog.peerFlow = direct && isElsewhere(dialog.remoteTarget, flow) ? flow : null;
}

/** A 2xx to a target refresh request may move the peer (RFC 3261 §12.2.1.2). */
function refreshTarget(dialog: ApplicationDialog, response: SipResponse): void {
  dialog.remoteTarget = contactUri(response.headers) ?? dialog.remoteTarget;
}
