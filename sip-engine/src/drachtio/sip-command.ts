import { reasonPhrase } from '../message/respond.ts';
import type { Outcome } from '../ua/application.ts';
import { cancelRequest, cancelText } from '../ua/cancel.ts';
import { type EngineContext, localEndOf, peerOf } from '../ua/context.ts';
import { throwAwayId } from '../ua/dialog-end.ts';
import { parseSparse, type SparseMessage } from '../ua/header-rules.ts';
import { acknowledgeAnswer, needlessAck, requestInDialog } from '../ua/in-dialog.ts';
import type { IncomingRequest } from '../ua/incoming-request.ts';
import { requestOutsideDialog } from '../ua/outside-dialog.ts';
import { type RequestLine, requestLine } from '../ua/sparse-request.ts';
import { answerRequest } from '../ua/uas.ts';
import type { ApplicationConnection } from './application-connection.ts';
import { type Command, nowhere, requestSentData, responseSentData } from './meta.ts';

const unknownDialog = 'Server error: unable to find dialog for dialog id provided';
const unknownTransaction = 'Response not sent due to unknown transaction';

/**
 * `sip`: a message of an application. What it is follows from its ids and its start line. Returns false when the
 * connection must be closed.
 */
export function sipFromApplication(
  context: EngineContext,
  connection: ApplicationConnection,
  command: Command,
): boolean {
  const [transactionId = '', dialogId = ''] = command.tokens;
  const sparse = parseSparse(command.text, context.preservedNames);
  if (command.text.startsWith('SIP/2.0')) {
    if (transactionId === '') {
      connection.refuse(command.id, 'transaction id missing');
      return false;
    }
    respond(context, connection, command, sparse);
  } else if (command.text.startsWith('CANCEL ') && transactionId !== '') {
    cancel(context, connection, command, sparse);
  } else request(context, connection, command, sparse, dialogId);
  return true;
}

function respond(
  context: EngineContext,
  connection: ApplicationConnection,
  command: Command,
  sparse: SparseMessage,
): void {
  const incoming = context.incoming.byId(command.tokens[0] ?? '');
  const line = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/.exec(sparse.startLine);
  if (line === null) {
    connection.refuse(command.id, `invalid status line: ${sparse.startLine}`);
    return;
  }
  if (incoming === undefined) {
    connection.refuse(command.id, unknownTransaction);
    return;
  }
  const status = Number(line[1]);
  const reason = line[2] === undefined || line[2] === '' ? reasonPhrase(status) : line[2];
  const outcome = responseOutcome(connection, command.id, incoming);
  answerRequest(context, incoming, { status, reason, sparse, outcome });
}

function responseOutcome(
  connection: ApplicationConnection,
  commandId: string,
  incoming: IncomingRequest,
): Outcome {
  return {
    sent: (bytes, flow) => {
      const dialogId = incoming.method === 'BYE' ? '' : (incoming.dialog?.id ?? '');
      const to = flow === null ? nowhere : peerOf(flow);
      connection.reply(
        commandId,
        responseSentData(bytes.length, to, incoming.transactionId, dialogId),
        bytes,
      );
    },
    refused: (reason) => connection.refuse(commandId, reason),
  };
}

function cancel(
  context: EngineContext,
  connection: ApplicationConnection,
  command: Command,
  sparse: SparseMessage,
): void {
  const transactionId = command.tokens[0] ?? '';
  const outgoing = context.outgoing.get(transactionId);
  const extra = outgoing === undefined ? null : cancelRequest(outgoing, sparse);
  if (outgoing === undefined || extra === null) {
    connection.refuse(command.id, `unable to cancel unknown transaction id: ${transactionId}`);
    return;
  }
  const echoed = cancelText(outgoing, extra);
  connection.reply(command.id, requestSentData(echoed.length, nowhere, throwAwayId()), echoed);
}

function request(
  context: EngineContext,
  connection: ApplicationConnection,
  command: Command,
  sparse: SparseMessage,
  dialogId: string,
): void {
  const line = requestLine(sparse.startLine);
  if (line === null) connection.refuse(command.id, `invalid request-uri: ${sparse.startLine}`);
  else if (dialogId !== '') inDialog(context, connection, command.id, line, sparse, dialogId);
  else {
    const routeUrl = command.tokens[2] ?? '';
    const outcome = requestOutcome(connection, command.id);
    requestOutsideDialog(context, { application: connection, line, sparse, routeUrl }, outcome);
  }
}

function inDialog(
  context: EngineContext,
  connection: ApplicationConnection,
  commandId: string,
  { method, uri }: RequestLine,
  sparse: SparseMessage,
  dialogId: string,
): void {
  const dialog = context.dialogs.byId(dialogId);
  const outcome = requestOutcome(connection, commandId);
  if (dialog === undefined) outcome.refused(method === 'ACK' ? needlessAck : unknownDialog);
  else if (method === 'ACK') acknowledgeAnswer(context, dialog, sparse, outcome);
  else if (method === 'CANCEL') outcome.refused('CANCEL needs a transaction id');
  else {
    const given = uri.includes('placeholder') ? undefined : uri;
    requestInDialog(context, { application: connection, dialog, method, uri: given, sparse }, outcome);
  }
}

function requestOutcome(connection: ApplicationConnection, commandId: string): Outcome {
  return {
    sent: (bytes, flow, transactionId = throwAwayId()) => {
      const size = flow === null ? 0 : bytes.length;
      const end = flow === null ? { ...nowhere, protocol: 'unknown' } : localEndOf(flow);
      connection.reply(commandId, requestSentData(size, end, transactionId), bytes);
    },
    refused: (reason) => connection.refuse(commandId, reason),
  };
}
