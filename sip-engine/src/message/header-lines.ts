import { headerName, onceBits, parsedHeaderName } from './header-names.ts';
import { MAX_HEADER_LINES } from './limits.ts';
import { Headers, type SipMessage } from './message.ts';

const CR = 0x0d;
const SP = 0x20;
const HT = 0x09;

/** Why a message is refused. */
export interface Defect {
  /** 400 to 599. */
  readonly status: number;
  /** Fit for a reason phrase. */
  readonly reason: string;
}

export interface HeaderLines {
  readonly headers: Headers;
  /** Index after the blank line; where reading stopped when there is a defect. */
  readonly end: number;
  readonly defect: Defect | null;
}

/**
 * Reads header lines up to the blank line (RFC 3261 §7.3.1). Values are trimmed and unfolded, nothing more.
 * Reading stops at the first defect; the fields before it are kept.
 */
export function readHeaderLines(text: string, from: number, kind: SipMessage['kind']): HeaderLines {
  const headers = new Headers();
  let position = from;
  const onlyOnce = onceBits[kind];
  let once = 0;
  while (true) {
    const lineFeed = text.indexOf('\n', position);
    if (lineFeed < 0) return stop(headers, text.length, 'No blank line after the header fields');
    const lineEnd = lineFeed - 1;
    if (text.charCodeAt(lineEnd) !== CR || text.indexOf('\r', position) !== lineEnd) {
      return stop(headers, position, 'Lines must end with CRLF');
    }
    if (lineEnd === position) return { headers, end: lineFeed + 1, defect: null };
    const ahead = text.charCodeAt(lineFeed + 1);
    const unfolded = ahead === SP || ahead === HT ? unfold(text, position, lineFeed + 1) : undefined;
    if (unfolded === null) return stop(headers, position, 'Lines must end with CRLF');
    const bit =
      unfolded === undefined
        ? addLine(headers, text, position, lineEnd)
        : addLine(headers, unfolded.line, 0, unfolded.line.length);
    if (bit < 0) return stop(headers, position, 'Malformed header line');
    if ((once & bit & onlyOnce) !== 0)
      return stop(headers, position, `Multiple ${nameAt(text, position)} header fields`);
    once |= bit;
    if (headers.count > MAX_HEADER_LINES) return stop(headers, position, 'Too many header lines', 513);
    position = unfolded?.next ?? lineFeed + 1;
  }
}

function stop(headers: Headers, end: number, reason: string, status = 400): HeaderLines {
  return { headers, end, defect: { status, reason } };
}

/** The usual spelling of the name of the line at `position`. */
function nameAt(text: string, position: number): string {
  return headerName(text.slice(position, text.indexOf(':', position)).trim()).usual;
}

/** Joins continuation lines with single spaces; null when one ends in a bare CR or LF. */
function unfold(
  text: string,
  start: number,
  firstContinuation: number,
): { readonly line: string; readonly next: number } | null {
  const parts = [text.slice(start, firstContinuation - 2)];
  let position = firstContinuation;
  let code = text.charCodeAt(position);
  while (code === SP || code === HT) {
    const lineFeed = text.indexOf('\n', position);
    if (lineFeed < 0) return null;
    if (text.charCodeAt(lineFeed - 1) !== CR || text.indexOf('\r', position) !== lineFeed - 1) return null;
    parts.push(text.slice(position, lineFeed - 1).trim());
    position = lineFeed + 1;
    code = text.charCodeAt(position);
  }
  return { line: parts.join(' '), next: position };
}

/** Adds `name HCOLON value`; returns the name's bit, or -1 when the name is no token or the colon is missing. */
function addLine(headers: Headers, text: string, start: number, end: number): number {
  const colon = text.indexOf(':', start);
  if (colon < 0 || colon >= end) return -1;
  let nameEnd = colon;
  while (nameEnd > start && isSpace(text.charCodeAt(nameEnd - 1))) nameEnd--;
  const name = parsedHeaderName(text, start, nameEnd);
  if (name === null) return -1;
  let valueStart = colon + 1;
  while (valueStart < end && isSpace(text.charCodeAt(valueStart))) valueStart++;
  let valueEnd = end;
  while (valueEnd > valueStart && isSpace(text.charCodeAt(valueEnd - 1))) valueEnd--;
  headers.appendParsed(name.header.key, name.spelling, text.slice(valueStart, valueEnd));
  return name.header.onceBit;
}

function isSpace(code: number): boolean {
  return code === SP || code === HT;
}

/**
 * Reads what can be read of a header section that broke the rules, so that a refusal can carry its Via, From, To,
 * Call-ID and CSeq: any line break counts and malformed lines are passed over.
 */
export function salvageHeaderLines(text: string): Headers {
  const headers = new Headers();
  const blank = /\r\n\r\n|\n\n/.exec(text);
  const section = blank === null ? text : text.slice(0, blank.index);
  for (const line of section.replace(/(?:\r\n|\n|\r)[ \t]+/g, ' ').split(/\r\n|\n|\r/)) {
    if (headers.count >= MAX_HEADER_LINES) break;
    addLine(headers, line, 0, line.length);
  }
  return headers;
}
