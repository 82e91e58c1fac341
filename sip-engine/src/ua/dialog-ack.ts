import type { SipRequest } from '../message/message.ts';
import { firstFlow, flowAtHand } from '../sending/next-hop.ts';
import { wireBytes } from '../sending/wire-bytes.ts';
import type { Flow } from '../transport/flow.ts';
import type { ApplicationDialog, SentInvite } from './application-dialog.ts';
import { type EngineContext, hopOf } from './context.ts';

export interface AckOutcome {
  onSent(bytes: Buffer, flow: Flow): void;
  onFailed(reason: string): void;
}

/**
 * Acknowledges a 2xx (RFC 3261 §13.2.2.4) and keeps the ACK, to send it again for each repeated 2xx. With an answer too
 * large for UDP it goes by TCP, if the peer takes a connection (§18.1.1).
 * @param prepare adds what the application wants in the ACK, for each flow anew
 */
export function sendAck(
  context: EngineContext,
  dialog: ApplicationDialog,
  sent: SentInvite,
  outcome: AckOutcome,
  prepare?: (ack: SipRequest, flow: Flow) => void,
): void {
  const hop = hopOf(context, dialog);
  if (hop === null) {
    outcome.onFailed('no route to the peer');
    return;
  }
  const preparedFor = (flow: Flow): SipRequest => {
    const ack = dialog.request('ACK', sent.cseq);
    prepare?.(ack, flow);
    return ack;
  };
  const sendOver = (ack: SipRequest, flow: Flow): void => {
    const bytes = context.ports.transactions.sendDirect(ack, flow);
    sent.ack = { bytes, flow };
    outcome.onSent(bytes, flow);
  };
  const begin = (flow: Flow): Promise<void> | null => {
    const ack = preparedFor(flow);
    const { largeRequests } = context.ports.transports;
    if (largeRequests.isTooLarge(flow, wireBytes(ack)))
      return largeRequests
        .flowFor(flow)
        .then((fitting) => sendOver(fitting === flow ? ack : preparedFor(fitting), fitting));
    sendOver(ack, flow);
    return null;
  };
  const atHand = flowAtHand(context.ports, hop);
  const under = atHand === null ? firstFlow(context.ports, hop).then(begin) : begin(atHand);
  if (under !== null) sendLater(context, dialog, under, outcome);
}

function sendLater(
  context: EngineContext,
  dialog: ApplicationDialog,
  sending: Promise<unknown>,
  outcome: AckOutcome,
): void {
  const under = sending.catch((error: Error) => {
    context.log.warn('an ACK could not be sent', { dialogId: dialog.id, error });
    outcome.onFailed(error.message);
  });
  dialog.ackUnderWay = under;
  void under.finally(() => {
    if (dialog.ackUnderWay === under) dialog.ackUnderWay = null;
  });
}
