import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket as TcpSocket } from 'node:net';
import { WebSocket } from 'ws';
import {
  EMPTY_BODY,
  Headers,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../message/message.ts';
import { parseMessage } from '../message/parse.ts';
import { responseTo } from '../message/respond.ts';
import { serialize } from '../message/serialize.ts';
import { StreamFramer } from '../message/stream-framer.ts';
import { newBranch, newCallId, newTag } from '../message/token.ts';

/** To find what hangs: a busy machine may be slow. */
const patienceMs = 20_000;
export const sdpOf = (name: string): string =>
  `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=${name}\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n`;

interface Wire {
  readonly transport: 'UDP' | 'TCP' | 'WS';
  readonly localHostPort: string;
  send(bytes: Buffer): void;
  close(): void;
}

/** A telephone for tests: it speaks SIP over a real socket and does only what the test says. */
export class SipPeer {
  readonly wire: Wire;
  readonly received: SipMessage[] = [];
  #waiting: (() => void)[] = [];
  #taken = new Set<SipMessage>();

  private constructor(makeWire: (onBytes: (bytes: Buffer) => void) => Wire) {
    this.wire = makeWire((bytes) => {
      const parsed = parseMessage(bytes, { stream: false });
      if (!parsed.ok)
        throw new Error(`the engine sent what cannot be parsed: ${parsed.reason}\n${bytes.toString()}`);
      this.received.push(parsed.message);
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  static async udp(enginePort: number): Promise<SipPeer> {
    const socket: UdpSocket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new SipPeer((onBytes) => {
      socket.on('message', onBytes);
      return {
        transport: 'UDP',
        localHostPort: `127.0.0.1:${socket.address().port}`,
        send: (bytes) => socket.send(bytes, enginePort, '127.0.0.1'),
        close: () => socket.close(),
      };
    });
  }

  static async tcp(enginePort: number): Promise<SipPeer> {
    const socket: TcpSocket = connect(enginePort, '127.0.0.1');
    await once(socket, 'connect');
    const framer = new StreamFramer();
    return new SipPeer((onBytes) => {
      socket.on('data', (chunk: Buffer) => {
        for (const event of framer.push(chunk)) if (event.kind === 'message') onBytes(event.bytes);
      });
      return {
        transport: 'TCP',
        localHostPort: `127.0.0.1:${socket.localPort}`,
        send: (bytes) => socket.write(bytes),
        close: () => socket.resetAndDestroy(),
      };
    });
  }

  static async webSocket(url: string): Promise<SipPeer> {
    const socket = new WebSocket(url, 'sip');
    await once(socket, 'open');
    return new SipPeer((onBytes) => {
      socket.on('message', (bytes: Buffer) => onBytes(Buffer.from(bytes)));
      return {
        transport: 'WS',
        localHostPort: `${newTag()}.invalid`,
        send: (bytes) => socket.send(bytes.toString('utf8')),
        close: () => socket.terminate(),
      };
    });
  }

  get contact(): string {
    return `<sip:phone@${this.wire.localHostPort}${this.wire.transport === 'UDP' ? '' : `;transport=${this.wire.transport.toLowerCase()}`}>`;
  }

  close(): void {
    this.wire.close();
  }

  send(message: SipMessage): void {
    this.wire.send(serialize(message));
  }

  /** The next message that matches and was not taken before. */
  async take(matches: (message: SipMessage) => boolean, what: string): Promise<SipMessage> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const found = this.received.find((message) => !this.#taken.has(message) && matches(message));
      if (found !== undefined) {
        this.#taken.add(found);
        return found;
      }
      const leftMs = deadline - Date.now();
      if (leftMs <= 0) throw new Error(`no ${what}; received: ${this.received.map(startLine).join(', ')}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  async takeRequest(method: string): Promise<SipRequest> {
    const found = await this.take(
      (message) => message.kind === 'request' && message.method === method,
      method,
    );
    if (found.kind !== 'request') throw new Error('unreachable');
    return found;
  }

  /** The next response of a status to a request of ours. */
  async takeResponse(status: number, method?: string): Promise<SipResponse> {
    const found = await this.take(
      (message) =>
        message.kind === 'response' &&
        message.status === status &&
        (method === undefined || (message.headers.get('CSeq') ?? '').endsWith(` ${method}`)),
      `${status} ${method ?? ''}`,
    );
    if (found.kind !== 'response') throw new Error('unreachable');
    return found;
  }

  /** A new request outside a dialog; headers given replace the usual ones. */
  request(
    method: string,
    uri: string,
    headers: Readonly<Record<string, string>> = {},
    body = '',
  ): SipRequest {
    const usual: Record<string, string> = {
      Via: `SIP/2.0/${this.wire.transport} ${this.wire.localHostPort};rport;branch=${newBranch()}`,
      'Max-Forwards': '70',
      From: `<sip:alice@example.com>;tag=${newTag()}`,
      To: `<${uri}>`,
      'Call-ID': newCallId(),
      CSeq: `1 ${method}`,
      Contact: this.contact,
      ...(body === '' ? {} : { 'Content-Type': 'application/sdp' }),
    };
    const all = new Headers();
    for (const [name, value] of Object.entries({ ...usual, ...headers })) all.append(name, value);
    return { kind: 'request', method, uri, headers: all, body: body === '' ? EMPTY_BODY : Buffer.from(body) };
  }

  /** A request inside the dialog that a request of ours and its response made. */
  inDialog(first: SipRequest, answer: SipResponse, method: string, cseq: number, body = ''): SipRequest {
    const target = /<([^>]+)>/.exec(answer.headers.get('Contact') ?? '')?.[1] ?? first.uri;
    const routes = answer.headers.getAll('Record-Route').reverse();
    return this.request(
      method,
      target,
      {
        ...(routes.length === 0 ? {} : { Route: routes.join(', ') }),
        From: first.headers.get('From') ?? '',
        To: answer.headers.get('To') ?? '',
        'Call-ID': first.headers.get('Call-ID') ?? '',
        CSeq: `${cseq} ${method}`,
      },
      body,
    );
  }

  /** A request of the callee inside the dialog that it answered. */
  backInDialog(invite: SipRequest, answer: SipResponse, method: string, cseq: number, body = ''): SipRequest {
    const target = /<([^>]+)>/.exec(invite.headers.get('Contact') ?? '')?.[1] ?? '';
    const routes = invite.headers.getAll('Record-Route');
    return this.request(
      method,
      target,
      {
        ...(routes.length === 0 ? {} : { Route: routes.join(', ') }),
        From: answer.headers.get('To') ?? '',
        To: invite.headers.get('From') ?? '',
        'Call-ID': invite.headers.get('Call-ID') ?? '',
        CSeq: `${cseq} ${method}`,
      },
      body,
    );
  }

  respond(
    request: SipRequest,
    status: number,
    options: {
      readonly toTag?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    } = {},
  ): SipResponse {
    const response = responseTo(request, status, undefined, { toTag: options.toTag ?? 'callee' });
    for (const line of request.headers.getAll('Record-Route')) response.headers.append('Record-Route', line);
    response.headers.append('Contact', this.contact);
    for (const [name, value] of Object.entries(options.headers ?? {})) response.headers.set(name, value);
    if (options.body !== undefined) {
      response.headers.set('Content-Type', 'application/sdp');
      response.body = Buffer.from(options.body);
    }
    this.send(response);
    return response;
  }
}

function startLine(message: SipMessage): string {
  return message.kind === 'request'
    ? message.method
    : `${message.status} ${message.headers.get('CSeq') ?? ''}`;
}
