import type { CallLeg, CallReport, LadderMessage } from '@tandem/api-types/calls';
import type { TracedMessage } from '@tandem/sip-engine';

/** The last messages with a Call-ID, in the order they passed, without secrets. */
export type Trace = (callId: string) => readonly TracedMessage[];

const MESSAGES_MAX = 500;

/** The messages of all legs of a call in one order, the last 500. */
export function ladderOf(
  legs: readonly CallLeg[],
  trace: Trace,
): Pick<CallReport, 'legs' | 'messages' | 'messagesKept'> {
  // An INVITE that was sent again with credentials is of the same Call-ID, and has the same messages.
  const told = legs.filter(({ callId }, index) => legs.findIndex((leg) => leg.callId === callId) === index);
  const messages = told
    .flatMap(({ callId }, leg) => trace(callId).map((message) => ladderMessage(message, leg)))
    .sort((a, b) => a.atMs - b.atMs);
  return { legs: told, messages: messages.slice(-MESSAGES_MAX), messagesKept: messages.length > 0 };
}

/** @param leg its place among the legs */
export const ladderMessage = (message: TracedMessage, leg: number): LadderMessage => ({
  atMs: message.atMs,
  leg,
  direction: message.direction,
  protocol: message.protocol,
  peer: `${message.remote.address}:${message.remote.port}`,
  summary: summaryOf(message.text),
  text: message.text,
});

/** `INVITE` of a request, `180 Ringing` of a response (RFC 3261 §7). */
function summaryOf(text: string): string {
  const [line = ''] = text.split('\r\n', 1);
  const status = /^SIP\/2\.0 (\d{3} .*)$/.exec(line)?.[1];
  return (status ?? line.split(' ', 1)[0] ?? '').slice(0, 100);
}
