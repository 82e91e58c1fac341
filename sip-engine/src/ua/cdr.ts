import type { SipMessage } from '../message/message.ts';
import type { EngineContext } from './context.ts';

/** Who sent the message that the record is about: a peer, or an application through the engine. */
export type CdrSource = 'network' | 'application';

export type CdrVerb = 'cdr:attempt' | 'cdr:start' | 'cdr:stop';

type CdrRole = 'uac' | 'uas' | 'proxy-uac' | 'proxy-uas';

export type CdrEnd =
  | 'call-rejected'
  | 'call-canceled'
  | 'normal-release'
  | 'session-expired'
  | 'ack-timeout'
  | 'system-initiated-termination';

/** In which role we were part of an answered call, or how it ended. */
export type CdrDetail = CdrRole | CdrEnd;

/** A call was asked for: an INVITE outside dialogs came or went. */
export function cdrAttempt(context: EngineContext, source: CdrSource, invite: SipMessage): void {
  context.applications.tellOfCall('cdr:attempt', source, null, invite);
}

/** A call was answered. */
export function cdrStart(context: EngineContext, source: CdrSource, role: CdrRole, answer: SipMessage): void {
  context.applications.tellOfCall('cdr:start', source, role, answer);
}

/** A call ended, or an attempt failed. */
export function cdrStop(context: EngineContext, source: CdrSource, end: CdrEnd, last: SipMessage): void {
  context.applications.tellOfCall('cdr:stop', source, end, last);
}
