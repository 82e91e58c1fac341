import { Spellings } from './spellings.ts';

/** Parameters by lower-case name. A value is the text as written (quotes kept); null when there is no `=`. */
export interface Params extends ReadonlyMap<string, string | null> {
  /**
   * A name came twice with different values; the first one is there. RFC 3261 §7.3.1 and §19.1.1 forbid a second one of
   * any value, but there are phones that say `;transport=udp` twice.
   */
  readonly ambiguous?: true;
}

/** {@link Params} as they are read. */
export class ParamsBeingRead extends Map<string, string | null> implements Params {
  ambiguous?: true;

  take(name: string, value: string | null): void {
    const known = this.get(name);
    if (known === undefined) this.set(name, value);
    else if (!isSameValue(known, value)) this.ambiguous = true;
  }
}

/** Nearly all values are equal in either case (RFC 3261 §7.3.1). */
export function isSameValue(one: string | null, other: string | null): boolean {
  return one?.toLowerCase() === other?.toLowerCase();
}

/** Most URIs and header values have none. */
export const NO_PARAMS: Params = new Map();

const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const TAB = 0x09;
const DELETE = 0x7f;

function isSpace(code: number): boolean {
  return code === SPACE || code === TAB;
}

const isTokenCode = new Uint8Array(256);
for (const char of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~") {
  isTokenCode[char.charCodeAt(0)] = 1;
}
const isValueCode = isTokenCode.slice();
// gen-value is a token, a host or a quoted string; IPv6 hosts come with and without brackets (RFC 5118 §4.5),
// and widely deployed parameters carry bare URIs and base64.
for (const char of '[]:/@=&$?#(){}') isValueCode[char.charCodeAt(0)] = 1;

export function skipSpace(text: string, from: number): number {
  let position = from;
  while (position < text.length && isSpace(text.charCodeAt(position))) position++;
  return position;
}

/**
 * The index after the closing quote of the quoted string that starts at `from`, or -1 when it is not closed or holds a
 * control character without a backslash (RFC 3261 §25.1: qdtext).
 */
export function skipQuoted(text: string, from: number): number {
  for (let position = from + 1; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === BACKSLASH) position++;
    else if (code === QUOTE) return position + 1;
    else if ((code < SPACE && code !== TAB) || code === DELETE) return -1;
  }
  return -1;
}

function skipCodes(text: string, from: number, allowed: Uint8Array): number {
  let position = from;
  while (position < text.length && allowed[text.charCodeAt(position)] === 1) position++;
  return position;
}

const usualNames = new Spellings<string>();
for (const name of ['branch', 'received', 'rport', 'alias', 'tag', 'q', 'expires', '+sip.instance', 'reg-id'])
  usualNames.add(name, name);

/** The name that stands there, in lower case. */
export function paramName(text: string, start: number, end: number): string {
  return usualNames.at(text, start, end) ?? text.slice(start, end).toLowerCase();
}

/** One parameter as read; reused from call to call. */
export interface ParamCursor {
  /** Lower case. */
  name: string;
  value: string | null;
}

/**
 * Reads one `SEMI generic-param` (RFC 3261 §25.1) into `into`. Returns where the next one would start, or -1 when
 * something else is there, such as an empty parameter.
 */
export function readParam(text: string, from: number, into: ParamCursor): number {
  if (text.charCodeAt(from) !== SEMICOLON) return -1;
  const nameStart = skipSpace(text, from + 1);
  const nameEnd = skipCodes(text, nameStart, isTokenCode);
  if (nameEnd === nameStart) return -1;
  into.name = paramName(text, nameStart, nameEnd);
  into.value = null;
  const position = skipSpace(text, nameEnd);
  if (position === text.length || text.charCodeAt(position) !== EQUALS) return position;
  const valueStart = skipSpace(text, position + 1);
  const quoted = valueStart < text.length && text.charCodeAt(valueStart) === QUOTE;
  const valueEnd = quoted ? skipQuoted(text, valueStart) : skipCodes(text, valueStart, isValueCode);
  if (valueEnd <= valueStart) return -1;
  into.value = text.slice(valueStart, valueEnd);
  return skipSpace(text, valueEnd);
}

const cursor: ParamCursor = { name: '', value: null };

/**
 * Parses `*( SEMI generic-param )` from `from` to the end of the text. Returns null when anything else is there.
 */
export function parseParams(text: string, from: number): Params | null {
  let position = skipSpace(text, from);
  if (position >= text.length) return NO_PARAMS;
  const params = new ParamsBeingRead();
  while (position < text.length) {
    position = readParam(text, position, cursor);
    if (position < 0) return null;
    params.take(cursor.name, cursor.value);
  }
  return params;
}
