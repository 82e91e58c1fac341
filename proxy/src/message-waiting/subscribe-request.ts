import { parseUri } from '@tandem/sip-engine/uri';
import type { Identity } from '../authentication/credentials.ts';
import type { SipAnswer } from '../authentication/sip-answer.ts';
import { type RefusalKey, refusals } from '../errors.ts';
import { percentDecoded } from '../sip/percent-decoded.ts';
import { SUMMARY_TYPE } from './message-summary.ts';

/** The event package (RFC 3842). */
export const MESSAGE_SUMMARY = 'message-summary';
/** Shorter refreshes cost more than they tell. */
const EXPIRES_MIN_SECONDS = 60;
/** Also what is meant where nothing is said (RFC 3842 §3.4): a telephone that vanished is forgotten within the hour. */
const EXPIRES_MAX_SECONDS = 3600;

/** What is read of a SUBSCRIBE. */
export interface SubscribeMessage {
  readonly uri: string;
  get(name: string): string | undefined;
}

/** A SUBSCRIBE whose sender may do it and whose text was understood. */
export interface Subscribe {
  readonly kind: 'subscribe';
  readonly username: string;
  /** What the subscriber calls his subscription; comes back in every NOTIFY (RFC 6665 §8.2.1). Null: nothing. */
  readonly eventId: string | null;
  /** 0 ends the subscription, or asks for the state once. */
  readonly expiresSeconds: number;
}

export interface SubscribeRefusal {
  readonly kind: 'refused';
  readonly key: RefusalKey;
  readonly headers: SipAnswer['headers'];
}

export const refuse = (key: RefusalKey, headers: SipAnswer['headers'] = []): SubscribeRefusal => ({
  kind: 'refused',
  key,
  headers,
});

export const refusalAnswer = ({ key, headers }: SubscribeRefusal): SipAnswer => {
  const { sipStatus: status, reason } = refusals[key];
  return { status, reason, headers };
};

/** The answer to an event package that nobody here knows (RFC 6665 §4.2.1.1). */
export const unknownEvent = refuse('bad-event', [['Allow-Events', MESSAGE_SUMMARY]]);

/** Whether it is messages that a SUBSCRIBE asks about. */
export const isMessageSummary = (message: Pick<SubscribeMessage, 'get'>): boolean =>
  parseEvent(message.get('Event') ?? message.get('o')).package === MESSAGE_SUMMARY;

/**
 * Reads a SUBSCRIBE in the order of RFC 6665 §4.2.1: is the event one of ours, is the mailbox the sender's own, can
 * he read what we write, is the time long enough.
 * @param isLocal whether a host is of this system
 */
export function readSubscribe(
  message: SubscribeMessage,
  identity: Identity,
  isLocal: (host: string) => boolean,
): Subscribe | SubscribeRefusal {
  const event = parseEvent(message.get('Event') ?? message.get('o'));
  if (event.package !== MESSAGE_SUMMARY) return unknownEvent;
  if (!event.wellFormed) return refuse('bad-request');
  const uri = parseUri(message.uri);
  if (!uri) return refuse('bad-request');
  if (!isLocal(uri.host)) return refuse('not-found');
  if (!isOwn(uri.user, identity)) return refuse('not-your-address');
  if (!takesSummary(message.get('Accept'))) return refuse('no-format-accepted');
  const expires = message.get('Expires')?.trim() ?? String(EXPIRES_MAX_SECONDS);
  if (!/^\d{1,10}$/.test(expires)) return refuse('bad-request');
  const expiresSeconds = Math.min(Number(expires), EXPIRES_MAX_SECONDS);
  if (expiresSeconds > 0 && expiresSeconds < EXPIRES_MIN_SECONDS)
    return refuse('interval-too-brief', [['Min-Expires', String(EXPIRES_MIN_SECONDS)]]);
  return { kind: 'subscribe', username: identity.username, eventId: event.id, expiresSeconds };
}

const PARAMETER = /^\s*([!%'*+\-.\w`~]+)(?:\s*=\s*([!%'*+\-.\w`~]{1,64}))?\s*$/;

function parseEvent(value: string | undefined): {
  readonly package: string;
  readonly id: string | null;
  readonly wellFormed: boolean;
} {
  const [name = '', ...parameters] = (value ?? '').split(';');
  const read = parameters.map((text) => PARAMETER.exec(text));
  const id = read.find((match) => match?.[1]?.toLowerCase() === 'id')?.[2] ?? null;
  return { package: name.trim().toLowerCase(), id, wellFormed: read.every((match) => match !== null) };
}

/** A telephone asks for its own address, or for the mailbox of whoever it signs in as. */
function isOwn(user: string | undefined, { username, trunkId }: Identity): boolean {
  if (trunkId !== undefined) return false;
  return !user || percentDecoded(user).toLowerCase() === username.toLowerCase();
}

const takesSummary = (accept: string | undefined): boolean =>
  accept === undefined ||
  accept
    .toLowerCase()
    .split(',')
    .map((range) => range.split(';')[0]?.trim())
    .some((range) => range === SUMMARY_TYPE || range === 'application/*' || range === '*/*');
