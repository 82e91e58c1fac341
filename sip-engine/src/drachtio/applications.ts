import type { Server } from 'node:net';
import type { Listener } from '../transport/flow.ts';
import { AdminServer } from './admin-server.ts';
import { ApplicationConnection } from './application-connection.ts';
import { applicationGone } from './application-gone.ts';
import { handlePayload } from './commands.ts';
import type { EngineContext } from './context.ts';
import { hostPort } from './header-rules.ts';
import { ApplicationServer } from './memory-socket.ts';

/** drachtio-srf pings servers from v0.8.2 on; this is the release whose protocol is spoken. */
const version = 'v0.9.10-tandem';

export interface AdminOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly secret: string;
}

/** The doors by which applications come in: the TCP admin port, and servers in memory. */
export class Applications {
  readonly #context: EngineContext;
  readonly #inMemory: ApplicationServer[] = [];
  #admin: AdminServer | null = null;

  constructor(context: EngineContext) {
    this.#context = context;
  }

  /** Binds the admin port; rejects when it cannot be bound. */
  async openAdmin(admin: AdminOptions): Promise<void> {
    const context = this.#context;
    const options = { secret: admin.secret, welcome: this.#welcome };
    this.#admin = await AdminServer.open({
      host: admin.host,
      port: admin.port,
      log: context.log,
      onPayload: (connection, payload) => handlePayload(context, connection, payload, options),
      onConnected: (connection) => context.applications.add(connection),
      onClosed: (connection) => applicationGone(context, connection),
    });
  }

  get adminPort(): number | null {
    return this.#admin?.port ?? null;
  }

  /** A server for an application in this process, which is trusted and gets every method. */
  inMemory(): Server {
    const number = this.#inMemory.length + 1;
    const server = new ApplicationServer((accepting) => {
      const calls = this.#connect(accepting, `in memory #${number} calls`);
      this.#context.applications.addForEverything(
        calls,
        this.#connect(accepting, `in memory #${number} others`),
      );
    });
    this.#inMemory.push(server);
    return server;
  }

  #connect(server: ApplicationServer, name: string): ApplicationConnection {
    const context = this.#context;
    const options = { secret: null, welcome: this.#welcome };
    const socket = server.connectSocket((payload) => {
      if (!handlePayload(context, connection, payload, options)) connection.close();
    });
    const sink = {
      write: (frame: Buffer): boolean => {
        socket.deliver(frame);
        return true;
      },
      close: (): void => {
        socket.destroy();
      },
    };
    const connection: ApplicationConnection = new ApplicationConnection(name, sink, context.log);
    socket.on('close', () => applicationGone(context, connection));
    return connection;
  }

  /** What follows `OK` to `authenticate`: addresses as peers see them, version, addresses as bound. */
  readonly #welcome = (): string => {
    const { listeners } = this.#context.ports.transports;
    const list = (address: (listener: Listener) => string): string =>
      listeners.map((listener) => `${listener.protocol}/${address(listener)}`).join(',');
    const advertised = list((listener) => hostPort(listener.advertisedHost, listener.advertisedPort));
    return `${advertised}|${version}|${list((listener) => hostPort(listener.address, listener.port))}`;
  };

  async close(): Promise<void> {
    for (const server of this.#inMemory) server.close();
    await this.#admin?.close();
  }
}
