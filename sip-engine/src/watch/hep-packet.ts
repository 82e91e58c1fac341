import { isIPv6 } from 'node:net';
import { withoutSecrets } from './redact.ts';
import type { WireCopy } from './wire-copy.ts';

/** Chunk types of the generic vendor 0 (HEP/EEP revision 3 §4). */
const CHUNK = {
  ipFamily: 1,
  ipProtocol: 2,
  ipv4Source: 3,
  ipv4Destination: 4,
  ipv6Source: 5,
  ipv6Destination: 6,
  sourcePort: 7,
  destinationPort: 8,
  seconds: 9,
  microseconds: 10,
  payloadType: 11,
  captureId: 12,
  authKey: 14,
  payload: 15,
  correlationId: 17,
} as const;

const FAMILY_IPV4 = 2;
const FAMILY_IPV6 = 10;
const PROTOCOL_TCP = 6;
const PROTOCOL_UDP = 17;
const PAYLOAD_SIP = 1;
const HEADER_BYTES = 6;

export interface HepIdentity {
  /** Tells this engine from other capture agents; 32 bits. */
  readonly captureId: number;
  /** What the capture server asks for, if it does. */
  readonly authKey?: string | undefined;
}

/** One message as a HEP version 3 packet, without its secrets. The correlation id is the Call-ID. */
export function hepPacket(copy: WireCopy, callId: string, identity: HepIdentity): Buffer {
  const local = { address: plain(copy.localAddress), port: copy.localPort };
  const remote = { address: plain(copy.remoteAddress), port: copy.remotePort };
  const [source, destination] = copy.direction === 'in' ? [remote, local] : [local, remote];
  const ipv6 = isIPv6(remote.address);
  const chunks = [
    chunk(CHUNK.ipFamily, octet(ipv6 ? FAMILY_IPV6 : FAMILY_IPV4)),
    chunk(CHUNK.ipProtocol, octet(copy.protocol === 'udp' ? PROTOCOL_UDP : PROTOCOL_TCP)),
    chunk(ipv6 ? CHUNK.ipv6Source : CHUNK.ipv4Source, addressBytes(source.address, ipv6)),
    chunk(ipv6 ? CHUNK.ipv6Destination : CHUNK.ipv4Destination, addressBytes(destination.address, ipv6)),
    chunk(CHUNK.sourcePort, short(source.port)),
    chunk(CHUNK.destinationPort, short(destination.port)),
    chunk(CHUNK.seconds, word(Math.floor(copy.atMs / 1000))),
    chunk(CHUNK.microseconds, word(Math.floor((copy.atMs % 1000) * 1000))),
    chunk(CHUNK.payloadType, octet(PAYLOAD_SIP)),
    chunk(CHUNK.captureId, word(identity.captureId)),
    ...(identity.authKey === undefined ? [] : [chunk(CHUNK.authKey, Buffer.from(identity.authKey))]),
    ...(callId === '' ? [] : [chunk(CHUNK.correlationId, Buffer.from(callId, 'latin1'))]),
    chunk(CHUNK.payload, Buffer.from(withoutSecrets(copy.bytes.toString('latin1')), 'latin1')),
  ];
  const length = chunks.reduce((sum, each) => sum + each.length, HEADER_BYTES);
  return Buffer.concat([Buffer.from('HEP3', 'latin1'), short(length), ...chunks], length);
}

/** The longest message that a packet can carry: its length field has 16 bits. */
export const MAX_HEP_PAYLOAD_BYTES = 60_000;

function chunk(type: number, value: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + value.length);
  bytes.writeUInt16BE(0, 0);
  bytes.writeUInt16BE(type, 2);
  bytes.writeUInt16BE(bytes.length, 4);
  value.copy(bytes, HEADER_BYTES);
  return bytes;
}

const octet = (value: number): Buffer => Buffer.from([value]);

function short(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeUInt16BE(value, 0);
  return bytes;
}

function word(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value >>> 0, 0);
  return bytes;
}

/** Without brackets, zone and IPv4 mapping. */
function plain(address: string): string {
  return address.replace(/^\[|\]$|%.*$/g, '').replace(/^::ffff:(?=\d+\.)/i, '');
}

/** All zero for what is no numeric address of the family, such as the name of a WebSocket entrance. */
function addressBytes(address: string, ipv6: boolean): Buffer {
  if (!ipv6) {
    const parts = address.split('.').map(Number);
    return parts.length === 4 && parts.every((part) => part >= 0 && part <= 255)
      ? Buffer.from(parts)
      : Buffer.alloc(4);
  }
  return isIPv6(address) ? ipv6Bytes(address) : Buffer.alloc(16);
}

function ipv6Bytes(address: string): Buffer {
  const bytes = Buffer.alloc(16);
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const [, a, b, c, d] = (dotted ?? []).map(Number);
  const hextets = (value: number | undefined, low: number | undefined): string =>
    (((value ?? 0) << 8) | (low ?? 0)).toString(16);
  const full = dotted === null ? address : address.replace(dotted[0], `${hextets(a, b)}:${hextets(c, d)}`);
  const [head = '', tail] = full.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  left.forEach((part, index) => {
    bytes.writeUInt16BE(Number.parseInt(part, 16), 2 * index);
  });
  right.forEach((part, index) => {
    bytes.writeUInt16BE(Number.parseInt(part, 16), 16 - 2 * (right.length - index));
  });
  return bytes;
}
