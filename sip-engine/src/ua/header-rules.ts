import { headerName, isToken } from '../message/header-names.ts';
import { EMPTY_BODY, type Headers } from '../message/message.ts';

/**
 * What an application sends is sparse SIP text: a start line, the headers it cares about and perhaps a body.
 * These are the rules by which such headers become those of a real message.
 */
export interface SparseMessage {
  readonly startLine: string;
  readonly headers: readonly SparseHeader[];
  readonly body: Buffer;
}

export interface SparseHeader {
  /** Lower case, compact forms expanded. */
  readonly key: string;
  readonly name: string;
  readonly value: string;
}

/** How an application's `localhost` reads on the wire: the listener that the message leaves from. */
export interface LocalAddress {
  readonly advertisedHost: string;
  readonly advertisedPort: number;
}

/** The engine alone writes these. */
const ownHeaders: ReadonlySet<string> = new Set(['via', 'rseq', 'record-route', 'content-length']);
const localhostHeaders: ReadonlySet<string> = new Set(['from', 'to', 'contact', 'p-asserted-identity']);

/** Header names that are written as the application spelled them (`DRACHTIO_PRESERVE_HEADER_NAMES`). */
export type PreservedNames = ReadonlySet<string>;

/** Cuts an application's SIP text into its parts; header lines with names that are no token are dropped. */
export function parseSparse(text: string, preserved: PreservedNames = new Set()): SparseMessage {
  const headEnd = text.indexOf('\r\n\r\n');
  const head = headEnd === -1 ? text : text.slice(0, headEnd);
  const bodyText = headEnd === -1 ? '' : text.slice(headEnd + 4);
  const lines = head.split('\r\n');
  const headers: SparseHeader[] = [];
  for (let index = 1; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const header = sparseHeader(line.slice(0, colon).trim(), line.slice(colon + 1).trim(), preserved);
    if (header !== null) headers.push(header);
  }
  return {
    startLine: lines[0] ?? '',
    headers,
    body: bodyText === '' ? EMPTY_BODY : Buffer.from(bodyText, 'latin1'),
  };
}

/** A header as an application names it; null where only the engine may write it, or the name is none. */
export function sparseHeader(given: string, value: string, preserved: PreservedNames): SparseHeader | null {
  if (!isToken(given)) return null;
  const name = preserved.has(given) ? given : canonicalName(given);
  const key = name.toLowerCase();
  return ownHeaders.has(key) ? null : { key, name, value };
}

const canonicalNames = new Map<string, string>();
const canonicalNamesLimit = 500;

/** `call-id` → `Call-ID`, `p_asserted_identity` → `P-Asserted-Identity`, `p-custom` → `P-Custom`, `X-a` as it is. */
export function canonicalName(given: string): string {
  const known = canonicalNames.get(given);
  if (known !== undefined) return known;
  const name = spell(given);
  if (canonicalNames.size < canonicalNamesLimit) canonicalNames.set(given, name);
  return name;
}

function spell(given: string): string {
  const dashed = given.replaceAll('_', '-').toLowerCase();
  const { usual } = headerName(dashed);
  if (usual !== dashed) return usual;
  if (/^x-/i.test(given)) return given;
  return given.replace(/(^|-)([a-z])/g, (_all, dash: string, letter: string) => dash + letter.toUpperCase());
}

/** The first value an application gave for a header, by lower-case name. */
export function sparseValue(message: SparseMessage, key: string): string | undefined {
  return message.headers.find((header) => header.key === key)?.value;
}

/**
 * Adds an application's headers to a message. A name given twice, or given and already there by default, ends as
 * the application wrote it; `except` names are left as the message has them.
 */
export function applyHeaders(
  target: Headers,
  sparse: SparseMessage,
  local: LocalAddress,
  except: ReadonlySet<string>,
): void {
  for (const { key, name, value } of sparse.headers) {
    if (except.has(key)) continue;
    const text = localhostHeaders.has(key) ? replaceLocalhost(value, local) : value;
    target.append(name, text);
  }
}

/** `@localhost` in an address becomes the host and port of the transport in use; a bare URI gets angle brackets. */
export function replaceLocalhost(value: string, local: LocalAddress): string {
  if (!value.includes('@localhost')) return value;
  const replaced = value.replace(
    /@localhost(?::\d+)?(?![\w.-])/g,
    `@${hostPort(local.advertisedHost, local.advertisedPort)}`,
  );
  return bracketed(replaced);
}

/** `sip:a@b;tag=1` → `<sip:a@b>;tag=1` (RFC 3261 §20.10). */
export function bracketed(value: string): string {
  if (value.includes('<')) return value;
  const semicolon = value.indexOf(';');
  return semicolon === -1 ? `<${value}>` : `<${value.slice(0, semicolon)}>${value.slice(semicolon)}`;
}

/** `host:port`, IPv6 in brackets; 5060 is written too, so that a comparison of texts finds it. */
export function hostPort(host: string, port: number): string {
  return `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
}

/** The type of a body that the application did not name, or undefined when it cannot be told. */
export function detectContentType(body: Buffer): string | undefined {
  return body.length >= 3 && body.toString('latin1', 0, 3) === 'v=0' ? 'application/sdp' : undefined;
}
