import type { Endpoint } from '../ua/context.ts';

/**
 * The first line of every payload: tokens separated by `|`, in which empty tokens count. Token 0 is the sender's
 * message id, token 1 the type. What follows the first CRLF is SIP text. All strings hold one octet per character.
 */

export interface Command {
  readonly id: string;
  readonly type: string;
  /** The tokens after the type. */
  readonly tokens: readonly string[];
  /** The SIP text, or an empty string. */
  readonly text: string;
}

/** Splits a payload, or returns null when it has no type. */
export function parseCommand(payload: string): Command | null {
  const lineEnd = payload.indexOf('\r\n');
  const line = lineEnd === -1 ? payload : payload.slice(0, lineEnd);
  const [id, type, ...tokens] = line.split('|');
  if (id === undefined || id === '' || type === undefined) return null;
  return { id, type, tokens, text: lineEnd === -1 ? '' : payload.slice(lineEnd + 2) };
}

let clockMs = 0;
let clockText = '';

/** `HH:MM:SS.uuuuuu`, in UTC, as the protocol writes the time of a message. */
function timeOfDay(nowMs: number = Date.now()): string {
  if (nowMs !== clockMs) {
    clockMs = nowMs;
    clockText = `${new Date(nowMs).toISOString().slice(11, 23)}000`;
  }
  return clockText;
}

export const nowhere: Endpoint = { protocol: 'udp', address: '', port: 0 };

/** What an application is told about a SIP message besides its text. */
export interface SipMeta {
  readonly source: 'network' | 'application';
  readonly bytes: number;
  readonly from: Endpoint;
  readonly transactionId: string;
  readonly dialogId: string;
  /** Where a new request arrived; absent on everything else. */
  readonly receivedOn?: { readonly address: string; readonly port: number };
}

/** The line before a SIP message for an application, whether from the network or made by the engine. */
export function sipMetaLine(id: string, meta: SipMeta): string {
  const { from, receivedOn } = meta;
  const received = receivedOn === undefined ? '' : `${receivedOn.address}|${receivedOn.port}|`;
  return `${id}|sip|${meta.source}|${meta.bytes}|${from.protocol}|${from.address}|${from.port}|${timeOfDay()}|${meta.transactionId}|${meta.dialogId}|${received}\r\n`;
}

/** `OK` for a request that the application sent; the message as it left follows. */
export function requestSentData(bytes: number, to: Endpoint, transactionId: string): string {
  return `OK|application|${bytes}|${to.protocol}|${to.address}|${to.port}|${timeOfDay()}|${transactionId}|Msg sent:|\r\n`;
}

/** `OK` for a response that the application sent; the message as it left follows. */
export function responseSentData(
  bytes: number,
  to: Endpoint,
  transactionId: string,
  dialogId: string,
): string {
  return `OK|application|${bytes}|${to.protocol}|${to.address}|${to.port}|${timeOfDay()}|${transactionId}|${dialogId}||Msg sent:|\r\n`;
}

/** One final response that a proxied request received (`fullResponse`); the response follows. */
export function proxyResponseData(bytes: number, from: Endpoint): string {
  return `OK|network|${bytes}|${from.protocol}|${from.address}|${from.port}|${timeOfDay()}|||continue\r\n`;
}

/** What the engine tells of a call, as `cdr:attempt`, `cdr:start` or `cdr:stop`; the message that it is about follows. */
export function cdrData(source: string, detail: string | null): string {
  return detail === null ? `${source}|${timeOfDay()}` : `${source}|${timeOfDay()}|${detail}`;
}

/** Newlines and separators would break the frame that carries a reason. */
export function cleanReason(reason: string): string {
  return reason.replace(/[\r\n|]+/g, ' ');
}
