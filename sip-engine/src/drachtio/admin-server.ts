import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { EngineLog } from '../engine-log.ts';
import type { TlsCredentials } from '../transport/tls-credentials.ts';

export interface AdminServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** The drachtio protocol inside TLS; null: plain TCP. */
  readonly tls: TlsCredentials | null;
  /** How long a silent connection waits before TCP asks whether the other side lives, in ms; 0: never. */
  readonly keepAliveMs: number;
  readonly log: EngineLog;
  /** An application connected; for TLS once the handshake is done. */
  onConnection(socket: Socket, name: string): void;
  /** One too many was closed at once. */
  onDrop(): void;
}

const maxConnections = 1000;
const handshakeTimeoutMs = 10_000;

/** A port where applications in other processes connect (drachtio's admin port). */
export class AdminServer {
  readonly #server: Server;
  readonly #options: AdminServerOptions;
  readonly #sockets = new Set<Socket>();
  #lastNumber = 0;

  private constructor(options: AdminServerOptions) {
    this.#options = options;
    const { keepAliveMs, tls } = options;
    const tcp = { noDelay: true, keepAlive: keepAliveMs > 0, keepAliveInitialDelay: keepAliveMs };
    this.#server =
      tls === null ? createServer(tcp) : secureServer({ ...tcp, handshakeTimeout: handshakeTimeoutMs }, tls);
    this.#server.maxConnections = maxConnections;
    this.#server.on('drop', () => options.onDrop());
    this.#server.on('connection', (socket) => this.#watch(socket));
    this.#server.on(tls === null ? 'connection' : 'secureConnection', (socket: Socket) =>
      this.#accept(socket),
    );
    this.#server.on('tlsClientError', (error: Error) =>
      options.log.warn('an application failed the TLS handshake', { error }),
    );
  }

  /** Binds the port; rejects when it cannot be bound or when key and certificate are no use. */
  static async open(options: AdminServerOptions): Promise<AdminServer> {
    const admin = new AdminServer(options);
    await new Promise<void>((resolve, reject) => {
      admin.#server.once('error', reject);
      admin.#server.listen(options.port, options.host, () => {
        admin.#server.off('error', reject);
        admin.#server.on('error', (error) => options.log.error('the admin port failed', { error }));
        resolve();
      });
    });
    return admin;
  }

  get port(): number {
    const address = this.#server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  }

  #watch(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
  }

  #accept(socket: Socket): void {
    this.#lastNumber += 1;
    const name = `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? 0} #${this.#lastNumber}`;
    this.#options.onConnection(socket, name);
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

/** Applications that are connected stay when the certificate changes. */
function secureServer(options: TlsOptions, credentials: TlsCredentials): Server {
  const server = createTlsServer({ ...options, ...credentials.options });
  credentials.onChange((changed) => server.setSecureContext(changed));
  return server;
}
