import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Admission } from './admission.ts';
import { connectionLimits } from './connection-limits.ts';
import { ConnectionTable } from './connection-table.ts';
import { type Flow, type Listener, NO_NAMES, type Protocol, type Target } from './flow.ts';
import { LargeRequests } from './large-requests.ts';
import {
  CONNECT_TIMEOUT_MS,
  HANDSHAKE_TIMEOUT_MS,
  MAX_CONNECTIONS,
  MAX_CONNECTIONS_PER_ADDRESS,
  SWEEP_INTERVAL_MS,
} from './limits.ts';
import { ListenerTable } from './listener-table.ts';
import { FlowUnavailable, OutgoingConnections, openTcp, openTls } from './outgoing-connections.ts';
import { ReceivedMessages } from './received-messages.ts';
import { type ConnectionLimit, type ConnectionRefusal, RefusalCounts } from './refusals.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { verifiedNamesOf } from './sip-identity.ts';
import { type ConnectionEvents, StreamConnection } from './stream-connection.ts';
import { StreamListener, type StreamListenerEvents } from './stream-listener.ts';
import { TlsCredentials } from './tls-credentials.ts';
import type {
  ListenOptions,
  TransportCounters,
  TransportOptions,
  WebEntranceOptions,
} from './transport-options.ts';
import { type UdpEvents, UdpSocket } from './udp-socket.ts';
import { WebSocketConnection } from './websocket-connection.ts';
import { type AllowedOrigins, WebSocketUpgrades } from './websocket-upgrades.ts';

/** What web pages may connect when nobody says so. */
const DEFAULT_ORIGINS: AllowedOrigins = ['same-host'];

/** All sockets of the engine: it receives messages, answers what cannot be parsed, and finds or opens flows. */
export class TransportLayer {
  readonly #options: TransportOptions;
  readonly #listeners = new ListenerTable();
  readonly #refusals: RefusalCounts<ConnectionRefusal>;
  readonly #limitsBroken: RefusalCounts<ConnectionLimit>;
  readonly #admission: Admission;
  readonly #connections: ConnectionTable;
  readonly #outgoing = new OutgoingConnections();
  readonly #upgrades: WebSocketUpgrades;
  /** RFC 3261 §18.1.1. */
  readonly largeRequests: LargeRequests;
  readonly #sweeper: NodeJS.Timeout;
  readonly #received: ReceivedMessages;
  readonly #counts = { sendErrors: 0, stunAnswered: 0, stunIgnored: 0 };
  #closed = false;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#refusals = new RefusalCounts(options.log, 'connection refused');
    this.#limitsBroken = new RefusalCounts(options.log, 'connection ended');
    this.#admission = new Admission(
      {
        maxConnections: options.maxConnections ?? MAX_CONNECTIONS,
        maxPerAddress: options.maxConnectionsPerAddress ?? MAX_CONNECTIONS_PER_ADDRESS,
        uncappedAddresses: options.uncappedAddresses ?? [],
      },
      this.#refusals,
    );
    this.#connections = new ConnectionTable(options.log);
    this.#received = new ReceivedMessages({
      handlers: options.handlers,
      log: options.log,
      connections: this.#connections,
      sibling: (flow, remotePort) => this.sibling(flow, remotePort),
    });
    this.#upgrades = new WebSocketUpgrades({ onRefusal: this.#onRefusal });
    this.largeRequests = new LargeRequests({
      maxUdpBytes: options.maxUdpRequestBytes,
      canConnect: (address) => this.#listeners.streamFor('tcp', address) !== undefined,
      connect: (target, timeoutMs) => this.flowTo(target, timeoutMs),
    });
    this.#sweeper = setInterval(() => {
      const nowMs = performance.now();
      this.#admission.sweep(nowMs);
      this.#connections.sweep(nowMs);
    }, SWEEP_INTERVAL_MS);
    this.#sweeper.unref();
  }

  /** Every bound address and every WebSocket entrance. */
  get listeners(): readonly Listener[] {
    return this.#listeners.all;
  }

  /** Binds a port; rejects when it cannot be bound, or when its TLS files cannot be used. */
  async listen(protocol: Protocol, options: ListenOptions): Promise<Listener> {
    if (protocol === 'udp') {
      const socket = await UdpSocket.open({ ...options, events: this.#udpEvents });
      this.#listeners.addUdp(socket);
      return socket.bound.outside;
    }
    const secure = protocol === 'tls' || protocol === 'wss';
    if (secure && options.tls === undefined) throw new Error(`A ${protocol} listener needs a certificate`);
    const credentials =
      secure && options.tls !== undefined ? new TlsCredentials(options.tls, this.#options.log) : null;
    const stream = await StreamListener.open({
      ...options,
      protocol,
      allowedOrigins: options.allowedOrigins ?? DEFAULT_ORIGINS,
      credentials,
      events: this.#listenerEvents,
    }).catch((error: unknown) => {
      credentials?.close();
      throw error;
    });
    this.#listeners.addStream(stream);
    return stream.bound.outside;
  }

  /** Names the entrance of an HTTP server of the application; its connections come through `upgrade`. */
  addWebEntrance({ advertisedHost, advertisedPort, secure, allowedOrigins }: WebEntranceOptions): Listener {
    const listener: Listener = {
      protocol: secure ? 'wss' : 'ws',
      address: advertisedHost,
      port: advertisedPort,
      advertisedHost,
      advertisedPort,
    };
    this.#listeners.addEntrance({ listener, allowedOrigins: allowedOrigins ?? DEFAULT_ORIGINS });
    return listener;
  }

  /** Takes over an HTTP upgrade of the application's server, or answers why not. */
  upgrade(request: IncomingMessage, head: Buffer, secure: boolean): void {
    const { socket } = request;
    // It left while the application made up its mind; counted, it would count for ever.
    if (socket.destroyed) return;
    const entrance = this.#listeners.entrance(secure ? 'wss' : 'ws');
    if (entrance === undefined || this.#closed) {
      this.#onRefusal('stopping', socket, 'there is no entrance for SIP over WebSocket');
      refuseUpgrade(socket, 503, 'SIP over WebSocket is not available');
    } else if (this.#admission.admit(socket) !== null) {
      refuseUpgrade(socket, 503, 'Too many connections');
    } else this.#acceptUpgrade(request, head, entrance.listener, entrance.allowedOrigins);
  }

  /** Reads the files of every TLS listener again; connections stay. False when some could not be used. */
  reloadCertificates(): boolean {
    return this.#listeners.reloadCertificates();
  }

  /** The listener that a request to this address leaves from, or null; without an address the first of its kind. */
  listenerFor(protocol: Protocol, address?: string): Listener | null {
    return this.#listeners.listenerFor(protocol, address);
  }

  /**
   * The flow to a target, if it needs no connecting: any UDP remote, or a live connection with this remote address
   * and port, also one that the remote side opened. Over UDP by the listener that has heard from there, if one has.
   */
  existingFlow(target: Target): Flow | null {
    if (target.protocol !== 'udp') return this.#connections.at(target) ?? null;
    return this.#listeners.udpFlow(target.address, target.port);
  }

  /** The flow to another port of the same remote address, out of the same UDP socket. */
  sibling(flow: Flow, remotePort: number): Flow {
    return this.#listeners.sibling(flow, remotePort);
  }

  /**
   * The flow to a target; opens a TCP or TLS connection when there is none. Rejects with FlowUnavailable when it
   * fails, takes too long, the certificate is of another, or the target is a WebSocket that is not connected.
   */
  async flowTo(
    target: Target,
    timeoutMs: number = this.#options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
  ): Promise<Flow> {
    const existing = this.existingFlow(target);
    if (existing !== null) return existing;
    const { protocol } = target;
    if (protocol !== 'tcp' && protocol !== 'tls')
      throw new FlowUnavailable('ENOFLOW', `No live ${protocol} flow to ${target.address}:${target.port}`);
    return this.#outgoing.share(target, () => this.#open(target, timeoutMs));
  }

  /** The live flow with this id. */
  findFlow(id: number): Flow | undefined {
    return this.#connections.find(id) ?? this.#listeners.findFlow(id);
  }

  counters(): TransportCounters {
    const flows: Record<Protocol, number> = { udp: 0, tcp: 0, tls: 0, ws: 0, wss: 0 };
    for (const socket of this.#listeners.udp) flows.udp += socket.flowCount;
    this.#connections.addCounts(flows);
    return {
      ...this.#counts,
      ...this.#received.counts,
      flows,
      refusedConnections: this.#refusals.entries(),
      closedConnections: this.#limitsBroken.entries(),
      handshaking: this.#admission.handshaking,
      largeRequests: this.largeRequests.counts,
    };
  }

  /** Closes every socket; resolves when the ports are free. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#sweeper);
    const closing = this.#listeners.close();
    this.#admission.close();
    this.#connections.close('the engine stops');
    await closing;
  }

  async #open(target: Target, timeoutMs: number): Promise<Flow> {
    const from = this.#listeners.streamFor(target.protocol, target.address);
    if (from === undefined)
      throw new FlowUnavailable('EUNREACHABLE', `No ${target.protocol} listener for ${target.address}`);
    if (this.#admission.isFull) throw new FlowUnavailable('EUNREACHABLE', 'Too many connections');
    const { credentials } = from;
    const opening =
      credentials === null ? openTcp(target, from, timeoutMs) : openTls(target, from, credentials, timeoutMs);
    const { socket, verifiedNames } = await opening.catch((error: unknown) => {
      if (error instanceof FlowUnavailable && error.code === 'ECERTIFICATE')
        this.#refusals.add('server-certificate', { address: target.address, detail: error.message });
      throw error;
    });
    if (this.#closed) {
      socket.destroy();
      throw new FlowUnavailable('EUNREACHABLE', 'The engine stops');
    }
    this.#admission.hold(socket);
    const connection = this.#streamConnection(socket, verifiedNames, from, false);
    this.#connections.add(connection, target.serverName);
    return connection;
  }

  readonly #onRefusal = (reason: ConnectionRefusal, socket: Pick<Socket, 'remoteAddress'>, detail: string) =>
    this.#refusals.add(reason, { address: socket.remoteAddress, detail });

  readonly #listenerEvents: StreamListenerEvents = {
    admit: (socket, from) => {
      if (socket.remoteAddress === undefined || this.#closed || this.#admission.admit(socket) !== null) {
        // Without the courtesy of a FIN: a flood must leave no sockets that wait.
        socket.resetAndDestroy();
        return false;
      }
      if (from.bound.outside.protocol !== 'tcp') {
        const { handshakeTimeoutMs = HANDSHAKE_TIMEOUT_MS } = this.#options;
        this.#admission.awaitHandshake(socket, performance.now() + handshakeTimeoutMs);
      }
      return true;
    },
    onStream: (socket, verifiedNames, from) => {
      this.#admission.handshakeDone(socket);
      this.#connections.add(this.#streamConnection(socket, verifiedNames, from, true));
    },
    onUpgrade: (request, head, from) => {
      const listener = from.bound.listenerFor(request.socket.remoteAddress ?? '');
      this.#acceptUpgrade(request, head, listener, from.allowedOrigins);
    },
    onRefusal: this.#onRefusal,
    onError: ({ bound }, error) => this.#logSocketError(bound.outside, error),
  };

  #acceptUpgrade(
    request: IncomingMessage,
    head: Buffer,
    listener: Listener,
    allowedOrigins: AllowedOrigins,
  ): void {
    const { socket } = request;
    this.#upgrades.accept(request, head, allowedOrigins, (webSocket) => {
      this.#admission.handshakeDone(socket);
      const { remoteAddress = '', remotePort = 0, localAddress = '', localPort = 0 } = socket;
      const verifiedNames = socket instanceof TLSSocket ? verifiedNamesOf(socket) : NO_NAMES;
      const limits = connectionLimits(this.#options, remoteAddress, true);
      const addresses = { remoteAddress, remotePort, localAddress, localPort };
      const endpoints = { ...addresses, listener, verifiedNames, socket, limits };
      this.#connections.add(
        new WebSocketConnection(webSocket, endpoints, this.#connectionEvents, performance.now()),
      );
    });
  }

  #streamConnection(
    socket: Socket,
    verifiedNames: readonly string[],
    { bound }: StreamListener,
    accepted: boolean,
  ): StreamConnection {
    return new StreamConnection({
      socket,
      protocol: bound.outside.protocol,
      listener: bound.listenerFor(socket.remoteAddress ?? ''),
      accepted,
      verifiedNames,
      events: this.#connectionEvents,
      limits: connectionLimits(this.#options, socket.remoteAddress ?? '', accepted),
      nowMs: performance.now(),
    });
  }

  readonly #connectionEvents: ConnectionEvents = {
    onBytes: (bytes, flow) =>
      this.#received.bytes(bytes, flow, flow.protocol === 'tcp' || flow.protocol === 'tls'),
    onFramingError: (bytes, status, reason, flow) => this.#received.unframed(bytes, status, reason, flow),
    onSent: (bytes, flow, method) => this.#options.handlers.onSent?.(bytes, flow, method),
    onClosed: (flow, reason, limit) => {
      if (limit !== null)
        this.#limitsBroken.add(limit, { address: flow.remoteAddress, protocol: flow.protocol });
      if (this.#connections.remove(flow, reason)) this.#options.handlers.onFlowClosed(flow, reason);
    },
  };

  readonly #udpEvents: UdpEvents = {
    onBytes: (bytes, flow) => this.#received.bytes(bytes, flow, false),
    onSent: (bytes, flow, method) => this.#options.handlers.onSent?.(bytes, flow, method),
    onStun: (answered) => {
      this.#counts[answered ? 'stunAnswered' : 'stunIgnored'] += 1;
    },
    onSendError: (flow, error, only) => {
      this.#counts.sendErrors += 1;
      this.#options.log.warn('datagram not sent', {
        remote: flow.remoteAddress,
        port: flow.remotePort,
        error,
      });
      this.#options.handlers.onSendError(flow, error, only);
    },
    onSocketError: (listener, error) => this.#logSocketError(listener, error),
  };

  #logSocketError(listener: Listener, error: Error): void {
    this.#options.log.error('socket failed', {
      protocol: listener.protocol,
      address: listener.address,
      port: listener.port,
      error,
    });
  }
}
