import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket as TcpSocket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

export interface ScriptedAnswer {
  readonly status: number;
  /** Further header lines: `Contact: <sip:elsewhere@192.0.2.1>`. */
  readonly lines?: readonly string[];
  /** A session description. */
  readonly sdp?: string;
  /** A provisional response that is sent before. */
  readonly rings?: 180;
}

export interface ScriptedCarrierOptions {
  /** An address of this machine of its own. */
  readonly host: string;
  readonly port: number;
  readonly transport: 'udp' | 'tcp' | 'tls';
  /** A file with certificate and key, for TLS. */
  readonly certificate?: string;
  /** What it says to a request; nothing when null. */
  readonly answer: (request: string) => ScriptedAnswer | null;
  /** Its answers come from here and not from where it was asked: `127.0.1.9`. UDP only. */
  readonly answersFrom?: string;
}

/** A server on the carrier's side that answers as it is told, and keeps everything it got, as text. */
export class ScriptedCarrier {
  readonly received: string[] = [];
  readonly #options: ScriptedCarrierOptions;
  readonly #closers: (() => void)[] = [];

  private constructor(options: ScriptedCarrierOptions) {
    this.#options = options;
  }

  static async start(options: ScriptedCarrierOptions): Promise<ScriptedCarrier> {
    const carrier = new ScriptedCarrier(options);
    await (options.transport === 'udp' ? carrier.#listenUdp() : carrier.#listenTcp());
    return carrier;
  }

  stop(): void {
    for (const close of this.#closers.splice(0)) close();
  }

  async #listenUdp(): Promise<void> {
    const { host, port, answersFrom } = this.#options;
    const socket = await this.#udpSocket(host, port);
    const answering = answersFrom === undefined ? socket : await this.#udpSocket(answersFrom, 0);
    socket.on('message', (bytes, { address, port: from }) => {
      for (const response of this.#take(bytes.toString('latin1'))) answering.send(response, from, address);
    });
  }

  async #udpSocket(host: string, port: number): Promise<UdpSocket> {
    const socket = createSocket('udp4');
    socket.bind(port, host);
    await once(socket, 'listening');
    this.#closers.push(() => socket.close());
    return socket;
  }

  async #listenTcp(): Promise<void> {
    const { host, port, transport, certificate } = this.#options;
    const pem = transport === 'tls' ? readFileSync(certificate ?? '') : null;
    const serve = (socket: TcpSocket): void => this.#serve(socket);
    const server: Server =
      pem === null ? createServer(serve) : createTlsServer({ cert: pem, key: pem }, serve);
    server.listen(port, host);
    await once(server, 'listening');
    this.#closers.push(() => server.close());
  }

  #serve(socket: TcpSocket): void {
    let text = '';
    // A peer that does not like our certificate hangs up.
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      for (let length = messageLength(text); length > 0; length = messageLength(text)) {
        for (const response of this.#take(text.slice(0, length))) socket.write(response);
        text = text.slice(length);
      }
    });
    this.#closers.push(() => socket.destroy());
  }

  #take(request: string): string[] {
    this.received.push(request);
    const answer = /^(ACK|SIP\/2\.0) /.test(request) ? null : this.#options.answer(request);
    if (answer === null) return [];
    const ringing = answer.rings === undefined ? [] : [written(request, { status: answer.rings })];
    return [...ringing, written(request, answer)];
  }
}

/** Of the first message of a stream, by its Content-Length; 0 when it is not there yet. */
function messageLength(text: string): number {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return 0;
  const body = Number(/^(?:Content-Length|l)\s*:\s*(\d+)/im.exec(text.slice(0, headEnd))?.[1] ?? 0);
  const length = headEnd + 4 + body;
  return text.length < length ? 0 : length;
}

function written(request: string, { status, lines = [], sdp = '' }: ScriptedAnswer): string {
  const copied = request.split('\r\n\r\n')[0]?.match(/^(?:Via|From|To|Call-ID|CSeq):.*$/gim) ?? [];
  const tagged = copied.map((line) => (/^To:(?!.*;tag=)/i.test(line) ? `${line};tag=carrier` : line));
  const content = [...(sdp === '' ? [] : ['Content-Type: application/sdp']), `Content-Length: ${sdp.length}`];
  return `${[`SIP/2.0 ${status} Scripted`, ...tagged, ...lines, ...content].join('\r\n')}\r\n\r\n${sdp}`;
}
