import { type AddressInfo, connect, createServer, isIPv6, type Server, type Socket } from 'node:net';
import { advertisable } from './advertised-host.ts';
import type { Listener, Target } from './flow.ts';
import { TCP_BACKLOG } from './limits.ts';

export interface TcpListenerOptions {
  readonly host: string;
  readonly port: number;
  readonly advertisedHost?: string | undefined;
  onConnection(socket: Socket, listener: Listener): void;
  onError(listener: Listener, error: Error): void;
}

/** A bound TCP port. */
export class TcpListener {
  readonly listener: Listener;
  readonly #server: Server;

  private constructor(server: Server, listener: Listener, options: TcpListenerOptions) {
    this.#server = server;
    this.listener = listener;
    server.on('connection', (socket) => options.onConnection(socket, listener));
    server.on('error', (error) => options.onError(listener, error));
  }

  /** Binds; rejects when the address cannot be bound. */
  static async open(options: TcpListenerOptions): Promise<TcpListener> {
    // Half-open, so that a message that ends too early still gets its answer.
    const server = createServer({ allowHalfOpen: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      const ipv6Only = isIPv6(options.host);
      server.listen({ host: options.host, port: options.port, backlog: TCP_BACKLOG, ipv6Only }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    const { address, port } = boundAddress(server);
    const advertisedHost = options.advertisedHost ?? advertisable(address);
    return new TcpListener(
      server,
      { protocol: 'tcp', address, port, advertisedHost, advertisedPort: port },
      options,
    );
  }

  get ipv6(): boolean {
    return isIPv6(this.listener.address);
  }

  /** Stops accepting; connections are the layer's to close. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

function boundAddress(server: Server): AddressInfo {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('A TCP server without an address');
  return bound;
}

/** Opens a connection; rejects on refusal or after `timeoutMs`. */
export function connectTcp(target: Target, listener: Listener, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const wildcard = listener.address === '0.0.0.0' || listener.address === '::';
    const socket = connect({
      host: target.address,
      port: target.port,
      ...(wildcard ? {} : { localAddress: listener.address }),
    });
    const timer = setTimeout(() => {
      socket.destroy(new Error(`No connection to ${target.address}:${target.port} within ${timeoutMs} ms`));
    }, timeoutMs);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      resolve(socket);
    });
  });
}
