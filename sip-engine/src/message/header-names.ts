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

/** A name as looked up. */
export interface HeaderKey {
  /** Lower case, compact forms expanded. */
  readonly key: string;
  /** One bit for each name that may stand only once in a message, else 0. */
  readonly onceBit: number;
}

/** Names that may stand only once and have one value (RFC 3261 §7.3.1); Content-Length has rules of its own. */
const ONCE = ['from', 'to', 'call-id', 'cseq', 'max-forwards', 'date'];

const keyBySpelling = new Map<string, HeaderKey>();
const nameByKey = new Map<string, string>();

function learn(name: string, ...spellings: string[]): void {
  const key = name.toLowerCase();
  const entry = keyBySpelling.get(key) ?? { key, onceBit: (1 << (ONCE.indexOf(key) + 1)) & ~1 };
  nameByKey.set(key, name);
  for (const spelling of [name, key, name.toUpperCase(), ...spellings]) keyBySpelling.set(spelling, entry);
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

/** The key under which a header name is looked up: lower case, compact forms expanded. */
export function headerKey(name: string): string {
  return keyBySpelling.get(name)?.key ?? slowKey(name).key;
}

function slowKey(name: string): HeaderKey {
  const lower = name.toLowerCase();
  return keyBySpelling.get(lower) ?? { key: lower, onceBit: 0 };
}

/** The key of a name read from the network, or null when the name is no token. */
export function parsedHeaderKey(name: string): HeaderKey | null {
  const known = keyBySpelling.get(name);
  if (known !== undefined) return known;
  return TOKEN.test(name) ? slowKey(name) : null;
}

/** The usual spelling of a name: `call-id` and `i` become `Call-ID`; unknown names stay as given. */
export function usualHeaderName(name: string): string {
  return nameByKey.get(headerKey(name)) ?? name;
}
