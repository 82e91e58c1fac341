import { type Answer, decode, encode, RECURSION_DESIRED, type SoaAnswer } from 'dns-packet';

export type RecordKind = 'A' | 'AAAA' | 'SRV' | 'NAPTR';

export interface DnsQuestion {
  readonly kind: RecordKind;
  /** As {@link isDnsName} says. */
  readonly name: string;
  /** 0 to 65535; nobody on the way shall guess it. */
  readonly id: number;
}

/** What one name server said. */
export interface DnsAnswer {
  /** Too large for UDP: it is to be asked for by TCP (RFC 1035 §4.2.1). */
  readonly truncated: boolean;
  /** Whether this answers the question at all; otherwise the server cannot or will not (SERVFAIL, REFUSED and others). */
  readonly usable: boolean;
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
}

/** RCODE 0: no error; 3: the name does not exist (RFC 1035 §4.1.1). */
const USABLE_CODES: ReadonlySet<number> = new Set([0, 3]);

/** Labels of 1 to 63 letters, digits, hyphens and underscores, 253 characters in all (RFC 1035 §2.3.4, RFC 2782). */
export function isDnsName(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/i.test(name);
}

export function encodeQuestion({ kind, name, id }: DnsQuestion): Buffer {
  return encode({ type: 'query', id, flags: RECURSION_DESIRED, questions: [{ type: kind, name }] });
}

/** Null when the octets are no DNS message, or not the response to this question. */
export function answerTo({ kind, name, id }: DnsQuestion, bytes: Buffer): DnsAnswer | null {
  const packet = decoded(bytes);
  if (packet === null || packet.id !== id || !packet.flag_qr) return null;
  const [asked, ...more] = packet.questions ?? [];
  if (asked === undefined || more.length > 0) return null;
  if (asked.type !== kind || (asked.class ?? 'IN') !== 'IN' || !isSameName(asked.name, name)) return null;
  return {
    truncated: packet.flag_tc,
    usable: USABLE_CODES.has((packet.flags ?? 0) & 0xf),
    answers: packet.answers ?? [],
    authorities: packet.authorities ?? [],
  };
}

function decoded(bytes: Buffer): ReturnType<typeof decode> | null {
  try {
    return decode(bytes);
  } catch {
    return null;
  }
}

/** What an answer says of a name. */
export interface Found {
  /** Records of the kind that was asked for. */
  readonly records: readonly Answer[];
  /** The least of the records and of the aliases on the way to them, in seconds. */
  readonly ttlSeconds: number;
  /** The alias that the answer ends with, whose own records are not in it; else null. */
  readonly alias: string | null;
}

/** More aliases in a row are a loop or a nuisance. */
export const MAX_ALIASES = 8;

/** Follows the aliases (CNAME) of a name within an answer to its records (RFC 1034 §3.6.2). */
export function recordsIn({ answers, authorities }: DnsAnswer, kind: RecordKind, name: string): Found {
  let owner = name;
  let ttlSeconds = Number.POSITIVE_INFINITY;
  for (let step = 0; step <= MAX_ALIASES; step += 1) {
    const own = answers.filter((answer) => answer.type !== 'OPT' && isSameName(answer.name, owner));
    const records = own.filter((answer) => answer.type === kind);
    if (records.length > 0)
      return { records, ttlSeconds: Math.min(ttlSeconds, ...records.map(ttlOf)), alias: null };
    const [alias] = own.flatMap((answer) => (answer.type === 'CNAME' ? [answer] : []));
    if (alias === undefined) break;
    ttlSeconds = Math.min(ttlSeconds, ttlOf(alias));
    owner = alias.data;
  }
  const soa = authorities.find((authority) => authority.type === 'SOA');
  if (soa === undefined && owner !== name) return { records: [], ttlSeconds, alias: owner };
  return { records: [], ttlSeconds: Math.min(ttlSeconds, negativeTtlOf(soa)), alias: null };
}

/** RFC 2308 §5: what does not exist may be remembered for the lesser of both; without an SOA not at all. */
function negativeTtlOf(soa: SoaAnswer | undefined): number {
  return soa === undefined ? 0 : Math.min(ttlOf(soa), soa.data.minimum ?? 0);
}

/** RFC 2181 §8: one with the highest bit set counts as 0. */
function ttlOf(answer: Answer): number {
  const ttl = 'ttl' in answer ? (answer.ttl ?? 0) : 0;
  return ttl > 0x7fff_ffff ? 0 : ttl;
}

function isSameName(one: string, other: string): boolean {
  return one.replace(/\.$/, '').toLowerCase() === other.replace(/\.$/, '').toLowerCase();
}
