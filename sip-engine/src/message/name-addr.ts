import { type Params, parseParams, skipQuoted, skipSpace } from './params.ts';
import { isPlainUri, isUri, PLAIN_URI, parseUri } from './uri.ts';

/** A From, To, Contact, Route … value (RFC 3261 §20.10). */
export interface NameAddr {
  /** Unquoted and unescaped; undefined when there is none. */
  readonly displayName?: string;
  /** The URI as written, without angle brackets. */
  readonly uri: string;
  /** Header parameters (`tag`, `q`, `expires` …), not those of the URI. */
  readonly params: Params;
}

const QUOTE = 0x22;
const DISPLAY_TOKENS = /^[A-Za-z0-9\-.!%*_+`'~ \t\x80-\xff]*$/;
const PLAIN_QUOTED = String.raw`[\t !#-\[\]-~\x80-\xff]*`;
// The usual shape, so that most values are accepted by one pass; what fails here is parsed in full.
const PLAIN = new RegExp(
  String.raw`^(?:"${PLAIN_QUOTED}"[ \t]*|[A-Za-z0-9\-.]+ )?<${PLAIN_URI}>` +
    String.raw`(?:;[A-Za-z0-9\-.+]+(?:=(?:[A-Za-z0-9\-._+~]+|"${PLAIN_QUOTED}"))?)?$`,
);

/**
 * Whether `parseNameAddr` would accept the text.
 * @param clear no parameter may come twice with different values
 */
export function isNameAddr(text: string, clear: boolean): boolean {
  if (PLAIN.test(text)) return true;
  const address = parseNameAddr(text);
  return address !== null && !(clear && isAmbiguous(address));
}

/** A parameter, of the header or of the URI, comes twice with different values. */
function isAmbiguous({ uri, params }: NameAddr): boolean {
  return params.ambiguous === true || (!isPlainUri(uri) && parseUri(uri)?.params.ambiguous === true);
}

/** Parses one name-addr or addr-spec with its header parameters; null when it is neither or more follows. */
export function parseNameAddr(text: string): NameAddr | null {
  const start = skipSpace(text, 0);
  if (text.charCodeAt(start) === QUOTE) {
    const end = skipQuoted(text, start);
    if (end < 0) return null;
    const quoted = text.slice(start + 1, end - 1);
    return parseBracketed(text, skipSpace(text, end), quoted.replace(/\\([\s\S])/g, '$1'));
  }
  const bracket = text.indexOf('<', start);
  const semicolon = text.indexOf(';', start);
  if (bracket === start) return parseBracketed(text, bracket, undefined);
  if (bracket >= 0 && (semicolon < 0 || bracket < semicolon)) {
    const display = text.slice(start, bracket);
    if (!DISPLAY_TOKENS.test(display)) return null;
    const trimmed = display.trim();
    return parseBracketed(text, bracket, trimmed === '' ? undefined : trimmed);
  }
  return parseBare(text, start, semicolon < 0 ? text.length : semicolon);
}

function parseBracketed(text: string, bracket: number, displayName: string | undefined): NameAddr | null {
  if (text[bracket] !== '<') return null;
  const close = text.indexOf('>', bracket);
  if (close < 0) return null;
  const uri = text.slice(bracket + 1, close);
  if (!isUri(uri)) return null;
  const params = parseParams(text, close + 1);
  if (params === null) return null;
  return displayName === undefined ? { uri, params } : { displayName, uri, params };
}

/** RFC 3261 §20: a URI that holds a comma, question mark or semicolon must stand in angle brackets. */
function parseBare(text: string, start: number, end: number): NameAddr | null {
  const uri = text.slice(start, end).trimEnd();
  if (uri.includes(',') || uri.includes('?') || !isUri(uri)) return null;
  const params = parseParams(text, end);
  return params === null ? null : { uri, params };
}

/** Splits a comma-separated header value; commas in quoted strings and angle brackets do not count. */
export function splitCommaList(value: string): string[] {
  if (!value.includes(',')) return [value.trim()];
  const parts: string[] = [];
  let start = 0;
  let position = 0;
  while (position < value.length) {
    const char = value[position];
    if (char === '"') {
      const end = skipQuoted(value, position);
      position = end < 0 ? value.length : end;
    } else if (char === '<') {
      const end = value.indexOf('>', position);
      position = end < 0 ? value.length : end + 1;
    } else {
      if (char === ',') {
        parts.push(value.slice(start, position).trim());
        start = position + 1;
      }
      position++;
    }
  }
  parts.push(value.slice(start).trim());
  return parts;
}

/** All Contact values in order, `'*'` for the lone star of an unregistration, or null when one is malformed. */
export function parseContacts(values: readonly string[]): NameAddr[] | '*' | null {
  if (values.length === 1 && values[0]?.trim() === '*') return '*';
  const contacts: NameAddr[] = [];
  for (const value of values) {
    for (const part of splitCommaList(value)) {
      const contact = parseNameAddr(part);
      if (contact === null) return null;
      contacts.push(contact);
    }
  }
  return contacts;
}

/**
 * Whether every Contact value is well formed, or the only one is `*`.
 * @param clear no parameter may come twice with different values in one
 */
export function areContacts(values: readonly string[], clear: boolean): boolean {
  const first = values[0];
  if (values.length === 1 && first !== undefined && PLAIN.test(first)) return true;
  const contacts = parseContacts(values);
  return contacts === '*' || (contacts !== null && !(clear && contacts.some(isAmbiguous)));
}

const MAYBE_TAG = /;[ \t]*tag/i;
const PLAIN_TAG = /;tag=([A-Za-z0-9\-.!%*_+`'~]+)$/;

/** The tag of a From or To value, or undefined. */
export function tagOf(value: string): string | undefined {
  if (!value.includes(';') || !MAYBE_TAG.test(value)) return undefined;
  const plain = PLAIN_TAG.exec(value);
  if (plain !== null && PLAIN.test(value)) return plain[1];
  return parseNameAddr(value)?.params.get('tag') ?? undefined;
}
