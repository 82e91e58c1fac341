import { parseCSeq } from './cseq.ts';
import type { Defect } from './header-lines.ts';
import type { Headers } from './message.ts';
import { areContacts, isNameAddr } from './name-addr.ts';
import { isPlainUri, parseUri } from './uri.ts';
import { firstVia, parseVia } from './via.ts';

function bad(reason: string): Defect {
  return { status: 400, reason };
}

const CALL_ID = /^[A-Za-z0-9\-.!%*_+`'~()<>:\\"/[\]?{}]+(?:@[A-Za-z0-9\-.!%*_+`'~()<>:\\"/[\]?{}]+)?$/;
const MAX_FORWARDS = /^\d{1,9}$/;
const DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/i;

/** The first thing wrong with a Request-URI, or null (RFC 3261 §19.1.1: no headers in it, and no parameter of two values). */
export function requestUriDefect(uri: string): Defect | null {
  if (isPlainUri(uri)) return null;
  const parsed = parseUri(uri);
  if (parsed === null || parsed.params.ambiguous) return bad('Malformed Request-URI');
  return parsed.headers === undefined ? null : bad('Header fields in Request-URI');
}

/** Fields that every message has (RFC 3261 §8.1.1). A missing Max-Forwards is accepted, as RFC 2543 senders write. */
const MANDATORY = ['Via', 'From', 'To', 'Call-ID', 'CSeq'] as const;

/** The first thing wrong with the fields that every message needs or that change how it is handled, or null. */
export function headersDefect(headers: Headers, method: string | null): Defect | null {
  return malformedDefect(headers, method) ?? missingDefect(headers);
}

function missingDefect(headers: Headers): Defect | null {
  for (const name of MANDATORY) if (!headers.has(name)) return bad(`Missing ${name} header field`);
  return null;
}

/**
 * The first malformed field among those that are there. A response that gives a parameter two values is read all the same,
 * the first one counting: its sender would not learn of a refusal, and a call would hang.
 * @param method null for a response
 */
export function malformedDefect(headers: Headers, method: string | null): Defect | null {
  const clear = method !== null;
  return identityDefect(headers, clear) ?? cseqDefect(headers, method) ?? otherDefect(headers, clear);
}

function identityDefect(headers: Headers, clear: boolean): Defect | null {
  const via = headers.get('Via');
  const from = headers.get('From');
  const to = headers.get('To');
  const callId = headers.get('Call-ID');
  if (via !== undefined && !isVia(firstVia(via), clear)) return bad('Malformed Via header field');
  if (from !== undefined && !isNameAddr(from, clear)) return bad('Malformed From header field');
  if (to !== undefined && !isNameAddr(to, clear)) return bad('Malformed To header field');
  return callId === undefined || CALL_ID.test(callId) ? null : bad('Malformed Call-ID header field');
}

function isVia(text: string, clear: boolean): boolean {
  const via = parseVia(text);
  return via !== null && !(clear && via.ambiguous);
}

function cseqDefect(headers: Headers, method: string | null): Defect | null {
  const text = headers.get('CSeq');
  if (text === undefined) return null;
  const cseq = parseCSeq(text);
  if (cseq === null) return bad('Malformed CSeq header field');
  if (method === null || cseq.method === method) return null;
  // Some senders copy the INVITE's CSeq whole; nothing but that INVITE can be meant.
  if (cseq.method === 'INVITE' && (method === 'ACK' || method === 'PRACK')) return null;
  return bad('CSeq method does not match the request method');
}

function otherDefect(headers: Headers, clear: boolean): Defect | null {
  const maxForwards = headers.get('Max-Forwards');
  if (maxForwards !== undefined && !(MAX_FORWARDS.test(maxForwards) && Number(maxForwards) <= 255)) {
    return bad('Malformed Max-Forwards header field');
  }
  const contacts = headers.list('Contact');
  if (contacts !== undefined && !areContacts([contacts], clear)) return bad('Malformed Contact header field');
  const date = headers.get('Date');
  return date === undefined || DATE.test(date) ? null : bad('Malformed Date header field');
}
