import { timeOfDay } from '../drachtio/meta.ts';
import type { SipMessage } from '../message/message.ts';
import { serialize } from '../message/serialize.ts';
import type { EngineContext } from './context.ts';

/** Who sent the message that the record is about: a peer, or an application through the engine. */
export type CdrSource = 'network' | 'application';

export type CdrRole = 'uac' | 'uas' | 'proxy-uac' | 'proxy-uas';

export type CdrEnd =
  | 'call-rejected'
  | 'call-canceled'
  | 'normal-release'
  | 'session-expired'
  | 'ack-timeout'
  | 'system-initiated-termination';

/** A call was asked for: an INVITE outside dialogs came or went. */
export function cdrAttempt(context: EngineContext, source: CdrSource, invite: SipMessage): void {
  tell(context, 'cdr:attempt', source, '', invite);
}

/** A call was answered. */
export function cdrStart(context: EngineContext, source: CdrSource, role: CdrRole, answer: SipMessage): void {
  tell(context, 'cdr:start', source, `|${role}`, answer);
}

/** A call ended, or an attempt failed. */
export function cdrStop(context: EngineContext, source: CdrSource, end: CdrEnd, last: SipMessage): void {
  tell(context, 'cdr:stop', source, `|${end}`, last);
}

/** One application that routed the verb, in turn; nothing is built when there is none. */
function tell(
  context: EngineContext,
  verb: string,
  source: CdrSource,
  more: string,
  about: SipMessage,
): void {
  const connection = context.applications.nextFor(verb);
  connection?.sendEvent(verb, `${source}|${timeOfDay()}${more}`, serialize(about));
}
