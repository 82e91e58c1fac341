import { createServer, type Server, type Socket } from 'node:net';
import type { EngineLog } from '../engine-log.ts';
import { ApplicationConnection } from './application-connection.ts';
import { FrameDecoder } from './frame.ts';

export interface AdminServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly log: EngineLog;
  /** Carries out one payload; false: close the connection. */
  onPayload(connection: ApplicationConnection, payload: string): boolean;
  onConnected(connection: ApplicationConnection): void;
  onClosed(connection: ApplicationConnection): void;
}

/** An application that reads so slowly is cut off, in bytes waiting for it. */
const maxUnsentBytes = 16 * 1024 * 1024;
/** A connection that does not authenticate is closed, in ms. */
const authenticateWithinMs = 10_000;
const keepAliveMs = 45_000;
const maxConnections = 1000;

/** The TCP port where applications in other processes connect (drachtio's admin port). */
export class AdminServer {
  readonly #server: Server;
  readonly #options: AdminServerOptions;
  readonly #sockets = new Set<Socket>();
  #lastNumber = 0;

  private constructor(options: AdminServerOptions) {
    this.#options = options;
    this.#server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs });
    this.#server.maxConnections = maxConnections;
    this.#server.on('connection', (socket) => this.#accept(socket));
  }

  /** Binds the port; rejects when it cannot be bound. */
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

  #accept(socket: Socket): void {
    this.#lastNumber += 1;
    const name = `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? 0} #${this.#lastNumber}`;
    const { log } = this.#options;
    this.#sockets.add(socket);
    const connection = new ApplicationConnection(
      name,
      {
        write: (frame) => {
          socket.write(frame);
          if (socket.writableLength <= maxUnsentBytes) return true;
          log.warn('an application reads too slowly and is cut off', { application: name });
          return false;
        },
        close: () => socket.end(),
      },
      log,
    );
    const deadline = setTimeout(() => {
      if (connection.authenticated) return;
      log.warn('a connection that did not authenticate is closed', { application: name });
      socket.destroy();
    }, authenticateWithinMs);
    const decoder = new FrameDecoder();
    socket.on('data', (chunk) => this.#onData(connection, decoder, chunk));
    socket.on('error', (error) =>
      log.debug('an application connection failed', { application: name, error }),
    );
    socket.on('close', () => {
      clearTimeout(deadline);
      this.#sockets.delete(socket);
      this.#options.onClosed(connection);
    });
    this.#options.onConnected(connection);
  }

  #onData(connection: ApplicationConnection, decoder: FrameDecoder, chunk: Buffer): void {
    if (connection.closed) return;
    const batch = decoder.push(chunk);
    for (const payload of batch.payloads) {
      if (this.#options.onPayload(connection, payload.toString('latin1'))) continue;
      connection.close();
      return;
    }
    if (batch.ok) return;
    this.#options.log.warn('an application lost its framing', {
      application: connection.name,
      problem: batch.problem,
    });
    connection.close();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
