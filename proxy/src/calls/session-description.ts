import { type BodyPart, type MediaType, parseMediaType, parseMultipart } from '@tandem/sip-engine/multipart';
import type { SipMessage } from './srf.ts';

const MEDIA = /^m=[\w-]+ (\d{1,5})(?:\/\d+)? [\w/]+(?: \S+)+$/;
const ORIGIN = /^o=\S+ \d+ \d+ IN IP[46] \S+$/;
const CONNECTION = /^c=IN IP[46] \S+$/;

/**
 * Looks whether a session description has what every one must have (RFC 8866 §9). The media relay reads it in full.
 * @returns what is wrong with it, or null
 */
export function problemOf(sdp: string): string | null {
  const lines = sdp.split(/\r?\n/);
  while (lines.at(-1) === '') lines.pop();
  if (lines[0] !== 'v=0') return 'it does not begin with "v=0"';
  const odd = lines.find((line) => !/^[a-z]=/.test(line));
  if (odd !== undefined) return `"${odd.slice(0, 40)}" is no line of one`;
  if (!ORIGIN.test(lines.find((line) => line.startsWith('o=')) ?? '')) return 'it has no proper "o=" line';
  const first = lines.findIndex((line) => line.startsWith('m='));
  if (first < 0) return 'it has no media';
  return problemOfMedia(lines, first);
}

function problemOfMedia(lines: readonly string[], first: number): string | null {
  const isConnection = (line: string): boolean => line.startsWith('c=');
  const badConnection = lines.find((line) => isConnection(line) && !CONNECTION.test(line));
  if (badConnection !== undefined) return `"${badConnection.slice(0, 40)}" is no address`;
  const common = lines.slice(0, first).some(isConnection);
  for (let from = first; from < lines.length; ) {
    const line = lines[from] ?? '';
    const next = lines.findIndex((other, index) => index > from && other.startsWith('m='));
    const end = next < 0 ? lines.length : next;
    const port = MEDIA.exec(line)?.[1];
    if (port === undefined || Number(port) > 65_535) return `"${line.slice(0, 40)}" is no media line`;
    if (!common && port !== '0' && !lines.slice(from, end).some(isConnection)) {
      return 'a media line has no address';
    }
    from = end;
  }
  return null;
}

/** What a body says of the session: a description, nothing of it, or why it cannot be read. */
export type BodyReading = { readonly sdp: string | null } | UnreadableBody;

/** A type that we do not know, or what is wrong. */
export type UnreadableBody = { readonly unsupported: string } | { readonly malformed: string };

/** What `readBody` reads, for an Accept header. */
export const READABLE_BODIES = 'application/sdp, multipart/mixed, multipart/alternative';

const NOTHING = { sdp: null };
/** A carrier wraps what concerns us at most this deep. */
const NESTING_MAX = 3;

/**
 * Finds the session description in a body that may be a multipart, as carriers send it beside ISUP or a location
 * (RFC 5621). What else is in it is ignored, unless its sender requires that it be understood.
 */
export function readBody(contentType: string | undefined, body: string): BodyReading {
  if (body === '') return NOTHING;
  const type = parseMediaType(contentType ?? '');
  if (type === null) return { unsupported: contentType ?? 'no Content-Type' };
  if (type.name === 'application/sdp') return { sdp: body };
  return readPart({ type, headers: new Map(), body: Buffer.from(body) }, NESTING_MAX);
}

/**
 * The session description in a response or an ACK, alone or in a multipart. Empty when there is none, or none that we
 * can read: there is nobody to refuse it to.
 */
export function sdpOf(message: Pick<SipMessage, 'body' | 'get'>): string {
  if (message.body === '' || message.body.startsWith('v=')) return message.body;
  const read = readBody(message.get('Content-Type'), message.body);
  return 'sdp' in read ? (read.sdp ?? '') : '';
}

function readPart({ type, headers, body }: BodyPart, nesting: number): BodyReading {
  if (type.name === 'application/sdp') return { sdp: body.toString() };
  if (isMultipart(type) && nesting > 0) return readParts(type, body, nesting - 1);
  const disposition = headers.get('content-disposition');
  const ignored = nesting < NESTING_MAX && !/;\s*handling\s*=\s*required\b/i.test(disposition ?? '');
  return ignored ? NOTHING : { unsupported: type.name };
}

const isMultipart = ({ name }: MediaType): boolean =>
  name === 'multipart/mixed' || name === 'multipart/alternative';

/** Of alternatives the last that is understood counts (RFC 2046 §5.1.4), of several descriptions the first. */
function readParts(type: MediaType, body: Buffer, nesting: number): BodyReading {
  const parts = parseMultipart(type, body);
  if (parts === null) return { malformed: 'the multipart body is malformed' };
  const read = parts.map((part) => readPart(part, nesting));
  const alternatives = type.name === 'multipart/alternative';
  const found = (alternatives ? read.toReversed() : read).find((each) => 'sdp' in each && each.sdp !== null);
  if (alternatives && found) return found;
  return read.find((each) => !('sdp' in each)) ?? found ?? NOTHING;
}
