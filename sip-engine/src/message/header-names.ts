import { Spellings } from './spellings.ts';

/** Compact forms of RFC 3261 §7.3.3 and of the later RFCs in the IANA registry. */
const COMPACT_FORMS: Readonly<Record<string, string>> = {
  a: 'Accept-Contact',
  b: 'Referred-By',
  c: 'Content-Type',
  d: 'Request-Disposition',
  e: 'Content-Encoding',
  f: 'From',
  i: 'Call-ID',
  j: 'Reject-Contact',
  k: 'Supported',
  l: 'Content-Length',
  m: 'Contact',
  n: 'Identity-Info',
  o: 'Event',
  r: 'Refer-To',
  s: 'Subject',
  t: 'To',
  u: 'Allow-Events',
  v: 'Via',
  x: 'Session-Expires',
  y: 'Identity',
};

const OTHER_NAMES =
  'Accept Accept-Encoding Accept-Language Alert-Info Allow Authentication-Info Authorization Call-Info CSeq ' +
  'Content-Disposition Content-Language Date Error-Info Expires Feature-Caps Flow-Timer Geolocation History-Info ' +
  'In-Reply-To Join Max-Forwards MIME-Version Min-Expires Min-SE Organization P-Asserted-Identity ' +
  'P-Preferred-Identity Path Priority Privacy Proxy-Authenticate Proxy-Authorization Proxy-Require RAck RSeq Reason ' +
  'Record-Route Refer-Sub Remote-Party-ID Replaces Reply-To Require Retry-After Route SIP-ETag SIP-If-Match Server ' +
  'Service-Route Subscription-State Target-Dialog Timestamp Unsupported User-Agent WWW-Authenticate Warning';

/** A header as it is known by its name. */
export interface HeaderName {
  /** The same for every spelling: the usual one, or of a header that we do not know its lower case. */
  readonly key: string;
  /** Its usual spelling; of a header that we do not know the one that was asked for. */
  readonly usual: string;
  /** One bit for each name that may stand only once, else 0: see {@link onceBits}. */
  readonly onceBit: number;
}

/** The name of a header line as read from the network. */
export interface ParsedName {
  readonly header: HeaderName;
  /** As it stood there. */
  readonly spelling: string;
}

/** Names that may stand only once and have one value (RFC 3261 §7.3.1); Content-Length has rules of its own. */
const ONCE = ['From', 'To', 'Call-ID', 'CSeq', 'Max-Forwards', 'Date'];

/**
 * The same, but a response with two is read all the same, for its sender would not learn of a refusal, and a call would
 * hang. What nobody acts on, such as a second Server that a gateway on the way added, is no reason to lose a request.
 */
const ONCE_IN_REQUESTS = (
  'Content-Type Content-Disposition Expires Min-Expires Session-Expires Min-SE Event Subscription-State Refer-To ' +
  'Referred-By Replaces Join Target-Dialog Reply-To RAck RSeq SIP-ETag SIP-If-Match'
).split(' ');

const onceNames = [...ONCE, ...ONCE_IN_REQUESTS];

/** The bits of the first names. The lowest bit is nobody's. */
const firstBits = (names: number): number => 2 ** (names + 1) - 2;

/** The bits of the names that may stand only once in a message. */
export const onceBits = { request: firstBits(onceNames.length), response: firstBits(ONCE.length) };

const bySpelling = new Map<string, HeaderName>();
const parsedNames = new Spellings<ParsedName>();

function learn(usual: string, ...spellings: string[]): void {
  const onceBit = (1 << (onceNames.indexOf(usual) + 1)) & ~1;
  const header = bySpelling.get(usual) ?? { key: usual, usual, onceBit };
  for (const spelling of [usual, usual.toLowerCase(), usual.toUpperCase(), ...spellings]) {
    if (bySpelling.has(spelling)) continue;
    bySpelling.set(spelling, header);
    parsedNames.add(spelling, { header, spelling });
  }
}
for (const [letter, name] of Object.entries(COMPACT_FORMS)) learn(name, letter, letter.toUpperCase());
for (const name of OTHER_NAMES.split(' ')) learn(name);
learn('CSeq', 'Cseq');
learn('Call-ID', 'Call-Id');

const TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/;

/** Whether the text is an RFC 3261 §25.1 `token`. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** The key under which a header name is looked up: see {@link HeaderName}. */
export function headerKey(name: string): string {
  return headerName(name).key;
}

/** The header of this name: `call-id` and `i` are `Call-ID`; unknown names stay as given. */
export function headerName(name: string): HeaderName {
  return bySpelling.get(name) ?? otherName(name);
}

function otherName(name: string): HeaderName {
  const key = name.toLowerCase();
  return bySpelling.get(key) ?? { key, usual: name, onceBit: 0 };
}

const LOWER_CASE = 0x20;

/**
 * A bit that tells names apart at a glance: all spellings of a name have the same, but for its compact form, and few other
 * names have it. The numbers give all usual names of a REGISTER bits of their own.
 */
export function nameBit(name: string): number {
  const first = name.charCodeAt(0) | LOWER_CASE;
  const last = name.charCodeAt(name.length - 1) | LOWER_CASE;
  return 1 << ((first + 9 * (last + name.length)) & 31);
}

/** The name that stands from `start` to `end` in text from the network, or null when it is no token. */
export function parsedHeaderName(text: string, start: number, end: number): ParsedName | null {
  const known = parsedNames.at(text, start, end);
  if (known !== undefined) return known;
  const spelling = text.slice(start, end);
  return TOKEN.test(spelling) ? { header: otherName(spelling), spelling } : null;
}
