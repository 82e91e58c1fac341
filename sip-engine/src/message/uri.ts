import { digitsAt } from './digits.ts';
import { NO_PARAMS, type Params, ParamsBeingRead, parseParams } from './params.ts';

/**
 * A SIP, SIPS or other URI (RFC 3261 §19.1). Of a scheme other than sip and sips only `scheme` and `user` (all text
 * after the colon, up to `;` for tel) are set, and `host` is empty.
 */
export interface SipUri {
  /** Lower case. */
  readonly scheme: string;
  /** As written, escapes kept; undefined when there is no `@`. */
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** Lower case; an IPv6 host keeps its brackets. */
  readonly host: string;
  /** 0 to 65535. */
  readonly port?: number | undefined;
  readonly params: Params;
  /** The text after `?`, not parsed; undefined when there is none. */
  readonly headers?: string | undefined;
}

const SCHEME = /^[A-Za-z][A-Za-z0-9+\-.]*$/;
// `#` is forbidden by RFC 3261 §25.1 but dialled unescaped by many telephones; nothing else can be meant by it.
const USER = /^(?:[A-Za-z0-9\-_.!~*'()&=+$,;?/#]|%[0-9A-Fa-f]{2})+$/;
const PASSWORD = /^(?:[A-Za-z0-9\-_.!~*'()&=+$,]|%[0-9A-Fa-f]{2})*$/;
// Asked whether it matches, not for its groups: an expression that hands out its parts costs several times as much.
const HOST_PORT =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9\-_.]*[A-Za-z0-9.])?|\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\])(?::\d{1,5})?$/;
const URI_PARAMS =
  /^(?:;(?:[A-Za-z0-9\-_.!~*'()[\]/:&+$]|%[0-9A-Fa-f]{2})+(?:=(?:[A-Za-z0-9\-_.!~*'()[\]/:&+$=@]|%[0-9A-Fa-f]{2})+)?)*$/;
const URI_HEADERS = /^(?:[A-Za-z0-9\-_.!~*'()[\]/?:+$=&]|%[0-9A-Fa-f]{2})+$/;
const OPAQUE = /^(?:[A-Za-z0-9\-_.!~*'();/?:@&=+$,[\]#]|%[0-9A-Fa-f]{2})+$/;
/**
 * What nearly every request carries, as the source of an expression, which is several times cheaper than taking the URI
 * apart. Ports from 65,000 on are left to the parser, and more than one parameter, for each name may come but once.
 */
export const PLAIN_URI: string =
  String.raw`sips?:(?:[A-Za-z0-9\-_.!~*+]+@)?[A-Za-z0-9](?:[A-Za-z0-9\-.]*[A-Za-z0-9])?` +
  String.raw`(?::(?:\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}))?(?:;[A-Za-z0-9\-.]+(?:=[A-Za-z0-9\-._]+)?)?`;
const PLAIN = new RegExp(`^${PLAIN_URI}$`);

/** Whether the text is a URI of the usual kind, without headers; false says nothing. */
export function isPlainUri(text: string): boolean {
  return PLAIN.test(text);
}

/** Whether `parseUri` would accept the text. */
export function isUri(text: string): boolean {
  return PLAIN.test(text) || parseUri(text) !== null;
}

/** Parses a URI; null when it breaks RFC 3261 §25.1. IPv6 references may carry three colons (RFC 5118 §4.10). */
export function parseUri(text: string): SipUri | null {
  const colon = text.indexOf(':');
  if (colon <= 0) return null;
  const scheme = text.slice(0, colon).toLowerCase();
  if (scheme === 'sip' || scheme === 'sips') return parseSipUri(scheme, text.slice(colon + 1));
  if (!SCHEME.test(scheme)) return null;
  const rest = text.slice(colon + 1);
  if (!OPAQUE.test(rest)) return null;
  if (scheme !== 'tel') return { scheme, user: rest, host: '', params: NO_PARAMS };
  const semicolon = rest.indexOf(';');
  const number = semicolon < 0 ? rest : rest.slice(0, semicolon);
  const params = parseParams(rest, number.length);
  return params === null || number === '' ? null : { scheme, user: number, host: '', params };
}

function parseSipUri(scheme: string, text: string): SipUri | null {
  const at = text.indexOf('@');
  const rest = at < 0 ? text : text.slice(at + 1);
  const question = rest.indexOf('?');
  const beforeHeaders = question < 0 ? rest : rest.slice(0, question);
  const semicolon = beforeHeaders.indexOf(';');
  const hostPort = semicolon < 0 ? beforeHeaders : beforeHeaders.slice(0, semicolon);
  if (!HOST_PORT.test(hostPort)) return null;
  const colon = hostPort.indexOf(':', hostPort.indexOf(']') + 1);
  const host = colon < 0 ? hostPort : hostPort.slice(0, colon);
  const port = colon < 0 ? undefined : digitsAt(hostPort, colon + 1);
  if (port !== undefined && port > 65_535) return null;
  const params = parseUriParams(semicolon < 0 ? '' : beforeHeaders.slice(semicolon));
  if (params === null) return null;
  const headers = question < 0 ? undefined : rest.slice(question + 1);
  if (headers !== undefined && !URI_HEADERS.test(headers)) return null;
  const [user, password] = at < 0 ? NO_USER : splitUserInfo(text.slice(0, at));
  if (user !== undefined && !USER.test(user)) return null;
  if (password !== undefined && !PASSWORD.test(password)) return null;
  // One shape for every URI: whoever reads its fields stays fast.
  return { scheme, user, password, host: host.toLowerCase(), port, params, headers };
}

const NO_USER: readonly [undefined, undefined] = [undefined, undefined];

function splitUserInfo(text: string): readonly [user: string, password: string | undefined] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)];
}

function parseUriParams(text: string): Params | null {
  if (text === '') return NO_PARAMS;
  if (!URI_PARAMS.test(text)) return null;
  const params = new ParamsBeingRead();
  for (const part of text.slice(1).split(';')) {
    const equals = part.indexOf('=');
    const name = (equals < 0 ? part : part.slice(0, equals)).toLowerCase();
    params.take(name, equals < 0 ? null : part.slice(equals + 1));
  }
  return params;
}

/** The URI as text; parameters in their order. */
export function formatUri(uri: SipUri): string {
  let text = `${uri.scheme}:`;
  if (uri.user !== undefined) {
    text += uri.user;
    if (uri.password !== undefined) text += `:${uri.password}`;
    if (uri.host !== '') text += '@';
  }
  text += uri.host;
  if (uri.port !== undefined) text += `:${uri.port}`;
  for (const [name, value] of uri.params) text += value === null ? `;${name}` : `;${name}=${value}`;
  return uri.headers === undefined ? text : `${text}?${uri.headers}`;
}

/** Parameters that must match when only one of the two URIs has them (RFC 3261 §19.1.4). */
const PARAMS_THAT_ALWAYS_COUNT = ['user', 'ttl', 'method', 'maddr', 'transport'];

/** Percent-escapes of characters that need none are undone, the others get upper-case digits. */
function unescapeUnreserved(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%([0-9A-Fa-f]{2})/g, (escaped, hex: string) => {
    const char = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9\-_.!~*'()]/.test(char) ? char : escaped.toUpperCase();
  });
}

function sameParams(a: Params, b: Params): boolean {
  for (const name of PARAMS_THAT_ALWAYS_COUNT) if (a.has(name) !== b.has(name)) return false;
  for (const [name, value] of a) {
    const other = b.get(name);
    if (other === undefined) continue;
    if (unescapeUnreserved(value ?? '').toLowerCase() !== unescapeUnreserved(other ?? '').toLowerCase())
      return false;
  }
  return true;
}

function headerSet(headers: string | undefined): string {
  return (headers ?? '').split('&').map(unescapeUnreserved).sort().join('&');
}

const PERCENT = 0x25;
const ZERO = 0x30;
const SEMICOLON = 0x3b;
const QUESTION = 0x3f;
const CASE_BIT = 0x20;

/**
 * Whether two URIs are unequal at first sight: but for case, escapes and zeros before a port, equal ones begin with the
 * same text up to their parameters. False says nothing; to take both apart costs twenty times as much.
 */
export function differAtSight(one: string, other: string): boolean {
  for (let index = 0; ; index++) {
    const a = codeInHead(one, index);
    const b = codeInHead(other, index);
    if (a === PERCENT || b === PERCENT) return false;
    if ((a | CASE_BIT) !== (b | CASE_BIT)) return a !== ZERO && b !== ZERO;
    if (a === HEAD_END) return false;
  }
}

const HEAD_END = 0;

/** The letter there, or the end of what stands before parameters and headers. */
function codeInHead(uri: string, index: number): number {
  const code = index < uri.length ? uri.charCodeAt(index) : HEAD_END;
  return code === SEMICOLON || code === QUESTION ? HEAD_END : code;
}

/** Whether two URIs are equal by the rules of RFC 3261 §19.1.4. */
export function sameUri(a: SipUri, b: SipUri): boolean {
  return (
    a.scheme === b.scheme &&
    unescapeUnreserved(a.user ?? '') === unescapeUnreserved(b.user ?? '') &&
    (a.user === undefined) === (b.user === undefined) &&
    unescapeUnreserved(a.password ?? '') === unescapeUnreserved(b.password ?? '') &&
    a.host === b.host &&
    a.port === b.port &&
    sameParams(a.params, b.params) &&
    headerSet(a.headers) === headerSet(b.headers)
  );
}
