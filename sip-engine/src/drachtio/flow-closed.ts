import { EMPTY_BODY, Headers } from '../message/message.ts';
import { serialize } from '../message/serialize.ts';
import { newBranch, newCallId, newTag } from '../message/token.ts';
import { type Flow, hostOf } from '../transport/flow.ts';
import { contactOf, peerOf } from '../ua/context.ts';
import { flowClosedMethod, flowClosedVerb } from './application-table.ts';
import type { DrachtioContext } from './drachtio-context.ts';

/** Tells every application that routed the verb. */
export function tellFlowClosed(context: DrachtioContext, flow: Flow, reason: string): void {
  const applications = context.applications.allFor(flowClosedVerb);
  if (applications.length === 0) return;
  const uri = `sip:${hostOf(flow.remoteAddress)}:${flow.remotePort};transport=${flow.protocol}`;
  const headers = new Headers();
  headers.append(
    'Via',
    `SIP/2.0/${flow.protocol.toUpperCase()} ${flow.listener.advertisedHost};branch=${newBranch()}`,
  );
  headers.append('From', `${contactOf(flow.listener)};tag=${newTag()}`);
  headers.append('To', `<${uri}>`);
  headers.append('Call-ID', newCallId());
  headers.append('CSeq', `1 ${flowClosedMethod}`);
  headers.append('Reason', `SIP;cause=430;text="${reason.replace(/[^ -!#-[\]-~]/g, ' ')}"`);
  for (const contact of context.flowMemory.contactsOf(flow)) headers.append('Contact', `<sip:${contact}>`);
  const message = serialize({ kind: 'request', method: flowClosedMethod, uri, headers, body: EMPTY_BODY });
  const meta = { source: 'application', bytes: 0, from: peerOf(flow) } as const;
  for (const application of applications)
    application.sendSip({ ...meta, transactionId: 'unsolicited', dialogId: '' }, message);
}
