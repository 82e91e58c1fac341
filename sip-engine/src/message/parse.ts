import { isAscii } from 'node:buffer';
import { parseCSeq } from './cseq.ts';
import { type Defect, readHeaderLines, salvageHeaderLines } from './header-lines.ts';
import { isToken } from './header-names.ts';
import {
  MAX_BODY_BYTES,
  MAX_HEADER_SECTION_BYTES,
  MAX_METHOD_LENGTH,
  MAX_REQUEST_URI_LENGTH,
} from './limits.ts';
import { EMPTY_BODY, type Headers, type SipMessage, type SipRequest } from './message.ts';
import { KNOWN_METHODS } from './methods.ts';
import { Spellings } from './spellings.ts';
import { BRANCH_COOKIE } from './token.ts';
import { headersDefect, requestUriDefect } from './validate.ts';
import { firstVia, parseVia } from './via.ts';

export interface ParseFailure {
  readonly ok: false;
  /** The status to refuse with: 400, 411, 413, 414, 505 or 513. */
  readonly status: number;
  /** What is wrong, fit for a reason phrase. */
  readonly reason: string;
  /** Enough to answer; absent for responses and for octets that are not SIP. */
  readonly request?: SipRequest | undefined;
  /** On a stream the place of the next message is unknown: close it. */
  readonly fatal: boolean;
}

export type ParseResult = { readonly ok: true; readonly message: SipMessage } | ParseFailure;

export interface ParseOptions {
  /** From TCP or TLS, where Content-Length is what frames a message (RFC 3261 §20.14). */
  readonly stream: boolean;
}

const STATUS_LINE = /^SIP\/2\.0 ([1-6]\d\d)(?: ([^\r\n]*))?$/i;
const VERSION = /^SIP\/\d+\.\d+$/i;
const CONTENT_LENGTH = /^\d{1,10}$/;

/**
 * Parses one message (RFC 3261 §7). Header values other than those that every message needs are left for their
 * reader. On datagrams and WebSockets octets after the body are ignored (§18.3). Never throws.
 */
export function parseMessage(bytes: Buffer, options: ParseOptions): ParseResult {
  // One character per octet: no octet is lost, and slices of it cost nothing.
  const text = bytes.toString('latin1');
  const start = skipLeadingLines(text);
  const startLineFeed = text.indexOf('\n', start);
  const startLineEnd = startLineFeed > start && text[startLineFeed - 1] === '\r' ? startLineFeed - 1 : -1;
  if (startLineEnd < 0) {
    const framing = options.stream && mayHoldTwo(text, start);
    return refuse(text, start, { status: 400, reason: 'Malformed start line' }, framing);
  }
  const startLine =
    usualRequestLine(text, start, startLineEnd) ?? readStartLine(text.slice(start, startLineEnd));
  if (startLine.kind === 'defect')
    return refuse(text, start, startLine.defect, options.stream && startLine.isNone);
  const lines = readHeaderLines(text, startLineFeed + 1, startLine.kind);
  if (lines.defect !== null)
    return refuse(text, start, lines.defect, options.stream && mayHoldTwo(text, start));
  const { headers, end } = lines;
  const length = bodyLength(headers, bytes.length - end, options.stream);
  if (typeof length !== 'number') return refuse(text, start, length, options.stream);
  const defect = sizeDefect(text, end) ?? meaningDefect(startLine, headers);
  if (defect !== null) return refuse(text, start, defect, options.stream && isGlued(startLine, headers));
  const body = length === 0 ? EMPTY_BODY : bytes.subarray(end, end + length);
  if (startLine.kind === 'response') {
    const { status, reason } = startLine;
    return { ok: true, message: { kind: 'response', status, reason, headers, body } };
  }
  const { method, uri } = startLine;
  return { ok: true, message: { kind: 'request', method, uri, headers, body, ascii: isAscii(bytes) } };
}

/**
 * Whether a message that has come in part is refused whatever follows: the lines so far break the rules. Null while
 * it may still become valid.
 */
export function hopelessPart(bytes: Buffer): ParseFailure | null {
  const text = bytes.toString('latin1');
  const start = skipLeadingLines(text);
  const startLineEnd = text.indexOf('\r\n', start);
  if (startLineEnd < 0) return null;
  const startLine = readStartLine(text.slice(start, startLineEnd));
  if (startLine.kind === 'defect') return refuse(text, start, startLine.defect, true);
  const complete = `${text.slice(startLineEnd + 2, text.lastIndexOf('\r\n') + 2)}\r\n`;
  const lines = readHeaderLines(complete, 0, startLine.kind);
  const method = startLine.kind === 'request' ? startLine.method : null;
  const defect = lines.defect ?? headersDefect(lines.headers, method, false);
  return defect === null ? null : refuse(text, start, defect, true);
}

function meaningDefect(startLine: RequestLine | StatusLine, headers: Headers): Defect | null {
  if (startLine.kind === 'response') return headersDefect(headers, null, true);
  return requestUriDefect(startLine.uri) ?? headersDefect(headers, startLine.method, true);
}

/** RFC 3261 §7.5: CRLFs before the start line are ignored. */
function skipLeadingLines(text: string): number {
  let start = 0;
  while (text.startsWith('\r\n', start)) start += 2;
  return start;
}

interface RequestLine {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
}

interface StatusLine {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
}

interface BadStartLine {
  readonly kind: 'defect';
  readonly defect: Defect;
  /** What stands there is no start line at all: on a stream the Content-Length before it was wrong. */
  readonly isNone: boolean;
}

type StartLine = RequestLine | StatusLine | BadStartLine;

const knownMethods = new Spellings<string>();
for (const method of KNOWN_METHODS) knownMethods.add(method, method);
const VERSION_AT_END = ' SIP/2.0';

/** What nearly every request begins with, found without cutting out what is known; null: it is to be read in full. */
function usualRequestLine(text: string, start: number, end: number): RequestLine | null {
  const uriEnd = end - VERSION_AT_END.length;
  const methodEnd = text.indexOf(' ', start);
  const method = knownMethods.at(text, start, methodEnd);
  if (method === undefined || methodEnd >= uriEnd || !text.startsWith(VERSION_AT_END, uriEnd)) return null;
  const uri = text.slice(methodEnd + 1, uriEnd);
  const isOdd = uri.length > MAX_REQUEST_URI_LENGTH || uri.startsWith(' ') || uri.endsWith(' ');
  return isOdd ? null : { kind: 'request', method, uri };
}

function readStartLine(line: string): StartLine {
  if (line.startsWith('SIP/')) return readStatusLine(line);
  const first = line.indexOf(' ');
  const last = line.lastIndexOf(' ');
  const version = line.slice(last + 1);
  if (version !== 'SIP/2.0' && version.toUpperCase() !== 'SIP/2.0') {
    return VERSION.test(version)
      ? startLineDefect(505, 'Version Not Supported')
      : startLineDefect(400, 'Malformed Request-Line', true);
  }
  const method = line.slice(0, first);
  const uri = line.slice(first + 1, last);
  if (first === last || !isToken(method)) return startLineDefect(400, 'Malformed Request-Line', true);
  if (method.length > MAX_METHOD_LENGTH) return startLineDefect(400, 'Method name too long');
  if (uri.length > MAX_REQUEST_URI_LENGTH) return startLineDefect(414, 'Request-URI Too Long');
  if (uri.startsWith(' ') || uri.endsWith(' ')) return startLineDefect(400, 'Extra spaces in Request-Line');
  return { kind: 'request', method, uri };
}

function readStatusLine(line: string): StartLine {
  const match = STATUS_LINE.exec(line);
  if (match === null) return startLineDefect(400, 'Malformed Status-Line', true);
  return { kind: 'response', status: Number(match[1]), reason: match[2] ?? '' };
}

function startLineDefect(status: number, reason: string, isNone = false): StartLine {
  return { kind: 'defect', defect: { status, reason }, isNone };
}

/** A blank line of bare line breaks, where its sender ended a message: what stands behind would be lost with it. */
function mayHoldTwo(text: string, start: number): boolean {
  const end = text.indexOf('\r\n\r\n', start);
  return /\n\r?\n|\r\r/.test(text.slice(start, end < 0 ? text.length : end));
}

/** The method has octets of the message before in front of it, or lost some to it, as its CSeq tells. */
function isGlued(startLine: RequestLine | StatusLine, headers: Headers): boolean {
  const meant = parseCSeq(headers.get('CSeq') ?? '')?.method;
  if (startLine.kind === 'response' || meant === undefined || meant === startLine.method) return false;
  return startLine.method.endsWith(meant) || meant.endsWith(startLine.method);
}

function sizeDefect(text: string, headerEnd: number): Defect | null {
  if (headerEnd > MAX_HEADER_SECTION_BYTES) return { status: 513, reason: 'Header section too large' };
  const nul = text.indexOf('\0');
  if (nul < 0 || nul >= headerEnd) return null;
  return hasBareNul(text.slice(nul - 1, headerEnd))
    ? { status: 400, reason: 'NUL octet in a header field' }
    : null;
}

/** A NUL may stand in a quoted-pair only (RFC 3261 §25.1). */
function hasBareNul(text: string): boolean {
  return /[^\\]\0/.test(text);
}

/** The octets of the body, or what is wrong with Content-Length. */
function bodyLength(headers: Headers, available: number, stream: boolean): number | Defect {
  const declared = headers.get('Content-Length');
  if (declared === undefined) {
    if (stream) return lengthRequired(headers);
    return available > MAX_BODY_BYTES ? { status: 413, reason: 'Request Entity Too Large' } : available;
  }
  if (headers.countOf('Content-Length') > 1)
    return { status: 400, reason: 'Multiple Content-Length header fields' };
  if (!CONTENT_LENGTH.test(declared)) return { status: 400, reason: 'Malformed Content-Length header field' };
  const length = Number(declared);
  if (length > MAX_BODY_BYTES) return { status: 413, reason: 'Request Entity Too Large' };
  return length > available ? { status: 400, reason: 'Content-Length larger than the message' } : length;
}

/**
 * On a stream Content-Length is a must (RFC 3261 §18.3). A sender of RFC 2543, known by its branch, has a status of
 * its own for that (RFC 2543 §7.4.12), after which it may send the request with one.
 */
function lengthRequired(headers: Headers): Defect {
  const branch = parseVia(firstVia(headers.get('Via') ?? ''))?.branch;
  return branch?.startsWith(BRANCH_COOKIE)
    ? { status: 400, reason: 'Missing Content-Length header field' }
    : { status: 411, reason: 'Length Required' };
}

/** Something like `METHOD uri … SIP/x`, or header lines that only SIP has; other octets are not answered. */
const LIKE_A_REQUEST = /^[^\r\n]{0,8192}SIP\/\d|[\r\n](?:via|v)[ \t]*:/i;

function refuse(text: string, start: number, defect: Defect, framing = false): ParseFailure {
  const rest = text.slice(start);
  if (/^SIP\//i.test(rest)) return { ok: false, ...defect, fatal: framing };
  if (!LIKE_A_REQUEST.test(rest)) return { ok: false, ...defect, fatal: true };
  const lineEnd = rest.search(/[\r\n]/);
  const [method = '', uri = ''] = (lineEnd < 0 ? rest : rest.slice(0, lineEnd)).trim().split(/ +/, 2);
  const headers = salvageHeaderLines(lineEnd < 0 ? '' : rest.slice(lineEnd));
  const request: SipRequest = { kind: 'request', method, uri, headers, body: EMPTY_BODY };
  return { ok: false, ...defect, request, fatal: framing };
}
