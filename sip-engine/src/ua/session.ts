import { minimumSessionSeconds, parseSessionExpires, SessionTimer } from '../dialog/session-timer.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { RoutedRequest } from '../sending/routed-request.ts';
import type { ApplicationDialog, SentInvite } from './application-dialog.ts';
import { contactOf, type EngineContext, hopOf } from './context.ts';
import { sendAck } from './dialog-ack.ts';
import { endByEngine } from './dialog-end.ts';

const expiredText = 'Session timer expired';

/** The Session-Expires that answers a request whose sender named the refresher; null when there is nothing to say. */
export function sessionExpiresEcho(request: SipRequest): string | null {
  const offered = parseSessionExpires(request.headers.get('Session-Expires'));
  if (offered === null || offered.refresher === null || offered.seconds < minimumSessionSeconds) return null;
  return `${offered.seconds};refresher=${offered.refresher}`;
}

/** Whether a request asks for a session shorter than allowed (RFC 4028 §6: 422). */
export function isSessionTooShort(request: SipRequest): boolean {
  const offered = parseSessionExpires(request.headers.get('Session-Expires'));
  return offered !== null && offered.seconds < minimumSessionSeconds;
}

/** Arms the session timer of a dialog in which we sent the 2xx. */
export function armAsServer(context: EngineContext, dialog: ApplicationDialog, response: SipResponse): void {
  const agreed = parseSessionExpires(response.headers.get('Session-Expires'));
  arm(context, dialog, agreed?.seconds ?? null, agreed?.refresher === 'uas');
}

/** Arms the session timer of a dialog in which we received the 2xx. */
export function armAsClient(context: EngineContext, dialog: ApplicationDialog, response: SipResponse): void {
  const agreed = parseSessionExpires(response.headers.get('Session-Expires'));
  arm(context, dialog, agreed?.seconds ?? null, agreed?.refresher !== 'uas');
}

function arm(
  context: EngineContext,
  dialog: ApplicationDialog,
  seconds: number | null,
  weRefresh: boolean,
): void {
  dialog.sessionTimer?.stop();
  dialog.sessionTimer = null;
  if (seconds === null || seconds < minimumSessionSeconds || dialog.state === 'ended') return;
  dialog.sessionTimer = new SessionTimer(seconds, weRefresh, {
    refresh: () => refresh(context, dialog, seconds),
    expired: () => endByEngine(context, dialog, expiredText),
  });
}

/** A re-INVITE with the SDP we sent last; the application sees nothing of it unless it fails (RFC 4028 §10). */
function refresh(context: EngineContext, dialog: ApplicationDialog, seconds: number): void {
  const hop = hopOf(context, dialog);
  if (hop === null || dialog.state === 'ended') return;
  if (dialog.sentInvite?.open || dialog.receivedInvite !== null) {
    arm(context, dialog, Math.max(minimumSessionSeconds, seconds / 2), true);
    return;
  }
  const cseq = dialog.nextCSeq();
  const sent: SentInvite = newSentInvite(cseq, true);
  dialog.sentInvite = sent;
  sent.routed = new RoutedRequest(context.ports, hop, {
    prepare: (listener) => {
      const invite = dialog.request('INVITE', cseq);
      invite.headers.set('Contact', dialog.contact ?? contactOf(listener));
      invite.headers.set('Supported', 'timer');
      invite.headers.set('Session-Expires', `${seconds};refresher=uac`);
      invite.headers.set('Min-SE', String(minimumSessionSeconds));
      invite.body = dialog.localSdp;
      if (dialog.localSdp.length > 0) invite.headers.set('Content-Type', 'application/sdp');
      return invite;
    },
    onResponse: (response) => onRefreshResponse(context, dialog, sent, seconds, response),
    onFailure: () => endByEngine(context, dialog, expiredText),
  });
}

function onRefreshResponse(
  context: EngineContext,
  dialog: ApplicationDialog,
  sent: SentInvite,
  seconds: number,
  response: SipResponse,
): void {
  if (response.status < 200 || dialog.state === 'ended') return;
  sent.open = false;
  if (response.status < 300) {
    if (sent.ack !== null) sent.ack.flow.send(sent.ack.bytes);
    else {
      sendAck(context, dialog, sent, { onSent: () => {}, onFailed: () => {} });
      armAsClient(context, dialog, response);
    }
  } else if (response.status === 491) arm(context, dialog, seconds, true);
  else endByEngine(context, dialog, expiredText);
}

/** @param offering whether the INVITE has an SDP offer */
export function newSentInvite(cseq: number, offering: boolean): SentInvite {
  return {
    cseq,
    routed: null,
    open: true,
    cancelled: false,
    offering,
    rseqByTag: new Map(),
    answeredTag: undefined,
    ack: null,
  };
}
