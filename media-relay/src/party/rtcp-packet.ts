/** What one says about a stream that it receives (RFC 3550 §6.4.1). */
export interface ReceptionReport {
  /** Of the stream. */
  readonly ssrc: number;
  /** Since the last report, of 256. */
  readonly fractionLost: number;
  /** Since the stream began; negative when packets came twice. 24 bits. */
  readonly lost: number;
  /** With its wrap-arounds before it; 32 bits. */
  readonly highestSequence: number;
  /** In ticks of the codec's clock. */
  readonly jitter: number;
  /** The middle 32 bits of the time in its last sender report; 0 when there was none. */
  readonly lastSenderReport: number;
  /** Since that came, in 1/65536 s. */
  readonly delaySinceLast: number;
}

/** What one says about the stream that it sends. */
export interface SenderReport {
  /** Seconds since 1900, as 32 bits before and 32 bits behind the point. */
  readonly ntp: { readonly seconds: number; readonly fraction: number };
  /** The same time in ticks of the codec's clock. */
  readonly timestamp: number;
  readonly packets: number;
  readonly octets: number;
}

const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const SOURCE_DESCRIPTION = 202;
const GOODBYE = 203;
const BLOCK_BYTES = 24;
const SENDER_BYTES = 20;
const UNIX_TO_NTP_SECONDS = 2_208_988_800;

/** @param atMs since 1970, with its fraction */
export function ntpOf(atMs: number): SenderReport['ntp'] {
  const seconds = Math.floor(atMs / 1000);
  return {
    seconds: (seconds + UNIX_TO_NTP_SECONDS) % 2 ** 32,
    fraction: Math.floor((atMs / 1000 - seconds) * 2 ** 32),
  };
}

/** A report with who sends it: what an RTCP packet always is (RFC 3550 §6.1). @param cname at most 255 octets */
export function writeReport(report: {
  readonly ssrc: number;
  readonly cname: string;
  /** Null: nothing is sent. */
  readonly sender: SenderReport | null;
  /** Null: nothing is received. */
  readonly reception: ReceptionReport | null;
  /** It is the last one: a BYE follows (§6.6). */
  readonly leaves: boolean;
}): Buffer {
  const { ssrc, cname, sender, reception, leaves } = report;
  const head = header(
    sender === null ? RECEIVER_REPORT : SENDER_REPORT,
    reception === null ? 0 : 1,
    4 + (sender === null ? 0 : SENDER_BYTES) + (reception === null ? 0 : BLOCK_BYTES),
  );
  head.writeUInt32BE(ssrc, 4);
  let at = 8;
  if (sender !== null) {
    const { ntp, timestamp, packets, octets } = sender;
    for (const value of [ntp.seconds, ntp.fraction, timestamp, packets, octets])
      at = head.writeUInt32BE(value >>> 0, at);
  }
  if (reception !== null) writeBlock(head, at, reception);
  return Buffer.concat([head, description(ssrc, cname), ...(leaves ? [goodbye(ssrc)] : [])]);
}

function header(type: number, count: number, contentBytes: number): Buffer {
  const packet = Buffer.alloc(4 + contentBytes);
  packet.writeUInt8(0x80 | count, 0);
  packet.writeUInt8(type, 1);
  packet.writeUInt16BE(contentBytes / 4, 2);
  return packet;
}

function writeBlock(packet: Buffer, from: number, report: ReceptionReport): void {
  const lost = Math.max(-0x800000, Math.min(0x7fffff, report.lost));
  let at = packet.writeUInt32BE(report.ssrc, from);
  at = packet.writeUInt8(report.fractionLost, at);
  at = packet.writeIntBE(lost, at, 3);
  for (const value of [report.highestSequence, report.jitter, report.lastSenderReport, report.delaySinceLast])
    at = packet.writeUInt32BE(value >>> 0, at);
}

/** Ends with one zero at least, and at a word. */
function description(ssrc: number, cname: string): Buffer {
  const text = Buffer.from(cname);
  const contentBytes = 4 * Math.ceil((4 + 2 + text.length + 1) / 4);
  const packet = header(SOURCE_DESCRIPTION, 1, contentBytes);
  packet.writeUInt32BE(ssrc, 4);
  packet.writeUInt8(1, 8);
  packet.writeUInt8(text.length, 9);
  text.copy(packet, 10);
  return packet;
}

function goodbye(ssrc: number): Buffer {
  const packet = header(GOODBYE, 1, 4);
  packet.writeUInt32BE(ssrc, 4);
  return packet;
}

/**
 * The time in the sender report of a stream: the middle 32 bits, which a receiver repeats.
 * @returns null when the packet holds none of this stream, or is none
 */
export function senderReportTime(packet: Buffer, ssrc: number): number | null {
  for (let at = 0; at + 8 <= packet.length; at += 4 + 4 * packet.readUInt16BE(at + 2)) {
    if (packet.readUInt8(at) >> 6 !== 2) return null;
    const isReport = packet.readUInt8(at + 1) === SENDER_REPORT && at + 8 + SENDER_BYTES <= packet.length;
    if (isReport && packet.readUInt32BE(at + 4) === ssrc) return packet.readUInt32BE(at + 10);
  }
  return null;
}
