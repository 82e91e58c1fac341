import type { SipRequest } from '../message/message.ts';
import { flowAtHand, type NextHop, openFlow, targetsOf } from '../sending/next-hop.ts';
import type { Flow } from '../transport/flow.ts';
import type { ApplicationDialog, SentInvite } from './application-dialog.ts';
import { type EngineContext, hopOf } from './context.ts';

export interface AckOutcome {
  onSent(bytes: Buffer, flow: Flow): void;
  onFailed(reason: string): void;
}

/**
 * Acknowledges a 2xx (RFC 3261 §13.2.2.4) and keeps the ACK, to send it again for each repeated 2xx.
 * @param prepare adds what the application wants in the ACK
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
  const ack = dialog.request('ACK', sent.cseq);
  const sendOver = (flow: Flow): void => {
    prepare?.(ack, flow);
    const bytes = context.ports.transactions.sendDirect(ack, flow);
    sent.ack = { bytes, flow };
    context.counters.requestsOut.add('ACK');
    outcome.onSent(bytes, flow);
  };
  const atHand = flowAtHand(context.ports, hop);
  if (atHand !== null) sendOver(atHand);
  else sendLater(context, dialog, firstFlow(context, hop).then(sendOver), outcome);
}

function sendLater(
  context: EngineContext,
  dialog: ApplicationDialog,
  sending: Promise<void>,
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

async function firstFlow(context: EngineContext, hop: NextHop): Promise<Flow> {
  const targets = await targetsOf(context.ports, hop);
  let failure: unknown = new Error('no address');
  for (const target of targets) {
    try {
      return await openFlow(context.ports, target);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
