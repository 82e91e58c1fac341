import { randomBytes } from 'node:crypto';
import { Reception } from './reception.ts';
import { ntpOf, senderReportTime, writeReport } from './rtcp-packet.ts';
import type { RtpPacket } from './rtp-packet.ts';
import { FRAME_MS } from './sound.ts';

/** Between two reports, on average; the first comes after half of it (RFC 3550 §6.2). */
const INTERVAL_MS = 5_000;

export interface ReporterOptions {
  /** Of what we send. */
  readonly ssrc: number;
  /** Milliseconds since 1970, with a fraction: reports are about single ones. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** Tells the other side how its stream arrives, and what we send (RFC 3550 §6.4). */
export class Reporter {
  readonly #options: ReporterOptions;
  /** Of this call alone (RFC 7022 §4.2). */
  readonly #cname = randomBytes(12).toString('base64');
  #reception: Reception | null = null;
  #receivedSsrc: number | null = null;
  #sent: { packets: number; octets: number } = { packets: 0, octets: 0 };
  /** What was sent last, and when. */
  #lastSent: { readonly timestamp: number; readonly atMs: number; readonly clockRate: number } | null = null;
  /** Packets that had been sent at the report before the last one, and at the last one. */
  #sentAtReports: readonly [number, number] = [0, 0];
  #reported = false;
  #dueInFrames: number;

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.#dueInFrames = this.#pause() / 2;
  }

  /** At random, so that many calls that began together do not report together. */
  #pause(): number {
    return ((0.5 + this.#options.random()) * INTERVAL_MS) / FRAME_MS;
  }

  /** A packet of ours left. */
  sent(packet: Pick<RtpPacket, 'timestamp' | 'payload'>, clockRate: number): void {
    this.#sent.packets += 1;
    this.#sent.octets += packet.payload.length;
    this.#lastSent = { timestamp: packet.timestamp, atMs: this.#options.now(), clockRate };
  }

  /** A packet of the stream that is heard came. @param clockRate null when its time is not that of its making */
  received({ ssrc, sequence, timestamp }: RtpPacket, clockRate: number | null): void {
    if (this.#reception === null || this.#receivedSsrc !== ssrc) {
      this.#reception = new Reception(ssrc);
      this.#receivedSsrc = ssrc;
    }
    this.#reception.packet(sequence);
    if (clockRate !== null) this.#reception.arrival(timestamp, this.#options.now(), clockRate);
  }

  /** RTCP came. */
  receivedReport(packet: Buffer): void {
    if (this.#receivedSsrc === null) return;
    const middle = senderReportTime(packet, this.#receivedSsrc);
    if (middle !== null) this.#reception?.senderReport(middle, this.#options.now());
  }

  /** To be called in each frame. @returns what is to be sent now; mostly nothing */
  nextReport(): Buffer | null {
    this.#dueInFrames -= 1;
    if (this.#dueInFrames > 0) return null;
    this.#dueInFrames = this.#pause();
    this.#reported = true;
    return this.#report(false);
  }

  /** The last report, with a BYE. @returns null when nothing was ever sent: then nobody knows us (§6.3.7) */
  lastReport(): Buffer | null {
    return this.#reported || this.#sent.packets > 0 ? this.#report(true) : null;
  }

  #report(leaves: boolean): Buffer {
    const nowMs = this.#options.now();
    const [beforeLast, last] = this.#sentAtReports;
    // Who sent since the report before the last one counts as a sender (§6.4).
    const sends = this.#sent.packets > beforeLast;
    this.#sentAtReports = [last, this.#sent.packets];
    return writeReport({
      ssrc: this.#options.ssrc,
      cname: this.#cname,
      sender: sends ? this.#senderReport(nowMs) : null,
      reception: this.#reception?.report(nowMs) ?? null,
      leaves,
    });
  }

  #senderReport(nowMs: number) {
    const last = this.#lastSent;
    if (last === null) return null;
    const since = Math.round(((nowMs - last.atMs) * last.clockRate) / 1000);
    return { ...this.#sent, ntp: ntpOf(nowMs), timestamp: (last.timestamp + since) >>> 0 };
  }
}
