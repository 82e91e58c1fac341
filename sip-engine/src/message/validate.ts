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

/**
 * The first thing wrong with the fields that every message needs (RFC 3261 §8.1.1) or that change how it is handled, or
 * null. A missing Max-Forwards is accepted, as RFC 2543 senders write. A response that gives a parameter two values is
 * read all the same, the first one counting: its sender would not learn of a refusal, and a call would hang.
 * @param method null for a response
 * @param whole what is not there will not come either
 */
export function headersDefect(headers: Headers, method: string | null, whole: boolean): Defect | null {
  const clear = method !== null;
  return (
    identityDefect(headers, clear, whole) ?? cseqDefect(headers, method, whole) ?? otherDefect(headers, clear)
  );
}

function identityDefect(headers: Headers, clear: boolean, whole: boolean): Defect | null {
  const via = headers.get('Via');
  if (via === undefined ? whole : !isVia(firstVia(via), clear)) return badField('Via', via);
  const from = headers.get('From');
  if (from === undefined ? whole : !isNameAddr(from, clear)) return badField('From', from);
  const to = headers.get('To');
  if (to === undefined ? whole : !isNameAddr(to, clear)) return badField('To', to);
  const callId = headers.get('Call-ID');
  if (callId === undefined ? whole : !CALL_ID.test(callId)) return badField('Call-ID', callId);
  return null;
}

function badField(name: string, value: string | undefined): Defect {
  return bad(`${value === undefined ? 'Missing' : 'Malformed'} ${name} header field`);
}

function isVia(text: string, clear: boolean): boolean {
  const via = parseVia(text);
  return via !== null && !(clear && via.ambiguous);
}

function cseqDefect(headers: Headers, method: string | null, whole: boolean): Defect | null {
  const text = headers.get('CSeq');
  if (text === undefined) return whole ? badField('CSeq', text) : null;
  const cseq = parseCSeq(text);
  if (cseq === null) return badField('CSeq', text);
  if (method === null || cseq.method === method) return null;
  // Some senders copy the INVITE's CSeq whole; nothing but that INVITE can be meant.
  if (cseq.method === 'INVITE' && (method === 'ACK' || method === 'PRACK')) return null;
  return bad('CSeq method does not match the request method');
}

function otherDefect(headers: Headers, clear: boolean): Defect | null {
  const maxForwards = headers.get('Max-Forwards');
  if (maxForwards !== undefined && !(MAX_FORWARDS.test(maxForwards) && Number(maxForwards) <= 255)) {
    return badField('Max-Forwards', maxForwards);
  }
  const contacts = headers.list('Contact');
  if (contacts !== undefined && !areContacts([contacts], clear)) return badField('Contact', contacts);
  const date = headers.get('Date');
  return date === undefined || DATE.test(date) ? null : badField('Date', date);
}
