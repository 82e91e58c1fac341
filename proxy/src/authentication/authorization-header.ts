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
const tokenAt = /[!%'*+\-.0-9A-Z_`a-z~]+/y;
const spaceAt = /[ \t]*/y;
/** A quoted string without control characters; the escape may be of any visible character (RFC 3261 §25.1). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be refused
const quotedAt = /"((?:[^"\\\x00-\x08\x0a-\x1f\x7f]|\\[\x20-\x7e])*)"/y;

/**
 * Reads every entry of one or more Authorization headers joined by commas, which is how drachtio-srf hands them over.
 * Entries of other schemes are skipped.
 *
 * @returns null when the text breaks the grammar or its limits, or a Digest entry lacks a directive or repeats one
 */
export function parseAuthorization(text: string): DigestCredentials[] | null {
  const entries = readEntries(text.replace(/\r\n[ \t]+/g, ' '));
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
  /** Names in lower case; values without their quotes, escapes kept. */
  readonly parameters: Map<string, string>;
}

/** Reads the entries of an Authorization or a WWW-Authenticate header, which share their grammar; null when it is broken. */
export function readEntries(text: string): Entry[] | null {
  if (text.length > TEXT_MAX) return null;
  const entries: Entry[] = [];
  let position = skipSpace(text, 0);
  let current: Entry | undefined;
  while (position < text.length) {
    const name = match(tokenAt, text, position);
    if (name === null) return null;
    position = skipSpace(text, position + name.length);
    if (text[position] !== '=') {
      current = { scheme: name, parameters: new Map() };
      if (entries.push(current) > ENTRIES_MAX) return null;
      continue;
    }
    position = skipSpace(text, position + 1);
    const value = match(quotedAt, text, position) ?? match(tokenAt, text, position);
    if (value === null || !current || !remember(current.parameters, name.toLowerCase(), value)) return null;
    position = skipSpace(text, position + value.length);
    if (position === text.length) break;
    if (text[position] !== ',') return null;
    position = skipSpace(text, position + 1);
  }
  return entries;
}

function remember(parameters: Map<string, string>, name: string, value: string): boolean {
  if (parameters.has(name) || parameters.size >= PARAMETERS_MAX) return false;
  parameters.set(name, value.startsWith('"') ? value.slice(1, -1) : value);
  return true;
}

function toCredentials(parameters: Map<string, string>): DigestCredentials | null {
  const username = parameters.get('username');
  const realm = parameters.get('realm');
  const nonce = parameters.get('nonce');
  const uri = parameters.get('uri');
  const response = parameters.get('response');
  if (username === undefined || realm === undefined || !nonce || !uri || !response) return null;
  const qop = parameters.get('qop')?.toLowerCase() ?? null;
  const nonceCount = parameters.get('nc') ?? null;
  const cnonce = parameters.get('cnonce') ?? null;
  if (!/^[0-9a-fA-F]{1,128}$/.test(response)) return null;
  if (qop !== null && (cnonce === null || !nonceCount || !/^[0-9a-fA-F]{8}$/.test(nonceCount))) return null;
  return {
    username: unescapeQuoted(username),
    realm: unescapeQuoted(realm),
    nonce,
    uri,
    response: response.toLowerCase(),
    algorithm: parameters.get('algorithm')?.toUpperCase() ?? 'MD5',
    qop,
    nonceCount,
    cnonce,
  };
}

/** What a quoted string means. */
export const unescapeQuoted = (text: string): string =>
  text.includes('\\') ? text.replace(/\\(.)/g, '$1') : text;

function match(pattern: RegExp, text: string, position: number): string | null {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0] ?? null;
}

function skipSpace(text: string, position: number): number {
  spaceAt.lastIndex = position;
  spaceAt.exec(text);
  return spaceAt.lastIndex;
}
