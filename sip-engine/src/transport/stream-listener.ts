import { createServer as createHttpServer, type Server as HttpServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer, isIPv6, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type Server as TlsServer } from 'node:tls';
import { type AdvertisedOptions, BoundAddress } from './bound-address.ts';
import { NO_NAMES } from './flow.ts';
import { TCP_BACKLOG } from './limits.ts';
import type { ConnectionRefusal } from './refusals.ts';
import { verifiedNamesOf } from './sip-identity.ts';
import type { TlsCredentials } from './tls-credentials.ts';
import type { AllowedOrigins } from './websocket-upgrades.ts';

export interface StreamListenerOptions extends AdvertisedOptions {
  readonly protocol: 'tcp' | 'tls' | 'ws' | 'wss';
  /** A numeric address. */
  readonly host: string;
  readonly port: number;
  /** For `tls` and `wss`. */
  readonly credentials: TlsCredentials | null;
  /** For `ws` and `wss`. */
  readonly allowedOrigins: AllowedOrigins;
  readonly events: StreamListenerEvents;
}

export interface StreamListenerEvents {
  /** A connection came; false when it is refused, and then it is closed already. */
  admit(socket: Socket, from: StreamListener): boolean;
  /** A connection that carries SIP, after its handshake if it is TLS. */
  onStream(socket: Socket, verifiedNames: readonly string[], from: StreamListener): void;
  /** An HTTP request for a WebSocket. */
  onUpgrade(request: IncomingMessage, head: Buffer, from: StreamListener): void;
  onRefusal(reason: ConnectionRefusal, socket: Socket, detail: string): void;
  onError(from: StreamListener, error: Error): void;
}

const NO_PAGE_HERE = 'SIP over WebSocket only\n';
const MAX_UPGRADE_HEADER_BYTES = 8 * 1024;

/** A bound TCP port on which SIP comes plain, in TLS, in WebSockets, or in WebSockets in TLS. */
export class StreamListener {
  readonly bound: BoundAddress;
  readonly credentials: TlsCredentials | null;
  readonly allowedOrigins: AllowedOrigins;
  readonly #server: Server;
  readonly #events: StreamListenerEvents;
  readonly #tls: TlsServer | null;
  readonly #http: HttpServer | null;

  private constructor(server: Server, bound: BoundAddress, options: StreamListenerOptions) {
    const { protocol, credentials, events } = options;
    this.#server = server;
    this.#events = events;
    this.bound = bound;
    this.credentials = credentials;
    this.allowedOrigins = options.allowedOrigins;
    this.#tls = credentials === null ? null : this.#tlsServer(credentials);
    this.#http = protocol === 'ws' || protocol === 'wss' ? this.#httpServer() : null;
    server.on('connection', (socket) => this.#accept(socket));
    server.on('error', (error) => events.onError(this, error));
  }

  /** Binds; rejects when the address cannot be bound. */
  static async open(options: StreamListenerOptions): Promise<StreamListener> {
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
    return new StreamListener(server, new BoundAddress(options.protocol, address, port, options), options);
  }

  /** Stops accepting; connections are the layer's to close. */
  async close(): Promise<void> {
    this.credentials?.close();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #accept(socket: Socket): void {
    if (!this.#events.admit(socket, this)) return;
    if (this.#tls === null) {
      this.#established(socket, NO_NAMES);
      return;
    }
    // What happens to it before the TLS socket takes over is of no interest, but must not end the process.
    socket.on('error', () => {});
    // One who leaves during the handshake is gone.
    socket.allowHalfOpen = false;
    this.#tls.emit('connection', socket);
  }

  #established(socket: Socket, verifiedNames: readonly string[]): void {
    if (this.#http === null) this.#events.onStream(socket, verifiedNames, this);
    else this.#http.emit('connection', socket);
  }

  #tlsServer(credentials: TlsCredentials): TlsServer {
    const { clientCertificates = 'ignored' } = credentials.settings;
    const server = createTlsServer({
      ...credentials.options,
      requestCert: clientCertificates !== 'ignored',
      // Looked at below, where a refusal can be counted.
      rejectUnauthorized: false,
    });
    credentials.onChange((options) => server.setSecureContext(options));
    server.on('secureConnection', (socket: TLSSocket) => {
      socket.allowHalfOpen = true;
      if (clientCertificates === 'required' && !socket.authorized) {
        this.#events.onRefusal('client-certificate', socket, String(socket.authorizationError));
        socket.destroy();
      } else this.#established(socket, verifiedNamesOf(socket));
    });
    server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
      // Also what happens when we end it, or the other side leaves.
      if (error.code !== 'ECONNRESET') this.#events.onRefusal('tls-handshake', socket, error.message);
      socket.destroy();
    });
    return server;
  }

  /** It listens on no port of its own: connections are given to it. */
  #httpServer(): HttpServer {
    const server = createHttpServer({ maxHeaderSize: MAX_UPGRADE_HEADER_BYTES }, (_request, response) => {
      response.writeHead(426, { connection: 'close', upgrade: 'websocket' }).end(NO_PAGE_HERE);
    });
    server.on('upgrade', (request, _socket, head) => this.#events.onUpgrade(request, head, this));
    server.on('clientError', (error, socket: Socket) => {
      this.#events.onRefusal('websocket-handshake', socket, error.message);
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      socket.destroySoon();
    });
    return server;
  }
}

function boundAddress(server: Server): AddressInfo {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('A TCP server without an address');
  return bound;
}
