import { EMPTY_BODY, Headers } from '../message/message.ts';
import { serialize } from '../message/serialize.ts';
import type { ApplicationConnection } from './application-connection.ts';
import type { EngineContext } from './context.ts';
import { throwAwayId } from './dialog-end.ts';
import { parseSparse } from './header-rules.ts';
import { type Command, nowhere, requestSentData } from './meta.ts';
import type { OutgoingRequest } from './outgoing-request.ts';

const notInCancel: ReadonlySet<string> = new Set([
  'from',
  'to',
  'contact',
  'p-asserted-identity',
  'call-id',
  'cseq',
  'max-forwards',
  'route',
  'require',
  'proxy-require',
]);

/** `sip` with a transaction id and CANCEL: the application cancels its INVITE. */
export function cancelFromApplication(
  context: EngineContext,
  connection: ApplicationConnection,
  command: Command,
): void {
  const transactionId = command.tokens[0] ?? '';
  const outgoing = context.outgoing.get(transactionId);
  if (outgoing === undefined || outgoing.method !== 'INVITE' || outgoing.routed === null) {
    connection.refuse(command.id, `unable to cancel unknown transaction id: ${transactionId}`);
    return;
  }
  const sparse = parseSparse(command.text, context.preservedNames);
  const extra = new Headers();
  for (const { key, name, value } of sparse.headers) if (!notInCancel.has(key)) extra.append(name, value);
  if (outgoing.invite !== null) outgoing.invite.cancelled = true;
  outgoing.routed.cancel(extra);
  const echoed = cancelText(outgoing, extra);
  connection.reply(command.id, requestSentData(echoed.length, nowhere, throwAwayId()), echoed);
}

/** The CANCEL as the application is told of it; it may have to wait for a provisional response. */
function cancelText(outgoing: OutgoingRequest, extra: Headers): Buffer {
  const source = outgoing.routed?.request ?? outgoing.request;
  const headers = new Headers();
  for (const name of ['Via', 'Max-Forwards', 'From', 'To', 'Call-ID']) {
    if (source !== null) headers.copyFrom(source.headers, name);
  }
  headers.append('CSeq', `${outgoing.invite?.cseq ?? 0} CANCEL`);
  for (const { name, value } of extra.entries()) headers.append(name, value);
  const uri = source?.uri ?? 'sip:unknown.invalid';
  return serialize({ kind: 'request', method: 'CANCEL', uri, headers, body: EMPTY_BODY });
}
