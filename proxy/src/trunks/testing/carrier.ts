import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { vi } from 'vitest';
import { all, header, parse, type Sip, tagOf, write } from '../../calls/testing/sip-text.ts';

type Lines = readonly (readonly [string, string])[];

/** A carrier's server on UDP that does what a test tells it, and keeps what it got. */
export class Carrier {
  readonly port: number;
  readonly #socket: Socket;
  /** Everything that came, retransmissions included, with the time of its coming. */
  readonly received: { readonly message: Sip; readonly text: string; readonly atMs: number }[] = [];
  /** What to do with a request; nothing when it gives null. */
  answer: (request: Sip) => { status: number; lines?: Lines } | null = () => ({ status: 200 });
  /** Sends answers in place of the own socket, as a stranger would. */
  answersFrom: Socket | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.port = socket.address().port;
    socket.on('message', (bytes, peer) => this.#receive(bytes.toString(), peer));
  }

  static async open(host = '127.0.0.1', port = 0): Promise<Carrier> {
    return new Carrier(await openSocket(host, port));
  }

  #receive(text: string, peer: RemoteInfo): void {
    const message = parse(text);
    this.received.push({ message, text, atMs: Date.now() });
    if (message.method === '' || message.method === 'ACK') return;
    const answer = this.answer(message);
    if (!answer) return;
    const response = responseTo(message, answer.status, answer.lines ?? []);
    (this.answersFrom ?? this.#socket).send(response, peer.port, peer.address);
  }

  /** Retransmissions, which are the same to the last byte, count once. */
  requests(method: string): Sip[] {
    const texts = this.received.filter(({ message }) => message.method === method).map(({ text }) => text);
    return [...new Set(texts)].map(parse);
  }

  /** The newest request of a method, once there are `count` of them. */
  async nth(method: string, count: number): Promise<Sip> {
    return vi.waitFor(
      () => {
        const found = this.requests(method)[count - 1];
        if (!found) throw new Error(`${this.requests(method).length} of ${count} ${method} came`);
        return found;
      },
      { timeout: 20_000, interval: 10 },
    );
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }
}

export async function openSocket(host: string, port = 0): Promise<Socket> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(port, host, resolve));
  return socket;
}

function responseTo(request: Sip, status: number, lines: Lines): string {
  const to = header(request, 'To');
  const contact = header(request, 'Contact');
  const copied: Lines = [
    ...all(request, 'Via').map((via) => ['Via', via] as const),
    ['From', header(request, 'From')],
    ['To', tagOf(to) ? to : `${to};tag=carrier`],
    ['Call-ID', header(request, 'Call-ID')],
    ['CSeq', header(request, 'CSeq')],
    ...(request.method === 'REGISTER' && status === 200 ? [['Contact', contact] as const] : []),
  ];
  return write(`SIP/2.0 ${status} Whatever`, [...copied, ...lines]);
}
