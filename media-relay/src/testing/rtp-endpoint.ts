import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { muLaw } from '../party/g711.ts';
import { mediaLineOf, splitSdp } from '../sdp/sections.ts';
import { keysInSound, keyTone } from './key-tones.ts';
import { OpusCodec } from './opus.ts';
import { Srtp } from './srtp.ts';
import { amplitudeAt, loudestTone, sine } from './tone.ts';

const FRAMES_PER_SECOND = 50;

/** A packet as it arrived. */
interface Received {
  readonly payloadType: number;
  readonly sequence: number;
  readonly payload: Buffer;
}

/** Makes a telephone. */
export interface RtpEndpointOptions {
  readonly codec: 'PCMU' | 'opus';
  /** What it plays, in Hz. */
  readonly tone: number;
  /** SRTP with keys in the SDP. */
  readonly secure?: boolean;
  /** It knows no telephone events. */
  readonly noEvents?: boolean;
  /** Sends RTCP sender reports every 200 ms on the RTP port. */
  readonly reports?: boolean;
}

/** A telephone for tests: real RTP over UDP on 127.0.0.1, a tone out, and an ear for tones coming in. */
export class RtpEndpoint {
  readonly #options: RtpEndpointOptions;
  readonly #socket: Socket;
  readonly #ssrc = randomBytes(4).readUInt32BE();
  readonly #key = Srtp.newKey();
  readonly #opus = new OpusCodec();
  #decrypt: Srtp | null = null;
  #received: Received[] = [];
  #remotePort = 0;
  #remoteAddress = '127.0.0.1';
  #payloadType: number;
  #eventPayload = 101;
  #sequence = 0;
  #remoteSsrc = 0;
  #localTag = 1;
  #lastReport: { readonly middle: number; readonly at: number } | null = null;
  #timers: NodeJS.Timeout[] = [];
  #version = 0;
  #closed = false;
  /** What is to be sent instead of sound, packet by packet; null: sound all the same. */
  readonly #events: ({ readonly digit: number; readonly part: number } | null)[] = [];
  #eventStart = 0;
  /** Keys whose tones are still to be played, and how many samples of the first have been. */
  #tones: { readonly keys: string; played: number } | null = null;

  private constructor(options: RtpEndpointOptions, socket: Socket) {
    this.#options = options;
    this.#socket = socket;
    this.#payloadType = options.codec === 'PCMU' ? 0 : 111;
    socket.on('message', (packet) => this.#onPacket(packet));
  }

  static async open(options: RtpEndpointOptions): Promise<RtpEndpoint> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new RtpEndpoint(options, socket);
  }

  get packetsReceived(): number {
    return this.#received.length;
  }

  /** Payload types heard since the last `forget`. */
  get payloadTypes(): number[] {
    return [...new Set(this.#received.map(({ payloadType }) => payloadType))].sort((a, b) => a - b);
  }

  /** Its offer or answer. @param direction RFC 8866 §6.7 */
  sdp({ direction = 'sendrecv', extraMedia = '' } = {}): string {
    this.#version += 1;
    const pcmu = this.#options.codec === 'PCMU';
    const payload = this.#payloadType;
    const lines = [
      'v=0',
      `o=- ${this.#ssrc} ${this.#version} IN IP4 127.0.0.1`,
      's=-',
      'c=IN IP4 127.0.0.1',
      't=0 0',
      `m=audio ${this.#socket.address().port} ${this.#options.secure ? 'RTP/SAVP' : 'RTP/AVP'} ${payload}${this.#options.noEvents ? '' : ` ${this.#eventPayload}`}`,
      pcmu ? `a=rtpmap:${payload} PCMU/8000` : `a=rtpmap:${payload} opus/48000/2`,
      ...(this.#options.noEvents
        ? []
        : [`a=rtpmap:${this.#eventPayload} telephone-event/${pcmu ? 8000 : 48_000}`]),
      ...(this.#options.secure
        ? [`a=crypto:${this.#localTag} AES_CM_128_HMAC_SHA1_80 inline:${this.#key.toString('base64')}`]
        : []),
      ...(this.#options.reports ? ['a=rtcp-mux'] : []),
      `a=${direction}`,
      'a=ptime:20',
    ];
    return `${lines.join('\r\n')}\r\n${extraMedia}`;
  }

  /** Takes the other side's offer or answer: where to send, with which payload type and key. */
  connect(sdp: string): void {
    const { session, media } = splitSdp(sdp);
    const [audio = []] = media;
    this.#remotePort = mediaLineOf(audio)?.port ?? 0;
    const connection = [...audio, ...session].find((line) => line.startsWith('c=')) ?? '';
    this.#remoteAddress = connection.split(' ').at(-1) ?? '127.0.0.1';
    const map = audio.find((line) => line.toLowerCase().includes(` ${this.#options.codec.toLowerCase()}/`));
    if (map !== undefined) this.#payloadType = Number(/^a=rtpmap:(\d+)/.exec(map)?.[1]);
    const events = audio.find((line) => line.endsWith(` telephone-event/${this.#clockRate}`));
    if (events !== undefined) this.#eventPayload = Number(/^a=rtpmap:(\d+)/.exec(events)?.[1]);
    if (!this.#options.secure) return;
    const crypto = audio
      .map((line) => /^a=crypto:(\d+) AES_CM_128_HMAC_SHA1_80 inline:([^|\s]+)/.exec(line))
      .find((match) => match !== null);
    // An answer repeats the tag of the offered suite that it takes (RFC 4568 §5.1.2).
    this.#localTag = Number(crypto?.[1] ?? 1);
    this.#decrypt = new Srtp(Buffer.from(crypto?.[2] ?? '', 'base64'));
  }

  /** Plays its tone until `close`. */
  talk(): void {
    const encrypt = this.#options.secure ? new Srtp(this.#key) : null;
    let due = performance.now();
    const play = (): void => {
      while (performance.now() >= due) {
        const packet = this.#nextPacket();
        this.#socket.send(encrypt?.protect(packet) ?? packet, this.#remotePort, this.#remoteAddress);
        due += 1000 / FRAMES_PER_SECOND;
      }
    };
    this.#timers.push(setInterval(play, 10));
    if (this.#options.reports) this.#timers.push(setInterval(() => this.#sendReport(), 200));
  }

  /** Sends these octets as they are. */
  sendRaw(packet: Buffer): void {
    this.#socket.send(packet, this.#remotePort, this.#remoteAddress);
  }

  /** Skips packets, as a bad network would. */
  losePackets(count: number): void {
    this.#sequence += count;
  }

  /** Sends the RFC 4733 event of `digit` instead of sound: 100 ms, told in eight packets, the last three its end. */
  pressKey(digit: number): void {
    this.#events.push(...Array.from({ length: 8 }, (_, part) => ({ digit, part })));
    // A pause, in which there is sound.
    this.#events.push(...Array.from({ length: 5 }, () => null));
  }

  /** Plays the tones of these keys instead of its own, 200 ms each with 100 ms between. */
  playKeys(keys: string): void {
    this.#tones = { keys, played: 0 };
  }

  /** Keys whose tones arrived since the last `forget`, in order. */
  tonesHeard(): string {
    return keysInSound(this.#soundHeard(0), this.#clockRate);
  }

  /** Digits whose events arrived. */
  keysHeard(): number[] {
    const events = this.#received.filter(({ payloadType }) => payloadType === this.#eventPayload);
    return [...new Set(events.map(({ payload }) => payload.readUInt8(0)))];
  }

  forget(): void {
    this.#received = [];
  }

  /** The tone in what arrived since the last `forget`, the first packets left out; null in silence. */
  toneHeard(): number | null {
    const samples = this.#soundHeard(10);
    return samples.length === 0 ? null : loudestTone(samples, this.#clockRate);
  }

  /** How loud a tone is in what arrived since the last `forget`, the first packets left out; of 32,767. */
  loudnessHeard(hertz: number): number {
    return amplitudeAt(this.#soundHeard(10), hertz, this.#clockRate);
  }

  #soundHeard(skippedPackets: number): Int16Array {
    const speech = this.#received.filter(({ payloadType }) => payloadType === this.#payloadType);
    const samples = speech
      .slice(skippedPackets)
      .flatMap(({ payload }) => [
        ...(this.#options.codec === 'PCMU' ? muLaw.decode(payload) : this.#opus.decode(payload)),
      ]);
    return Int16Array.from(samples);
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.#socket.close();
  }

  get #clockRate(): number {
    return this.#options.codec === 'PCMU' ? 8000 : 48_000;
  }

  #nextPacket(): Buffer {
    const count = this.#clockRate / FRAMES_PER_SECOND;
    const event = this.#events.shift();
    if (event) return this.#eventPacket(event.digit, event.part, count);
    const samples =
      this.#keyTones(count) ?? sine(this.#options.tone, this.#clockRate, count, this.#sequence * count);
    const payload = this.#options.codec === 'PCMU' ? muLaw.encode(samples) : this.#opus.encode(samples);
    const packet = this.#packet(this.#payloadType, payload, this.#sequence === 0);
    this.#sequence += 1;
    return packet;
  }

  #eventPacket(digit: number, part: number, count: number): Buffer {
    if (part === 0) this.#eventStart = this.#sequence;
    const payload = Buffer.from([digit, part >= 5 ? 0x8a : 0x0a, 0, 0]);
    payload.writeUInt16BE(Math.min(part + 1, 5) * count, 2);
    const packet = this.#packet(this.#eventPayload, payload, part === 0, this.#eventStart);
    this.#sequence += 1;
    return packet;
  }

  #keyTones(count: number): Int16Array | null {
    const tones = this.#tones;
    if (tones === null) return null;
    const [tone, whole] = [this.#clockRate * 0.2, this.#clockRate * 0.3];
    const samples = Int16Array.from({ length: count }, (_, index) => {
      const at = tones.played + index;
      const key = tones.keys.charAt(Math.floor(at / whole));
      return key !== '' && at % whole < tone ? keyTone(key, this.#clockRate, at % whole) : 0;
    });
    tones.played += count;
    if (tones.played >= tones.keys.length * whole) this.#tones = null;
    return samples;
  }

  /** @param at the sequence number that the time is of */
  #packet(payloadType: number, payload: Buffer, marker: boolean, at = this.#sequence): Buffer {
    const header = Buffer.alloc(12);
    header.writeUInt8(0x80, 0);
    header.writeUInt8((marker ? 0x80 : 0) | payloadType, 1);
    header.writeUInt16BE(this.#sequence & 0xffff, 2);
    header.writeUInt32BE((at * (this.#clockRate / FRAMES_PER_SECOND)) >>> 0, 4);
    header.writeUInt32BE(this.#ssrc, 8);
    return Buffer.concat([header, payload]);
  }

  #onPacket(packet: Buffer): void {
    if (packet.length < 12) return;
    const second = packet.readUInt8(1);
    if (second === 200) {
      this.#lastReport = { middle: packet.readUInt32BE(10), at: performance.now() };
    }
    if (second >= 200 && second <= 207) return;
    const plain = this.#decrypt === null ? packet : this.#decrypt.unprotect(packet);
    if (plain === null) return;
    this.#remoteSsrc = plain.readUInt32BE(8);
    this.#received.push({
      payloadType: second & 0x7f,
      sequence: plain.readUInt16BE(2),
      payload: plain.subarray(12),
    });
  }

  /** A sender report with one report block about what it hears (RFC 3550 §6.4.1). */
  #sendReport(): void {
    const report = Buffer.alloc(52);
    report.writeUInt8(0x81, 0);
    report.writeUInt8(200, 1);
    report.writeUInt16BE(12, 2);
    report.writeUInt32BE(this.#ssrc, 4);
    const seconds = Date.now() / 1000 + 2_208_988_800;
    report.writeUInt32BE(Math.floor(seconds) >>> 0, 8);
    report.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), 12);
    report.writeUInt32BE(this.#sequence, 20);
    report.writeUInt32BE(this.#remoteSsrc, 28);
    const numbers = this.#received.map(({ sequence }) => sequence);
    const expected = (numbers.at(-1) ?? 0) - (numbers[0] ?? 0) + (numbers.length > 0 ? 1 : 0);
    report.writeUInt32BE(Math.max(0, expected - numbers.length), 32);
    report.writeUInt32BE(numbers.at(-1) ?? 0, 36);
    report.writeUInt32BE(16, 40);
    if (this.#lastReport !== null) {
      report.writeUInt32BE(this.#lastReport.middle, 44);
      report.writeUInt32BE(Math.round(((performance.now() - this.#lastReport.at) * 65_536) / 1000), 48);
    }
    this.#socket.send(report, this.#remotePort, this.#remoteAddress);
  }
}
