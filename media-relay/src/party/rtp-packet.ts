/** An RTP packet (RFC 3550 §5.1). */
export interface RtpPacket {
  readonly payloadType: number;
  /** First of a talk spurt. */
  readonly marker: boolean;
  /** 16 bits. */
  readonly sequence: number;
  /** 32 bits, in ticks of the codec's clock. */
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Buffer;
}

const HEADER_BYTES = 12;

/** Whether this is RTCP on the same port (RFC 5761 §4). */
export const isRtcp = (packet: Buffer): boolean =>
  packet.length >= 8 && (packet[0] ?? 0) >> 6 === 2 && (packet[1] ?? 0) >= 192 && (packet[1] ?? 0) <= 223;

/** Reads a packet, without padding and extensions. @returns null when it is no RTP */
export function readRtp(packet: Buffer): RtpPacket | null {
  if (packet.length < HEADER_BYTES) return null;
  const [first = 0, second = 0] = packet;
  if (first >> 6 !== 2) return null;
  let start = HEADER_BYTES + 4 * (first & 0x0f);
  if (first & 0x10) {
    if (packet.length < start + 4) return null;
    start += 4 + 4 * packet.readUInt16BE(start + 2);
  }
  const padding = first & 0x20 ? (packet.at(-1) ?? 0) : 0;
  const end = packet.length - padding;
  if ((first & 0x20 && padding === 0) || end < start) return null;
  return {
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    payload: packet.subarray(start, end),
  };
}

/** Writes a packet; numbers too large for their fields wrap around, as they do on a line. */
export function writeRtp(packet: RtpPacket): Buffer {
  const written = Buffer.allocUnsafe(HEADER_BYTES + packet.payload.length);
  written.writeUInt8(0x80, 0);
  written.writeUInt8((packet.marker ? 0x80 : 0) | packet.payloadType, 1);
  written.writeUInt16BE(packet.sequence & 0xffff, 2);
  written.writeUInt32BE(packet.timestamp >>> 0, 4);
  written.writeUInt32BE(packet.ssrc, 8);
  packet.payload.copy(written, HEADER_BYTES);
  return written;
}
