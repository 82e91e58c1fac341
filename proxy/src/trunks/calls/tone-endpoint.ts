import { createSocket, type Socket } from 'node:dgram';
import { decodePcmu, encodePcmu, shareOfTone } from './pcmu.ts';

const TONE_HZ = 1000;
const AMPLITUDE = 8000;
const PACKET_SAMPLES = 160;
const PACKET_MS = 20;
const RTP_HEADER_BYTES = 12;
const PAYLOAD_PCMU = 0;
/** Of these the share of the tone is measured; the first ones may be ringing or silence. */
const MEASURED_SAMPLES = 8000;

/** A telephone that plays a tone and listens for it to come back. */
export class ToneEndpoint {
  readonly #socket: Socket;
  readonly #host: string;
  #timer: NodeJS.Timeout | null = null;
  #sequence = 0;
  #received = 0;
  readonly #samples: number[] = [];

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    socket.on('message', (packet) => this.#receive(packet));
    socket.on('error', () => undefined);
  }

  /** @param host address of this machine that the other side can reach */
  static async open(host: string): Promise<ToneEndpoint> {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, host, resolve);
    });
    return new ToneEndpoint(socket, host);
  }

  get offer(): string {
    const family = this.#host.includes(':') ? 'IP6' : 'IP4';
    return [
      'v=0',
      `o=- 1 1 IN ${family} ${this.#host}`,
      's=-',
      `c=IN ${family} ${this.#host}`,
      't=0 0',
      `m=audio ${this.#socket.address().port} RTP/AVP ${PAYLOAD_PCMU}`,
      'a=rtpmap:0 PCMU/8000',
      'a=ptime:20',
      'a=sendrecv',
      '',
    ].join('\r\n');
  }

  /** Plays the tone from now on. @param answer the other side's description */
  play(answer: string): void {
    const address = /^c=IN IP[46] (\S+)/m.exec(answer)?.[1];
    const port = Number(/^m=audio (\d+)/m.exec(answer)?.[1] ?? 0);
    if (address === undefined || port === 0) return;
    this.#timer = setInterval(() => this.#socket.send(this.#packet(), port, address), PACKET_MS);
  }

  /** What came back. */
  get heard(): { readonly packets: number; readonly isTone: boolean } {
    return { packets: this.#received, isTone: shareOfTone(this.#samples, TONE_HZ) > 0.5 };
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#socket.close();
  }

  #packet(): Buffer {
    const packet = Buffer.alloc(RTP_HEADER_BYTES + PACKET_SAMPLES);
    const timestamp = this.#sequence * PACKET_SAMPLES;
    packet[0] = 0x80;
    packet[1] = PAYLOAD_PCMU;
    packet.writeUInt16BE(this.#sequence & 0xffff, 2);
    packet.writeUInt32BE(timestamp >>> 0, 4);
    packet.writeUInt32BE(0x7a6e_3501, 8);
    for (let index = 0; index < PACKET_SAMPLES; index += 1) {
      const phase = (2 * Math.PI * TONE_HZ * (timestamp + index)) / 8000;
      packet[RTP_HEADER_BYTES + index] = encodePcmu(Math.round(AMPLITUDE * Math.sin(phase)));
    }
    this.#sequence += 1;
    return packet;
  }

  #receive(packet: Buffer): void {
    const payloadType = (packet[1] ?? 0) & 0x7f;
    if (packet.length <= RTP_HEADER_BYTES || payloadType !== PAYLOAD_PCMU) return;
    this.#received += 1;
    for (const byte of packet.subarray(RTP_HEADER_BYTES)) this.#samples.push(decodePcmu(byte));
    if (this.#samples.length > MEASURED_SAMPLES)
      this.#samples.splice(0, this.#samples.length - MEASURED_SAMPLES);
  }
}
