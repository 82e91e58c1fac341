import type { Server, Socket } from 'node:net';
import type { Listener } from '../transport/flow.ts';
import { TlsCredentials, type TlsSettings } from '../transport/tls-credentials.ts';
import { hostPort } from '../ua/header-rules.ts';
import { AdminServer } from './admin-server.ts';
import { ApplicationConnection } from './application-connection.ts';
import { applicationGone } from './application-gone.ts';
import {
  type ApplicationRefusal,
  type ApplicationSocketOptions,
  serveApplication,
} from './application-socket.ts';
import { handlePayload } from './commands.ts';
import type { DrachtioContext } from './drachtio-context.ts';
import { ApplicationServer } from './memory-socket.ts';
import { connectApplication, type OutboundAddress } from './outbound-application.ts';

/** drachtio-srf pings servers from v0.8.2 on; this is the release whose protocol is spoken. */
export const protocolVersion = 'v0.9.10-tandem';

export interface AdminOptions {
  readonly host: string;
  /** 0 for any free port; null: no plain TCP, only TLS. */
  readonly port: number | null;
  readonly secret: string;
  /**
   * A second port with the protocol inside TLS; none by default. Its files are read again when they change, as those of
   * the SIP listeners are; what the settings say of peers' certificates does not matter to applications.
   */
  readonly tls?: (TlsSettings & { readonly port: number }) | undefined;
  /** How long a silent connection waits before TCP asks whether the other side lives, in ms; default 45,000, 0 never. */
  readonly keepAliveMs?: number | undefined;
}

const defaultKeepAliveMs = 45_000;
/** Connections that the engine opened to applications; beyond it a request gets 480. */
const maxOutbound = 10_000;

/** The doors by which applications come in: the admin ports, connections that we open, and servers in memory. */
export class Applications {
  readonly #context: DrachtioContext;
  readonly #inMemory: ApplicationServer[] = [];
  readonly #outbound = new Set<ApplicationConnection>();
  readonly #admin: AdminOptions | null;
  #plain: AdminServer | null = null;
  #secure: AdminServer | null = null;
  #credentials: TlsCredentials | null = null;

  constructor(context: DrachtioContext, admin: AdminOptions | undefined) {
    this.#context = context;
    this.#admin = admin ?? null;
  }

  /** Binds the admin ports, if any; rejects when one cannot be bound. */
  async open(): Promise<void> {
    const admin = this.#admin;
    if (admin === null) return;
    const { log } = this.#context;
    const { host, keepAliveMs = defaultKeepAliveMs } = admin;
    const onConnection = (socket: Socket, name: string): void => {
      this.#context.applications.add(serveApplication(socket, name, this.#socketOptions()));
    };
    const onDrop = (): void => {
      log.warn('an application was turned away: too many are connected');
      this.#context.counters.applicationsRefused.add('too many' satisfies ApplicationRefusal);
    };
    const common = { host, keepAliveMs, log, onConnection, onDrop };
    if (admin.port !== null) this.#plain = await AdminServer.open({ ...common, port: admin.port, tls: null });
    const { tls } = admin;
    if (tls === undefined) return;
    try {
      this.#credentials = new TlsCredentials(tls, log);
      this.#secure = await AdminServer.open({ ...common, port: tls.port, tls: this.#credentials });
    } catch (error) {
      this.#credentials?.close();
      await this.#plain?.close();
      throw error;
    }
  }

  /** Reads the files of the TLS port again; connections stay. False when they could not be used. */
  reloadCertificates(): boolean {
    return this.#credentials?.reload() ?? true;
  }

  get adminPort(): number | null {
    return this.#plain?.port ?? null;
  }

  get adminTlsPort(): number | null {
    return this.#secure?.port ?? null;
  }

  /** Connects to an application that listens; rejects when it cannot be had. */
  async dial(address: OutboundAddress): Promise<ApplicationConnection> {
    if (this.#outbound.size >= maxOutbound) throw new Error('too many connections to applications');
    const options = this.#socketOptions();
    const connection = await connectApplication(address, {
      ...options,
      onClosed: (closed) => {
        this.#outbound.delete(closed);
        options.onClosed(closed);
      },
    });
    this.#outbound.add(connection);
    this.#context.applications.add(connection);
    return connection;
  }

  #socketOptions(): ApplicationSocketOptions {
    const context = this.#context;
    const options = { secret: this.#admin?.secret ?? null, welcome: this.#welcome };
    return {
      log: context.log,
      onPayload: (connection, payload) => handlePayload(context, connection, payload, options),
      onClosed: (connection) => applicationGone(context, connection),
      refused: (reason) => context.counters.applicationsRefused.add(reason),
    };
  }

  /**
   * A server for an application in this process, which is trusted.
   * @param receives whether it gets every method; else it only sends
   */
  inMemory(receives: boolean): Server {
    const number = this.#inMemory.length + 1;
    const server = new ApplicationServer((accepting) => {
      const { applications } = this.#context;
      const calls = this.#connect(accepting, `in memory #${number} calls`);
      if (receives)
        applications.addForEverything(calls, this.#connect(accepting, `in memory #${number} others`));
      else applications.add(calls);
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
    return `${advertised}|${protocolVersion}|${list((listener) => hostPort(listener.address, listener.port))}`;
  };

  async close(): Promise<void> {
    this.#credentials?.close();
    for (const server of this.#inMemory) server.close();
    for (const connection of this.#outbound) connection.close();
    await Promise.all([this.#plain?.close(), this.#secure?.close()]);
  }
}
