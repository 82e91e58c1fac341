import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { RtpEndpoint, type RtpEndpointOptions } from '@tandem/media-relay/testing/rtp-endpoint';
import { until } from './wait.ts';

export interface SoundingCarrierOptions {
  readonly media: RtpEndpointOptions;
  /** `early`: it is heard by 183 before it answers by command. */
  readonly answers: 'at once' | 'early';
}

/** A carrier that keeps what it is sent, and has a telephone behind it: one call at a time, over UDP. */
export class SoundingCarrier {
  /** Requests and responses, as text. */
  readonly received: string[] = [];
  readonly phone: RtpEndpoint;
  readonly #socket: Socket;
  readonly #answers: SoundingCarrierOptions['answers'];
  #invite: { readonly text: string; readonly address: string; readonly port: number } | null = null;
  #sequence = 0;

  private constructor(socket: Socket, phone: RtpEndpoint, answers: SoundingCarrierOptions['answers']) {
    this.#socket = socket;
    this.phone = phone;
    this.#answers = answers;
    socket.on('message', (bytes, { address, port }) => this.#take(bytes.toString('latin1'), address, port));
  }

  static async start({ media, answers }: SoundingCarrierOptions): Promise<SoundingCarrier> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new SoundingCarrier(socket, await RtpEndpoint.open(media), answers);
  }

  get sipPort(): number {
    return this.#socket.address().port;
  }

  /** Bodies of the INFOs so far. */
  get infos(): string[] {
    return this.received
      .filter((text) => text.startsWith('INFO '))
      .map((text) => text.split('\r\n\r\n')[1] ?? '');
  }

  /** The newest INVITE. */
  get invite(): string {
    return this.received.findLast((text) => text.startsWith('INVITE ')) ?? '';
  }

  answer(): void {
    this.#respond(200, this.phone.sdp());
  }

  /** Sends an INFO in the call. @returns the status of the response */
  async info(type: string, body: string): Promise<number> {
    const from = this.received.length;
    this.#request('INFO', body, [`Content-Type: ${type}`]);
    const response = await until('a response to INFO', () =>
      this.received.slice(from).find((text) => /^SIP\/2\.0 [2-6][\s\S]*CSeq: \d+ INFO/i.test(text)),
    );
    return Number(response.split(' ')[1]);
  }

  stop(): void {
    this.phone.close();
    this.#socket.close();
  }

  #take(text: string, address: string, port: number): void {
    this.received.push(text);
    if (text.startsWith('INVITE ')) {
      this.#invite = { text, address, port };
      this.phone.connect(text.split('\r\n\r\n')[1] ?? '');
      this.#respond(this.#answers === 'early' ? 183 : 200, this.phone.sdp());
      this.phone.talk();
    } else if (!/^(ACK|SIP\/2\.0) /.test(text)) {
      this.#send(response(text, 200, '', []), address, port);
    }
  }

  #respond(status: number, sdp: string): void {
    if (!this.#invite) throw new Error('nobody has called');
    const { text, address, port } = this.#invite;
    const lines = [`Contact: <sip:carrier@127.0.0.1:${this.sipPort}>`, 'Content-Type: application/sdp'];
    this.#send(response(text, status, sdp, lines), address, port);
  }

  /** In the dialog of the INVITE: its To is our From. */
  #request(method: string, body: string, lines: readonly string[]): void {
    if (!this.#invite) throw new Error('nobody has called');
    const { text, address, port } = this.#invite;
    const header = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(text)?.[1] ?? '';
    this.#sequence += 1;
    const head = [
      `${method} ${/<([^>]+)>/.exec(header('Contact'))?.[1]} SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:${this.sipPort};branch=z9hG4bKcarrier${this.sipPort}${this.#sequence};rport`,
      `From: ${header('To')};tag=carrier`,
      `To: ${header('From')}`,
      `Call-ID: ${header('Call-ID')}`,
      `CSeq: ${this.#sequence} ${method}`,
      'Max-Forwards: 70',
      ...lines,
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    this.#send(`${head.join('\r\n')}\r\n\r\n${body}`, address, port);
  }

  #send(text: string, address: string, port: number): void {
    this.#socket.send(text, port, address);
  }
}

function response(request: string, status: number, body: string, lines: readonly string[]): string {
  const copied =
    request.split('\r\n\r\n')[0]?.match(/^(?:Via|From|To|Call-ID|CSeq|Record-Route):.*$/gim) ?? [];
  const tagged = copied.map((line) => (/^To:(?!.*;tag=)/i.test(line) ? `${line};tag=carrier` : line));
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  return `${[`SIP/2.0 ${status} Carrier`, ...tagged, ...lines, length].join('\r\n')}\r\n\r\n${body}`;
}
