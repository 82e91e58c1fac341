import { parseCSeq } from '@tandem/sip-engine/cseq';
import { type NameAddr, parseContacts, parseNameAddr, splitCommaList } from '@tandem/sip-engine/name-addr';
import { parseUri } from '@tandem/sip-engine/uri';
import type { Identity } from '../authentication/credentials.ts';
import type { RefusalKey } from '../errors.ts';
import { areTokens, optionTags } from '../sip/option-tags.ts';
import { percentDecoded } from '../sip/percent-decoded.ts';
import { rememberLast } from '../sip/remember-last.ts';
import type { Source } from './binding.ts';

/** What is read of a REGISTER; a header that stands several times is joined by commas. */
export interface RegisterMessage {
  readonly requestUri: string;
  readonly source: Source;
  /** @returns undefined when the header is absent */
  header(name: string): string | undefined;
}

/** A REGISTER whose sender is known and whose text was understood. */
export interface RegisterRequest {
  readonly username: string;
  readonly deviceId: string | null;
  readonly callId: string;
  readonly cseq: number;
  /** Empty: the phone only asks what is registered. `all`: it removes everything (`Contact: *`). */
  readonly contacts: readonly RegisterContact[] | 'all';
  readonly path: readonly string[];
  /** The phone said `Supported: path`, so the answer repeats the path (RFC 3327 §5.3). */
  readonly supportsPath: boolean;
  /** The phone said `Supported: outbound` (RFC 5626 §4.2.1). */
  readonly supportsOutbound: boolean;
  readonly userAgent: string;
  readonly source: Source;
}

export interface RegisterContact {
  readonly contactUri: string;
  /** Null when neither the contact nor the Expires header says it; 0 removes. */
  readonly expiresSeconds: number | null;
  readonly instanceId: string | null;
  readonly regId: number | null;
  readonly qThousandths: number;
}

export interface RegisterRefusal {
  readonly kind: 'refused';
  readonly key: RefusalKey;
  /** What was wrong, for the log. */
  readonly detail: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

export const refuse = (
  key: RefusalKey,
  detail: string,
  headers: RegisterRefusal['headers'] = [],
): RegisterRefusal => ({ kind: 'refused', key, detail, headers });

const CONTACTS_MAX = 20;
const CONTACT_URI_MAX = 1024;
const COLUMN_MAX = 255;
const PATH_MAX = 10;
const PATH_TEXT_MAX = 4096;
const REG_ID_MAX = 2 ** 31 - 1;
/** RFC 3261 §10.2.1.1: an expiry that cannot be read counts as this. */
const MALFORMED_EXPIRES_SECONDS = 3600;
const SIP_SCHEME = /^sips?:/i;
const Q_VALUE = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;
const extensions = new Set(['path', 'outbound']);

/**
 * Reads a REGISTER in the order of RFC 3261 §10.3: are we its registrar, do we know what it requires, may its sender
 * act for the address-of-record, is it well formed.
 */
export function readRegister(
  message: RegisterMessage,
  identity: Identity,
  isLocal: (host: string) => boolean,
): RegisterRequest | RegisterRefusal {
  const refusal = checkRequire(message) ?? checkAddressOfRecord(message, identity, isLocal);
  if (refusal) return refusal;

  const callId = message.header('Call-ID')?.trim();
  const cseq = parseCSeq(message.header('CSeq')?.trim() ?? '');
  if (!callId || callId.length > COLUMN_MAX) return refuse('bad-request', 'Call-ID missing or too long');
  if (cseq === null) return refuse('bad-request', 'CSeq missing or malformed');

  const contacts = readContacts(message);
  if (typeof contacts === 'object' && 'kind' in contacts) return contacts;
  const path = readPath(message.header('Path'));
  if (!path) return refuse('bad-request', 'Path malformed or too long');
  const supported = optionTags(message.header('Supported'));
  return {
    username: identity.username,
    deviceId: identity.deviceId,
    callId,
    cseq: cseq.number,
    contacts,
    path,
    supportsPath: supported.includes('path'),
    supportsOutbound: supported.includes('outbound'),
    userAgent: (message.header('User-Agent') ?? '').slice(0, COLUMN_MAX),
    source: message.source,
  };
}

function checkRequire(message: RegisterMessage): RegisterRefusal | null {
  const required = message.header('Require');
  if (required === undefined) return null;
  const unknown = optionTags(required).filter((token) => !extensions.has(token));
  if (unknown.length === 0) return null;
  if (!areTokens(unknown)) return refuse('bad-request', 'Require malformed');
  return refuse('bad-extension', unknown.join(', '), [['Unsupported', unknown.join(', ')]]);
}

function checkAddressOfRecord(
  message: RegisterMessage,
  identity: Identity,
  isLocal: (host: string) => boolean,
): RegisterRefusal | null {
  const registrarHost = hostOf(message.requestUri);
  const to = parseNameAddr(message.header('To') ?? '');
  const addressOfRecord = to ? parseUri(to.uri) : null;
  if (registrarHost === null || !addressOfRecord) return refuse('bad-request', 'Request-URI or To malformed');
  if (!isLocal(registrarHost)) return refuse('not-found', `not the registrar of ${registrarHost}`);
  if (!isLocal(addressOfRecord.host) || !addressOfRecord.user) {
    return refuse('not-found', 'the address-of-record is not of our domains');
  }
  const user = percentDecoded(addressOfRecord.user);
  if (user === identity.username || user.toLowerCase() === identity.username.toLowerCase()) return null;
  return refuse('not-your-address', `${identity.username} may not register ${user}`);
}

/** Null when it is no URI. */
const hostOf = rememberLast((uri) => parseUri(uri)?.host ?? null);

function readContacts(message: RegisterMessage): RegisterContact[] | 'all' | RegisterRefusal {
  const value = message.header('Contact');
  const expires = message.header('Expires');
  if (value === undefined || value === '') return [];
  const contacts = parseContacts([value]);
  if (contacts === '*') {
    return expires?.trim() === '0' ? 'all' : refuse('bad-request', 'Contact: * needs Expires: 0');
  }
  if (!contacts) return refuse('bad-request', 'Contact malformed');
  if (contacts.length > CONTACTS_MAX) return refuse('bad-request', `more than ${CONTACTS_MAX} Contacts`);
  const read: RegisterContact[] = [];
  for (const contact of contacts) {
    const one = readContact(contact, expires);
    if (typeof one === 'string') return refuse('bad-request', one);
    read.push(one);
  }
  return read;
}

/** @returns the contact, or what is wrong with it */
function readContact(contact: NameAddr, expiresHeader: string | undefined): RegisterContact | string {
  if (!SIP_SCHEME.test(contact.uri)) return 'Contact is not a SIP URI';
  if (contact.uri.length > CONTACT_URI_MAX) return 'Contact URI too long';
  const q = contact.params.get('q') ?? null;
  if (q !== null && !Q_VALUE.test(q)) return 'q of Contact malformed';
  const regIdText = contact.params.get('reg-id');
  const regId = regIdText === undefined ? null : Number(regIdText);
  if (regId !== null && !(/^\d{1,10}$/.test(regIdText ?? '') && regId >= 1 && regId <= REG_ID_MAX)) {
    return 'reg-id of Contact malformed';
  }
  const instance = contact.params.get('+sip.instance');
  const instanceId = instance ? /^"([^"\\]{1,255})"$/.exec(instance)?.[1] : undefined;
  if (instance !== undefined && instanceId === undefined) return '+sip.instance of Contact malformed';
  return {
    contactUri: contact.uri,
    expiresSeconds: readExpires(contact.params.get('expires') ?? expiresHeader),
    instanceId: instanceId ?? null,
    regId,
    qThousandths: q === null ? 1000 : Math.round(Number(q) * 1000),
  };
}

function readExpires(text: string | undefined): number | null {
  if (text === undefined) return null;
  return /^\s*\d{1,10}\s*$/.test(text) ? Number(text) : MALFORMED_EXPIRES_SECONDS;
}

function readPath(value: string | undefined): string[] | null {
  if (value === undefined || value === '') return [];
  const path = value.length > PATH_TEXT_MAX ? [] : splitCommaList(value);
  const wellFormed = path.every((entry) => entry.startsWith('<') && parseNameAddr(entry) !== null);
  return wellFormed && path.length > 0 && path.length <= PATH_MAX ? path : null;
}
