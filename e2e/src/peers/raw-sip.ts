import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { authorization, challengesOf } from './digest.ts';
import { PATIENCE_MS, until } from './wait.ts';

/** Short, for tests tell by it how long an answer took. */
const ANSWER_PAUSE_MS = 5;

export interface RawRequest {
  readonly method: string;
  readonly uri: string;
  /** Of From; the To is the request URI. */
  readonly from: string;
  readonly headers?: readonly string[];
  readonly body?: { readonly type: string; readonly text: string };
}

/** Sends SIP over UDP exactly as it is told to, right or wrong, and shows what came back. */
export class RawSip {
  readonly #socket: Socket;
  readonly #target: { address: string; port: number };
  /** Everything that came back, in order. */
  readonly received: string[] = [];
  #sequence = 0;

  private constructor(socket: Socket, target: { address: string; port: number }) {
    this.#socket = socket;
    this.#target = target;
    socket.on('message', (bytes) => this.received.push(bytes.toString('latin1')));
  }

  /** @param target `host:port` @param localAddress a loopback address: each is a source of its own */
  static async start(target: string, localAddress = '127.0.0.1'): Promise<RawSip> {
    const socket = createSocket('udp4');
    socket.bind(0, localAddress);
    await once(socket, 'listening');
    const [address = '', port = ''] = target.split(':');
    return new RawSip(socket, { address, port: Number(port) });
  }

  /** Where it is reached, as `host:port`. */
  get address(): string {
    const { address, port } = this.#socket.address();
    return `${address}:${port}`;
  }

  send(text: string): void {
    this.#socket.send(Buffer.from(text, 'latin1'), this.#target.port, this.#target.address);
  }

  /** Sends it and waits for the first response that matches. */
  async exchange(text: string, matching: RegExp, timeoutMs = PATIENCE_MS): Promise<string> {
    const from = this.received.length;
    this.send(text);
    return this.#response(matching, from, timeoutMs);
  }

  /** Sends a well-formed request and waits for its final response. */
  async request(request: RawRequest, timeoutMs = PATIENCE_MS): Promise<string> {
    const { text, callId } = this.#written(request);
    const final = new RegExp(`^SIP/2\\.0 [2-6][\\s\\S]*Call-ID: ${callId}`, 'i');
    const response = await this.exchange(text, final, timeoutMs);
    if (request.method === 'INVITE' && !/^SIP\/2\.0 2/.test(response)) this.#acknowledge(text, response);
    return response;
  }

  /** The same, with the credentials that the 401 asks for: the last challenge's algorithm. */
  async requestAs(
    user: { username: string; password: string },
    request: RawRequest,
    timeoutMs = PATIENCE_MS,
  ) {
    const challenged = await this.request(request, timeoutMs);
    const challenge = challengesOf(challenged).at(-1);
    if (!challenge) return challenged;
    const value = authorization(challenge, { ...user, method: request.method, uri: request.uri });
    return this.request(
      { ...request, headers: [...(request.headers ?? []), `Authorization: ${value}`] },
      timeoutMs,
    );
  }

  stop(): void {
    this.#socket.close();
  }

  #response(matching: RegExp, from: number, timeoutMs: number): Promise<string> {
    return until(
      `a response like ${matching}`,
      () => this.received.slice(from).find((text) => matching.test(text)),
      {
        timeoutMs,
        pauseMs: ANSWER_PAUSE_MS,
        explain: () => this.received.slice(from).join('\n\n'),
      },
    );
  }

  #written(request: RawRequest): { text: string; callId: string } {
    const callId = randomBytes(8).toString('hex');
    const body = request.body?.text ?? '';
    const lines = [
      `${request.method} ${request.uri} SIP/2.0`,
      `Via: SIP/2.0/UDP ${this.address};branch=z9hG4bK${randomBytes(6).toString('hex')};rport`,
      `From: <${request.from}>;tag=${randomBytes(4).toString('hex')}`,
      `To: <${request.method === 'REGISTER' ? request.from : request.uri}>`,
      `Call-ID: ${callId}`,
      `CSeq: ${++this.#sequence} ${request.method}`,
      `Contact: <sip:raw@${this.address}>`,
      'Max-Forwards: 70',
      ...(request.headers ?? []),
      ...(request.body ? [`Content-Type: ${request.body.type}`] : []),
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    return { text: `${lines.join('\r\n')}\r\n\r\n${body}`, callId };
  }

  /** The ACK of a refused INVITE belongs to its transaction (RFC 3261 §17.1.1.3). */
  #acknowledge(invite: string, response: string): void {
    const to = /^To:.*$/im.exec(response)?.[0] ?? '';
    const kept = invite
      .split('\r\n\r\n')[0]
      ?.split('\r\n')
      .filter((line) => /^(Via|From|Call-ID|Max-Forwards|CSeq):/i.test(line))
      .map((line) => line.replace(/^(CSeq: \d+) INVITE$/i, '$1 ACK'));
    const uri = /^INVITE (\S+)/.exec(invite)?.[1] ?? '';
    this.send(`${[`ACK ${uri} SIP/2.0`, ...(kept ?? []), to, 'Content-Length: 0'].join('\r\n')}\r\n\r\n`);
  }
}

/** The status of a response. */
export const statusOf = (response: string): number => Number(/^SIP\/2\.0 (\d{3})/.exec(response)?.[1] ?? 0);

export const headerOf = (response: string, name: string): string | undefined =>
  new RegExp(`^${name}:\\s*(.*?)\\s*$`, 'im').exec(response)?.[1];
