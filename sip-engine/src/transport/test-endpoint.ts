import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { EngineLog } from '../engine-log.ts';
import type { SipMessage } from '../message/message.ts';
import { responseTo } from '../message/respond.ts';
import { serialize } from '../message/serialize.ts';
import type { Flow, Listener } from './flow.ts';
import { TransportLayer } from './transport-layer.ts';
import type { TransportOptions } from './transport-options.ts';

const SILENT_LOG: EngineLog = { debug() {}, info() {}, warn() {}, error() {} };
/** To find what hangs: a busy machine may be slow. */
const WAIT_MS = 20_000;

/** Waits until a condition holds; throws after twenty seconds. */
export async function until(condition: () => boolean, what = 'the condition'): Promise<void> {
  const deadline = performance.now() + WAIT_MS;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`Timed out waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A valid request; `fields` are whole lines that come last. */
export function requestText(
  method: string,
  via: string,
  options: {
    readonly callId?: string;
    readonly fields?: string;
    readonly body?: string;
    readonly length?: string;
  } = {},
): string {
  const body = options.body ?? '';
  return (
    `${method} sip:bob@example.com SIP/2.0\r\nVia: ${via}\r\nMax-Forwards: 70\r\nFrom: <sip:a@b>;tag=1\r\n` +
    `To: <sip:c@d>\r\nCall-ID: ${options.callId ?? 'x'}\r\nCSeq: 1 ${method}\r\n${options.fields ?? ''}` +
    `Content-Length: ${options.length ?? body.length}\r\n\r\n${body}`
  );
}

/** Transports on free loopback ports that answer every request with 200, but the method WAIT. */
export class TestEndpoint {
  readonly messages: { readonly message: SipMessage; readonly flow: Flow }[] = [];
  readonly closedFlows: { readonly flow: Flow; readonly reason: string }[] = [];
  /** Datagrams that could not be sent for their own sake, and null for others. */
  readonly unsent: (Buffer | null)[] = [];
  readonly layer: TransportLayer;
  readonly #cleanUps: (() => unknown)[] = [];

  constructor(options: Omit<Partial<TransportOptions>, 'handlers' | 'log'> = {}) {
    this.layer = new TransportLayer({
      ...options,
      log: SILENT_LOG,
      handlers: {
        onMessage: (message, flow) => {
          this.messages.push({ message, flow });
          if (message.kind === 'request' && message.method === 'CRASH') throw new Error('a defect');
          if (message.kind === 'request' && message.method !== 'WAIT')
            flow.send(serialize(responseTo(message, 200)));
        },
        onFlowClosed: (flow, reason) => this.closedFlows.push({ flow, reason }),
        onSendError: (_flow, _error, only) => this.unsent.push(only),
      },
    });
  }

  /** A UDP telephone. */
  async udpPhone(host = '127.0.0.1'): Promise<UdpPhone> {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    const received: string[] = [];
    socket.on('message', (bytes) => received.push(bytes.toString('latin1')));
    await new Promise<void>((resolve) => socket.bind(0, host, resolve));
    this.#cleanUps.push(() => socket.close());
    return { socket, received, port: socket.address().port };
  }

  /** A TCP telephone that is connected. */
  async tcpPhone(listener: Listener, allowHalfOpen = false): Promise<TcpPhone> {
    const socket = connect({ port: listener.port, host: listener.address, allowHalfOpen });
    const phone: TcpPhone = { socket, text: '', closed: false };
    socket.on('data', (chunk) => {
      phone.text += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      phone.closed = true;
    });
    this.#cleanUps.push(() => socket.destroy());
    // A refused one may be reset before it knows that it was connected.
    await new Promise<void>((resolve) => {
      socket.once('connect', resolve);
      socket.once('close', () => resolve());
    });
    return phone;
  }

  /** A browser with SIP over WebSocket, and the listener that it came through. */
  async browser(): Promise<Browser> {
    this.layer.addWebEntrance({ advertisedHost: 'example.com', advertisedPort: 443, secure: true });
    const http = createServer();
    http.on('upgrade', (request, _socket, head) => this.layer.upgrade(request, head, true));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const socket = new WebSocket(`ws://127.0.0.1:${portOf(http.address())}`, 'sip');
    const browser: Browser = { socket, received: [], closed: false };
    socket.on('message', (data, isBinary) => browser.received.push({ text: String(data), isBinary }));
    socket.on('close', () => {
      browser.closed = true;
    });
    this.#cleanUps.push(
      () => socket.terminate(),
      () => http.close(),
    );
    await once(socket, 'open');
    return browser;
  }

  /** Stops all that was started. */
  async close(): Promise<void> {
    for (const cleanUp of this.#cleanUps) cleanUp();
    await this.layer.close();
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server is not bound');
  return address.port;
}

export interface UdpPhone {
  readonly socket: UdpSocket;
  readonly received: string[];
  readonly port: number;
}

export interface TcpPhone {
  readonly socket: Socket;
  text: string;
  closed: boolean;
}

export interface Browser {
  readonly socket: WebSocket;
  readonly received: { readonly text: string; readonly isBinary: boolean }[];
  closed: boolean;
}
