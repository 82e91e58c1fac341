import { isIPv6 } from 'node:net';
import { crc32 } from 'node:zlib';

const HEADER_BYTES = 20;
const ATTRIBUTE_HEADER_BYTES = 4;
const MAGIC_COOKIE = 0x2112a442;
const FINGERPRINT_XOR = 0x5354554e;

const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const BINDING_ERROR = 0x0111;

const MAPPED_ADDRESS = 0x0001;
const ERROR_CODE = 0x0009;
const UNKNOWN_ATTRIBUTES = 0x000a;
const XOR_MAPPED_ADDRESS = 0x0020;
const FINGERPRINT = 0x8028;
/** From here on an attribute may be passed over by one that does not know it (RFC 5389 §15). */
const COMPREHENSION_OPTIONAL = 0x8000;
/** USERNAME, MESSAGE-INTEGRITY, REALM, NONCE: keep-alives are not authenticated (RFC 5626 §8), so they say nothing. */
const UNDERSTOOD = new Set([0x0006, 0x0008, 0x0014, 0x0015]);

const FAMILY_IPV4 = 1;
const FAMILY_IPV6 = 2;

/** STUN's first octet is 0 or 1 (RFC 5389 §6), that of SIP never is. */
export function isStun(datagram: Buffer): boolean {
  return (datagram[0] ?? 2) < 2;
}

/**
 * The answer to a STUN Binding request on the SIP port (RFC 5626 §8, RFC 5389 §7.3): the address and port that it came
 * from, or 420 with the attributes that are not understood. Null for indications and for what is no Binding request.
 */
export function stunAnswer(request: Buffer, remoteAddress: string, remotePort: number): Buffer | null {
  if (request.length < HEADER_BYTES || request.readUInt16BE(0) !== BINDING_REQUEST) return null;
  if (request.readUInt16BE(2) !== request.length - HEADER_BYTES) return null;
  const attributes = readAttributes(request);
  if (attributes === null) return null;
  // RFC 3489 knew no cookie, and its clients no XOR (RFC 5389 §12.2).
  const classic = request.readUInt32BE(4) !== MAGIC_COOKIE;
  const unknown = attributes.filter((type) => type < COMPREHENSION_OPTIONAL && !UNDERSTOOD.has(type));
  const parts =
    unknown.length > 0
      ? [attribute(ERROR_CODE, errorValue(420, 'Unknown Attribute')), unknownAttributes(unknown)]
      : [mappedAddress(request, classic, remoteAddress, remotePort)];
  const type = unknown.length > 0 ? BINDING_ERROR : BINDING_SUCCESS;
  return message(type, request, parts, attributes.includes(FINGERPRINT));
}

/** The attributes' types, or null when they are cut short or the fingerprint is wrong. */
function readAttributes(request: Buffer): number[] | null {
  const types: number[] = [];
  let at = HEADER_BYTES;
  while (at < request.length) {
    if (at + ATTRIBUTE_HEADER_BYTES > request.length) return null;
    const type = request.readUInt16BE(at);
    const length = request.readUInt16BE(at + 2);
    const next = at + ATTRIBUTE_HEADER_BYTES + padded(length);
    if (next > request.length) return null;
    if (type === FINGERPRINT && !fingerprintMatches(request, at, length)) return null;
    types.push(type);
    at = next;
  }
  return types;
}

function fingerprintMatches(request: Buffer, at: number, length: number): boolean {
  const last = at + ATTRIBUTE_HEADER_BYTES + length === request.length;
  return last && length === 4 && request.readUInt32BE(at + 4) === fingerprint(request.subarray(0, at));
}

function fingerprint(before: Buffer): number {
  return (crc32(before) ^ FINGERPRINT_XOR) >>> 0;
}

const padded = (length: number): number => (length + 3) & ~3;

function attribute(type: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc(ATTRIBUTE_HEADER_BYTES + padded(value.length));
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(value.length, 2);
  value.copy(bytes, ATTRIBUTE_HEADER_BYTES);
  return bytes;
}

/** RFC 5389 §15.6. */
function errorValue(code: number, reason: string): Buffer {
  return Buffer.concat([Buffer.from([0, 0, Math.floor(code / 100), code % 100]), Buffer.from(reason)]);
}

function unknownAttributes(types: readonly number[]): Buffer {
  const value = Buffer.alloc(types.length * 2);
  for (const [index, type] of types.entries()) value.writeUInt16BE(type, index * 2);
  return attribute(UNKNOWN_ATTRIBUTES, value);
}

/** RFC 5389 §15.1 and §15.2: XORed with cookie and transaction id, so that no NAT rewrites what it takes for an address. */
function mappedAddress(request: Buffer, classic: boolean, address: string, port: number): Buffer {
  const ip = addressOctets(address);
  const value = Buffer.alloc(4 + ip.length);
  value.writeUInt8(ip.length === 4 ? FAMILY_IPV4 : FAMILY_IPV6, 1);
  value.writeUInt16BE(port, 2);
  value.set(ip, 4);
  if (classic) return attribute(MAPPED_ADDRESS, value);
  const key = request.subarray(4, HEADER_BYTES);
  for (const [from, to] of [
    [2, 4],
    [4, value.length],
  ] as const) {
    for (let at = from; at < to; at++) value[at] = (value[at] ?? 0) ^ (key[at - from] ?? 0);
  }
  return attribute(XOR_MAPPED_ADDRESS, value);
}

/** The 4 or 16 octets of a numeric address. */
export function addressOctets(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number));
  const [unscoped = ''] = address.split('%');
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(unscoped);
  const text = dotted ? `${dotted[1]}${pair(dotted[2], dotted[3])}:${pair(dotted[4], dotted[5])}` : unscoped;
  const [left = '', right] = text.split('::');
  const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [head, tail] = [groupsOf(left), groupsOf(right ?? '')];
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  const octets = Buffer.alloc(16);
  for (const [index, group] of [...head, ...zeros, ...tail].entries())
    octets.writeUInt16BE(Number.parseInt(group, 16), index * 2);
  return octets;
}

const pair = (high: string | undefined, low: string | undefined): string =>
  (Number(high) * 256 + Number(low)).toString(16);

function message(type: number, request: Buffer, parts: readonly Buffer[], withFingerprint: boolean): Buffer {
  const header = Buffer.from(request.subarray(0, HEADER_BYTES));
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  header.writeUInt16BE(type, 0);
  header.writeUInt16BE(length + (withFingerprint ? 8 : 0), 2);
  const bytes = Buffer.concat([header, ...parts]);
  if (!withFingerprint) return bytes;
  const value = Buffer.alloc(4);
  value.writeUInt32BE(fingerprint(bytes));
  return Buffer.concat([bytes, attribute(FINGERPRINT, value)]);
}
