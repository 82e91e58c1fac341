import { randomBytes, randomInt } from 'node:crypto';
import type { RemoteInfo, Socket } from 'node:dgram';
import type { SoundCodec, SoundEncoder } from './codecs.ts';
import type { FrameClock } from './frame-clock.ts';
import { KeyEvents } from './key-events.ts';
import { type Agreed, answerOffer } from './negotiate.ts';
import { type PartyCounts, Playout } from './playout.ts';
import { Reporter } from './reporter.ts';
import { isRtcp, readRtp, writeRtp } from './rtp-packet.ts';

/** The sound of one call that ends in this process: RTP in the clear between the relay and us. */
export interface SoundParty {
  /**
   * Answers an offer of the relay (first, or later: hold, resume, other codec). When it throws, what was agreed
   * before holds.
   * @throws {MediaRelayError} when there is no common codec or the SDP is bad
   */
  answer(offerSdp: string): string;
  /** Each 20 ms of what the party says, after jitter buffer and loss concealment; none while it is silent or on hold. */
  onSound(listener: (frame: Int16Array) => void): () => void;
  /** A key pressed in the media (RFC 4733): 0–9, `*`, `#`, A–D. Each press once. */
  onKey(listener: (key: string) => void): () => void;
  /** Called once, when the party is closed. */
  onClosed(listener: () => void): () => void;
  /**
   * Sends one frame of 20 ms; called in the clock's phase `speak` (by a player or mixer), not by the network. While
   * nobody calls it, silence is sent. Does nothing while the other side does not listen, or twice in a frame.
   */
  send(frame: Int16Array): void;
  /** What `send` would encode with; null before the first answer and while the other side does not listen. */
  readonly codec: SoundCodec | null;
  /** Sends a frame that was encoded with `codec` already, for many parties at once. */
  sendEncoded(payload: Buffer): void;
  /** True after the first packet arrived (so that a greeting is not played into the void). */
  readonly heard: boolean;
  readonly closed: boolean;
  /** Idempotent. */
  close(): void;
}

/** Frames of quiet after which another source of the stream is believed: 0.5 s. */
const STREAM_GONE_AFTER = 25;

/** Makes a party of a bound socket. */
export interface RtpPartyOptions {
  readonly socket: Socket;
  /** Where the relay reaches the socket. */
  readonly address: string;
  readonly clock: FrameClock;
  /** Shared with other parties. */
  readonly counts: PartyCounts;
}

/** A party over RTP. */
export class RtpParty implements SoundParty {
  readonly #options: RtpPartyOptions;
  readonly #sessionId = randomInt(1, 2 ** 47);
  readonly #ssrc = randomBytes(4).readUInt32BE();
  readonly #sound = new Set<(frame: Int16Array) => void>();
  readonly #keys = new Set<(key: string) => void>();
  readonly #closedListeners = new Set<() => void>();
  readonly #ends: (() => void)[];
  readonly #reporter: Reporter;
  #version = 0;
  #agreed: Agreed | null = null;
  #encoder: SoundEncoder | null = null;
  #playout: Playout | null = null;
  #keyEvents = new KeyEvents();
  #remoteSsrc: number | null = null;
  #heardAt = 0;
  #sequence = randomInt(0x10000);
  #timestamp = randomBytes(4).readUInt32BE();
  #sentAt: number;
  /** Whether what was sent last was sound, so that the next packet begins no talk spurt. */
  #talking = false;
  #heard = false;
  #closed = false;

  constructor(options: RtpPartyOptions) {
    this.#options = options;
    const { clock, socket } = options;
    this.#sentAt = clock.frame;
    this.#reporter = new Reporter({ ssrc: this.#ssrc, now: nowMs, random: Math.random });
    this.#ends = [
      clock.onFrame('hear', () => this.#hear()),
      clock.onFrame('fill', () => this.#fill()),
      clock.onFrame('fill', () => this.#report()),
    ];
    socket.on('message', (packet, from) => this.#onPacket(packet, from));
    // An ICMP "port unreachable" of a relay that has gone already.
    socket.on('error', () => {});
  }

  get heard(): boolean {
    return this.#heard;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get codec(): SoundCodec | null {
    return !this.#closed && this.#agreed?.direction.sends ? this.#agreed.codec : null;
  }

  answer(offerSdp: string): string {
    const { address, socket } = this.#options;
    const { answer, agreed } = answerOffer(offerSdp, {
      address,
      port: socket.address().port,
      version: this.#version + 1,
      sessionId: this.#sessionId,
    });
    this.#version += 1;
    const before = this.#agreed;
    this.#agreed = agreed;
    if (before?.codec !== agreed.codec) {
      this.#encoder = agreed.codec.encoder();
      this.#playout = null;
    }
    const { remote } = agreed;
    if (before?.remote.port !== remote.port || before.remote.address !== remote.address) this.#forgetStream();
    return answer;
  }

  onSound(listener: (frame: Int16Array) => void): () => void {
    return added(this.#sound, listener);
  }

  onKey(listener: (key: string) => void): () => void {
    return added(this.#keys, listener);
  }

  onClosed(listener: () => void): () => void {
    return added(this.#closedListeners, listener);
  }

  send(frame: Int16Array): void {
    if (this.codec === null || this.#encoder === null || this.#sentNow()) return;
    this.#sendPayload(this.#encoder.encode(frame), true);
  }

  sendEncoded(payload: Buffer): void {
    if (this.codec !== null && !this.#sentNow()) this.#sendPayload(payload, true);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const end of this.#ends) end();
    this.#sayGoodbye();
    for (const listener of this.#closedListeners) listener();
  }

  #sentNow(): boolean {
    return this.#sentAt === this.#options.clock.frame;
  }

  #hear(): void {
    const frame = this.#playout?.nextFrame() ?? null;
    if (frame === null || this.#agreed?.direction.receives !== true) return;
    for (const listener of [...this.#sound]) listener(frame);
  }

  /** Somebody who hears nothing at all would think the call dead, and so would the machines between. */
  #fill(): void {
    if (this.codec !== null && !this.#sentNow()) this.#sendPayload(this.codec.silence, false);
  }

  #sendPayload(payload: Buffer, talking: boolean): void {
    const { clock, socket } = this.#options;
    if (this.#agreed === null) return;
    const { codec, payloadType, remote } = this.#agreed;
    this.#timestamp = (this.#timestamp + (clock.frame - this.#sentAt) * codec.frameTicks) >>> 0;
    this.#sentAt = clock.frame;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    const rtp = {
      payloadType,
      marker: talking && !this.#talking,
      sequence: this.#sequence,
      timestamp: this.#timestamp,
      ssrc: this.#ssrc,
      payload,
    };
    this.#talking = talking;
    socket.send(writeRtp(rtp), remote.port, remote.address);
    this.#reporter.sent(rtp, codec.clockRate);
  }

  /** So that the relay can tell how the call sounds. On hold, too: the other side sees that we are there. */
  #report(): void {
    if (this.#agreed === null) return;
    const report = this.#reporter.nextReport();
    const { address, port } = this.#agreed.remoteReports;
    if (report !== null) this.#options.socket.send(report, port, address);
  }

  /** The socket closes when that is sent, or cannot be. */
  #sayGoodbye(): void {
    const { socket } = this.#options;
    const report = this.#agreed === null ? null : this.#reporter.lastReport();
    if (this.#agreed === null || report === null) {
      socket.close();
      return;
    }
    const { address, port } = this.#agreed.remoteReports;
    socket.send(report, port, address, () => socket.close());
  }

  #onPacket(packet: Buffer, from: RemoteInfo): void {
    if (this.#closed) return;
    const agreed = this.#agreed;
    if (isRtcp(packet)) {
      this.#onReport(packet, from);
      return;
    }
    const rtp = readRtp(packet);
    if (rtp === null || agreed === null || !isFrom(agreed.remote, from) || !this.#isOurStream(rtp.ssrc)) {
      this.#options.counts.refused += 1;
      return;
    }
    if (rtp.payloadType === agreed.payloadType) {
      this.#playout ??= new Playout(agreed.codec.decoder(), this.#options.counts);
      this.#playout.put(rtp);
    } else if (agreed.eventPayloadTypes.has(rtp.payloadType)) {
      const key = this.#keyEvents.keyOf(rtp);
      if (key !== null) for (const listener of [...this.#keys]) listener(key);
    } else {
      this.#options.counts.refused += 1;
      return;
    }
    this.#reporter.received(rtp, rtp.payloadType === agreed.payloadType ? agreed.codec.clockRate : null);
    this.#remoteSsrc = rtp.ssrc;
    this.#heardAt = this.#options.clock.frame;
    this.#heard = true;
  }

  #onReport(packet: Buffer, from: RemoteInfo): void {
    const agreed = this.#agreed;
    if (agreed !== null && (isFrom(agreed.remoteReports, from) || isFrom(agreed.remote, from)))
      this.#reporter.receivedReport(packet);
    else this.#options.counts.refused += 1;
  }

  /** One stream at a time; another takes its place when the one before has ended. */
  #isOurStream(ssrc: number): boolean {
    if (this.#remoteSsrc === null || this.#remoteSsrc === ssrc) return true;
    if (this.#options.clock.frame - this.#heardAt < STREAM_GONE_AFTER) return false;
    this.#forgetStream();
    return true;
  }

  #forgetStream(): void {
    this.#remoteSsrc = null;
    this.#playout = null;
    this.#keyEvents = new KeyEvents();
  }
}

/** Of the day, but never back. */
const nowMs = (): number => performance.timeOrigin + performance.now();

function isFrom(remote: Agreed['remote'], { address, port }: RemoteInfo): boolean {
  return remote.port === port && remote.address === address;
}

function added<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
