import { headerKey } from './header-names.ts';
import { type Params, parseParams, skipSpace } from './params.ts';

/** A Content-Type (RFC 3261 §20.15). */
export interface MediaType {
  /** `type/subtype` in lower case. */
  readonly name: string;
  readonly params: Params;
}

/** One part of a multipart body. */
export interface BodyPart {
  /** `text/plain` where the part names none (RFC 2046 §5.1). */
  readonly type: MediaType;
  /** Values by lower-case long name; the first of several counts. */
  readonly headers: ReadonlyMap<string, string>;
  /** The octets as they were sent; shares its memory with the whole body. */
  readonly body: Buffer;
}

/** More parts than this are malformed: no telephone sends them. */
export const MAX_BODY_PARTS = 32;

const MEDIA_TYPE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+/;
const BOUNDARY = /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/;
const LINE_BREAK = Buffer.from('\r\n');
const EMPTY_LINE = Buffer.from('\r\n\r\n');
const PLAIN_TEXT: MediaType = { name: 'text/plain', params: new Map() };

/** @returns null when it is none */
export function parseMediaType(value: string): MediaType | null {
  const text = value.trim();
  const name = MEDIA_TYPE.exec(text)?.[0];
  if (name === undefined) return null;
  const params = parseParams(text, skipSpace(text, name.length));
  return params && { name: name.toLowerCase(), params };
}

/**
 * The parts of a multipart body (RFC 2046 §5.1, RFC 5621), in order. What stands before the first boundary and after
 * the last is left out. Parts are not looked into: one may be a multipart itself.
 *
 * @returns null when it is malformed: no boundary named or found, no closing one, more than `MAX_BODY_PARTS` parts
 */
export function parseMultipart(type: MediaType, body: Buffer): BodyPart[] | null {
  const boundary = boundaryOf(type);
  if (boundary === null) return null;
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  const parts: BodyPart[] = [];
  for (let at = endOfFirst(delimiter, body); at >= 0 && parts.length <= MAX_BODY_PARTS; ) {
    if (body.toString('latin1', at, at + 2) === '--') return parts;
    const lineEnd = body.indexOf(LINE_BREAK, at);
    if (lineEnd < 0 || body.toString('latin1', at, lineEnd).trim() !== '') return null;
    const next = body.indexOf(delimiter, lineEnd);
    const part = next < 0 ? null : partOf(body.subarray(lineEnd + 2, Math.max(next, lineEnd + 2)));
    if (part === null) return null;
    parts.push(part);
    at = next + delimiter.length;
  }
  return null;
}

/** The first delimiter may open the body, and has no line break before it then. @returns -1 when there is none */
function endOfFirst(delimiter: Buffer, body: Buffer): number {
  const atOnce = delimiter.subarray(LINE_BREAK.length);
  if (body.subarray(0, atOnce.length).equals(atOnce)) return atOnce.length;
  const found = body.indexOf(delimiter);
  return found < 0 ? -1 : found + delimiter.length;
}

function boundaryOf({ name, params }: MediaType): string | null {
  const value = params.get('boundary');
  if (!name.startsWith('multipart/') || value == null) return null;
  const boundary = value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
  return BOUNDARY.test(boundary) ? boundary : null;
}

function partOf(octets: Buffer): BodyPart | null {
  const withoutHeaders = octets.subarray(0, 2).equals(LINE_BREAK);
  const end = withoutHeaders ? 0 : octets.indexOf(EMPTY_LINE);
  if (end < 0) return null;
  const headers = new Map<string, string>();
  const lines = octets.toString('latin1', 0, end).replace(/\r\n[ \t]+/g, ' ');
  for (const line of lines === '' ? [] : lines.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon < 1) return null;
    const key = headerKey(line.slice(0, colon).trim()).toLowerCase();
    if (!headers.has(key)) headers.set(key, line.slice(colon + 1).trim());
  }
  const named = headers.get('content-type');
  const type = named === undefined ? PLAIN_TEXT : parseMediaType(named);
  return type && { type, headers, body: octets.subarray(end + (withoutHeaders ? 2 : 4)) };
}
