import { Spellings } from '@tandem/sip-engine/spellings';

/** One `Digest` entry of an Authorization header (RFC 3261 §25.1 `digest-response`). */
export interface DigestCredentials {
  /** Unescaped. */
  readonly username: string;
  /** Unescaped. */
  readonly realm: string;
  readonly nonce: string;
  readonly uri: string;
  /** Lower case. */
  readonly response: string;
  /** Upper case; `MD5` when the client named none. */
  readonly algorithm: string;
  /** Lower case, or null when the client answers in the form of RFC 2069. */
  readonly qop: string | null;
  /** Eight hexadecimal digits as sent. */
  readonly nonceCount: string | null;
  readonly cnonce: string | null;
}

const TEXT_MAX = 4096;
const ENTRIES_MAX = 8;
const PARAMETERS_MAX = 32;
const QUOTE = 0x22;
const COMMA = 0x2c;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const TAB = 0x09;

/** RFC 3261 §25.1 `token`. Each REGISTER has a dozen of them: a table is several times cheaper than an expression. */
const isTokenCode = new Uint8Array(256);
for (const char of "!%'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_`abcdefghijklmnopqrstuvwxyz~") {
  isTokenCode[char.charCodeAt(0)] = 1;
}

/**
 * Reads every entry of one or more Authorization headers joined by commas, which is how drachtio-srf hands them over.
 * Entries of other schemes are skipped.
 *
 * @returns null when the text breaks the grammar or its limits, or a Digest entry lacks a directive or repeats one
 */
export function parseAuthorization(text: string): DigestCredentials[] | null {
  const entries = readEntries(unfolded(text));
  if (!entries) return null;
  const credentials: DigestCredentials[] = [];
  for (const entry of entries) {
    if (entry.scheme.toLowerCase() !== 'digest') continue;
    const digest = toCredentials(entry.parameters);
    if (!digest) return null;
    credentials.push(digest);
  }
  return credentials;
}

/** One challenge or one set of credentials. */
interface Entry {
  readonly scheme: string;
  readonly parameters: EntryParameters;
}

/** The parameters that are looked for, and their places in an entry. */
export const parameter = {
  username: 0,
  realm: 1,
  nonce: 2,
  uri: 3,
  response: 4,
  algorithm: 5,
  qop: 6,
  nc: 7,
  cnonce: 8,
  opaque: 9,
  stale: 10,
} as const;
const PLACES = Object.keys(parameter).length;
const usualPlaces = new Spellings<number>();
for (const [name, place] of Object.entries(parameter)) usualPlaces.add(name, place);

/** Names in lower case; values without their quotes, escapes kept. Those that are looked for have places of their own. */
class EntryParameters {
  readonly #usual = new Array<string | undefined>(PLACES);
  #others: Set<string> | null = null;
  #count = 0;

  /** @param place one of {@link parameter} */
  get(place: number): string | undefined {
    return this.#usual[place];
  }

  /**
   * Takes a parameter whose name stands from `start` to `end`.
   * @returns false when it is there already, or too many are
   */
  add(text: string, start: number, end: number, value: string): boolean {
    this.#count += 1;
    if (this.#count > PARAMETERS_MAX) return false;
    const place = usualPlaces.at(text, start, end);
    if (place === undefined) return this.#addOther(text.slice(start, end), value);
    if (this.#usual[place] !== undefined) return false;
    this.#usual[place] = value;
    return true;
  }

  #addOther(spelling: string, value: string): boolean {
    const name = spelling.toLowerCase();
    if (name !== spelling) return this.add(name, 0, name.length, value);
    this.#others ??= new Set();
    if (this.#others.has(name)) return false;
    this.#others.add(name);
    return true;
  }
}

/** One entry in which nothing is escaped, as nearly everyone writes it. */
const USUAL_ENTRY = /^[A-Za-z]+ (?:[A-Za-z0-9]+=(?:"[ !#-[\]-~]*"|[!%'*+\-.0-9A-Z_`a-z~]+)(?:, *|$))+$/;

/** Reads the entries of an Authorization or a WWW-Authenticate header, which share their grammar; null when it is broken. */
export function readEntries(text: string): Entry[] | null {
  if (text.length > TEXT_MAX) return null;
  return USUAL_ENTRY.test(text) ? cutUsualEntry(text) : readAnyEntries(text);
}

/** An expression and searches are several times quicker than looking at each letter of text that is part of another. */
function cutUsualEntry(text: string): Entry[] | null {
  const space = text.indexOf(' ');
  const parameters = new EntryParameters();
  let position = space + 1;
  while (position < text.length) {
    const equals = text.indexOf('=', position);
    const quotes = text.charCodeAt(equals + 1) === QUOTE ? 1 : 0;
    const valueStart = equals + 1 + quotes;
    const found = text.indexOf(quotes === 1 ? '"' : ',', valueStart);
    const valueEnd = found < 0 ? text.length : found;
    if (!parameters.add(text, position, equals, text.slice(valueStart, valueEnd))) return null;
    position = skipSpace(text, valueEnd + quotes + 1);
  }
  return [{ scheme: text.slice(0, space), parameters }];
}

function readAnyEntries(text: string): Entry[] | null {
  const entries: Entry[] = [];
  let position = skipSpace(text, 0);
  let current: Entry | undefined;
  while (position < text.length) {
    const nameEnd = endOfToken(text, position);
    if (nameEnd === position) return null;
    const nameStart = position;
    position = skipSpace(text, nameEnd);
    if (text.charCodeAt(position) !== EQUALS) {
      current = { scheme: text.slice(nameStart, nameEnd), parameters: new EntryParameters() };
      if (entries.push(current) > ENTRIES_MAX) return null;
      continue;
    }
    position = skipSpace(text, position + 1);
    const valueEnd = endOfValue(text, position);
    if (valueEnd === position || !current) return null;
    const quotes = text.charCodeAt(position) === QUOTE ? 1 : 0;
    const value = text.slice(position + quotes, valueEnd - quotes);
    if (!current.parameters.add(text, nameStart, nameEnd, value)) return null;
    position = skipSpace(text, valueEnd);
    if (position === text.length) break;
    if (text.charCodeAt(position) !== COMMA) return null;
    position = skipSpace(text, position + 1);
  }
  return entries;
}

function toCredentials(parameters: EntryParameters): DigestCredentials | null {
  const username = parameters.get(parameter.username);
  const realm = parameters.get(parameter.realm);
  const nonce = parameters.get(parameter.nonce);
  const uri = parameters.get(parameter.uri);
  const response = parameters.get(parameter.response);
  if (username === undefined || realm === undefined || !nonce || !uri || !response) return null;
  const qop = parameters.get(parameter.qop)?.toLowerCase() ?? null;
  const nonceCount = parameters.get(parameter.nc) ?? null;
  const cnonce = parameters.get(parameter.cnonce) ?? null;
  if (!/^[0-9a-fA-F]{1,128}$/.test(response)) return null;
  if (qop !== null && (cnonce === null || !nonceCount || !/^[0-9a-fA-F]{8}$/.test(nonceCount))) return null;
  return {
    username: unescapeQuoted(username),
    realm: unescapeQuoted(realm),
    nonce,
    uri,
    response: response.toLowerCase(),
    algorithm: upperCase(parameters.get(parameter.algorithm) ?? 'MD5'),
    qop,
    nonceCount,
    cnonce,
  };
}

/** To ask is several times cheaper than to convert what is so already. */
const upperCase = (algorithm: string): string => (algorithm === 'MD5' ? algorithm : algorithm.toUpperCase());

const unfolded = (text: string): string => (text.includes('\r') ? text.replace(/\r\n[ \t]+/g, ' ') : text);

/** What a quoted string means. */
export const unescapeQuoted = (text: string): string =>
  text.includes('\\') ? text.replace(/\\(.)/g, '$1') : text;

/** Where the token or the quoted string at `from` ends; `from` when there is none. */
function endOfValue(text: string, from: number): number {
  return text.charCodeAt(from) === QUOTE ? endOfQuoted(text, from) : endOfToken(text, from);
}

function endOfToken(text: string, from: number): number {
  let position = from;
  while (position < text.length && isTokenCode[text.charCodeAt(position)] === 1) position += 1;
  return position;
}

const isSpace = (code: number): boolean => code === SPACE || code === TAB;

/** Without control characters; what is escaped may be any visible character (RFC 3261 §25.1). */
function endOfQuoted(text: string, from: number): number {
  for (let position = from + 1; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code === QUOTE) return position + 1;
    if (code === BACKSLASH) {
      position += 1;
      if (!(text.charCodeAt(position) >= SPACE && text.charCodeAt(position) < 0x7f)) return from;
    } else if ((code < SPACE && code !== TAB) || code === 0x7f) return from;
  }
  return from;
}

function skipSpace(text: string, from: number): number {
  let position = from;
  while (position < text.length && isSpace(text.charCodeAt(position))) position += 1;
  return position;
}
