import type { TrunkSettings } from '@tandem/api-types/trunk-settings';
import { parseNameAddr } from '@tandem/sip-engine/name-addr';
import { parseUri } from '@tandem/sip-engine/uri';
import { oneLine, type ReadHeader, type SipHeaders } from '../../calls/call-headers.ts';
import { percentDecoded } from '../../sip/percent-decoded.ts';
import { mayBeAdded } from '../header-safety.ts';

/** Who calls, as the trunk's policy has it from routing and from the caller's own INVITE. */
export interface TrunkCaller {
  /** Telephone number, or the user name of somebody without one. */
  readonly number: string;
  readonly displayName: string | null;
  /** The caller asked that nobody is told (RFC 3323). */
  readonly wantsPrivacy: boolean;
}

export interface TrunkInvite {
  readonly settings: TrunkSettings;
  readonly caller: TrunkCaller;
  /** As it goes out. */
  readonly number: string;
  /** Host part of the carrier's addresses. */
  readonly requestHost: string;
  /** The number that was dialled first, when the call was forwarded here; else null. */
  readonly forwardedFrom: string | null;
  /** Our domain, for addresses that the carrier does not host. */
  readonly ownDomain: string;
  readonly maxForwards: number;
}

const ALLOW = 'INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, MESSAGE, UPDATE';
const ANONYMOUS = '"Anonymous" <sip:anonymous@anonymous.invalid>';

/** Headers of an INVITE that goes out through a trunk, by its caller-id and header policy. */
export function trunkInviteHeaders(invite: TrunkInvite): SipHeaders {
  const { settings, number, requestHost, maxForwards } = invite;
  const headers: SipHeaders = {
    ...callerHeaders(invite),
    To: `<sip:${userPart(number)}@${requestHost}>`,
    'Max-Forwards': String(maxForwards),
    Allow: ALLOW,
    ...forwardedHeaders(invite),
    ...sessionTimerHeaders(settings.sessionTimers),
  };
  for (const { name, value } of settings.headers.add) {
    // The list of names may have been longer when the trunk was written.
    if (mayBeAdded(name)) headers[name] = oneLine(value);
  }
  return without(headers, settings.headers.remove);
}

function callerHeaders({ settings, caller, ownDomain, requestHost }: TrunkInvite): SipHeaders {
  const { callerId, connection } = settings;
  const registers = connection.kind === 'register-to-carrier';
  const domain = registers ? connection.domain : ownDomain;
  const name = caller.displayName === null ? '' : `"${quoted(caller.displayName)}" `;
  const real = `${name}<sip:${userPart(caller.number)}@${domain}>`;
  const shown = {
    caller: real,
    fixed: `${name}<sip:${userPart(callerId.fixedNumber ?? caller.number)}@${domain}>`,
    account: `${name}<sip:${userPart(registers ? connection.username : caller.number)}@${domain}>`,
  }[callerId.from];
  const hidden = callerId.privacy === 'always' || (callerId.privacy === 'as-asked' && caller.wantsPrivacy);
  return {
    From: hidden ? ANONYMOUS : shown,
    ...(callerId.assertedIdentity
      ? {
          'P-Asserted-Identity': `<sip:${userPart(callerId.fixedNumber && !isNumber(caller.number) ? callerId.fixedNumber : caller.number)}@${registers ? connection.domain : requestHost}>`,
        }
      : {}),
    ...(hidden ? { Privacy: 'id' } : {}),
  };
}

/** RFC 5806 and RFC 7044 §5: whom the call was for before it was sent here. */
function forwardedHeaders({
  settings,
  forwardedFrom,
  number,
  ownDomain,
  requestHost,
}: TrunkInvite): SipHeaders {
  const { forwarded } = settings.callerId;
  if (forwardedFrom === null || forwarded === 'none') return {};
  const first = `sip:${userPart(forwardedFrom)}@${ownDomain}`;
  const now = `sip:${userPart(number)}@${requestHost}`;
  return {
    ...(forwarded === 'history-info' ? {} : { Diversion: `<${first}>;reason=unconditional;counter=1` }),
    ...(forwarded === 'diversion'
      ? {}
      : { 'History-Info': `<${first}>;index=1, <${now};cause=302>;index=1.1;mp=1` }),
  };
}

function sessionTimerHeaders({ mode, expiresSeconds }: TrunkSettings['sessionTimers']): SipHeaders {
  if (mode === 'off') return {};
  if (mode === 'accept') return { Supported: 'timer' };
  return { Supported: 'timer', 'Session-Expires': `${expiresSeconds};refresher=uac`, 'Min-SE': '90' };
}

function without(headers: SipHeaders, names: readonly string[]): SipHeaders {
  const removed = new Set(names.map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !removed.has(name.toLowerCase())));
}

const isNumber = (text: string): boolean => /^\+?\d+$/.test(text);

const quoted = (text: string): string => oneLine(text).replace(/["\\]/g, '\\$&');

/** RFC 3261 §25.1 `user`: whatever could end the user part is escaped. */
const userPart = (user: string): string =>
  encodeURIComponent(user).replace(/%(2B|26|3D|24|2C|3B|3F|2F|23)/gi, (escaped) =>
    escaped.toUpperCase() === '%23' ? escaped : decodeURIComponent(escaped),
  );

/** Who calls by a trunk. */
export interface IncomingCaller {
  /** Null when withheld. */
  readonly number: string | null;
  readonly displayName: string | null;
  /** Address for the record and the callee's display. */
  readonly uri: string;
}

/** Reads who calls; P-Asserted-Identity (RFC 3325 §9.1) only from a trunk that is trusted with it. */
export function incomingCaller(settings: TrunkSettings, received: ReadHeader): IncomingCaller {
  const asserted = settings.callerId.trustTheirs ? received('P-Asserted-Identity') : undefined;
  const stated = parseNameAddr(firstValue(asserted)) ?? parseNameAddr(received('From') ?? '');
  const uri = parseUri(stated?.uri ?? '');
  const hidden = wantsPrivacy(received);
  if (hidden || !stated || !uri?.user)
    return { number: null, displayName: null, uri: 'sip:anonymous@anonymous.invalid' };
  const user = percentDecoded(uri.user.split(';')[0] ?? '');
  const displayName = stated.displayName ? oneLine(stated.displayName) : null;
  const host = uri.host === '' ? 'unknown.invalid' : uri.host;
  return { number: user, displayName, uri: `sip:${userPart(user)}@${host}` };
}

/**
 * Whom a call from a trunk is for. A carrier that sends it to our registered Contact (RFC 3261 §10.3) names the number
 * that was dialled in P-Called-Party-ID (RFC 7315 §4.2) or To.
 */
export function dialledUri(
  { connection }: TrunkSettings,
  requestUri: string,
  received: ReadHeader,
  ownDomain: string,
): string {
  if (connection.kind !== 'register-to-carrier') return requestUri;
  if (parseUri(requestUri)?.user !== connection.username) return requestUri;
  for (const header of ['P-Called-Party-ID', 'To']) {
    const user = parseUri(parseNameAddr(received(header) ?? '')?.uri ?? '')?.user;
    if (user && isNumber(user)) return `sip:${userPart(user)}@${ownDomain}`;
  }
  return requestUri;
}

/** Whether the caller asks to stay unknown (RFC 3323 §4.1.1, §4.2). */
export function wantsPrivacy(received: ReadHeader): boolean {
  const asked = (received('Privacy') ?? '').toLowerCase().split(/[;,]/);
  if (asked.some((value) => ['id', 'user', 'header'].includes(value.trim()))) return true;
  const uri = parseUri(parseNameAddr(received('From') ?? '')?.uri ?? '');
  return uri?.host.toLowerCase() === 'anonymous.invalid' || uri?.user?.toLowerCase() === 'anonymous';
}

/** The header may hold a SIP and a tel URI; the first counts. */
const firstValue = (text: string | undefined): string =>
  /^[^,"<]*(?:"[^"]*")?[^,]*/.exec(text ?? '')?.[0] ?? '';
