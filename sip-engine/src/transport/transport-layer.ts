import { isIPv6, type Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { EngineLog } from '../engine-log.ts';
import type { SipMessage } from '../message/message.ts';
import { type ParseFailure, parseMessage } from '../message/parse.ts';
import { ConnectionTable } from './connection-table.ts';
import { endpointKey, type Flow, type Listener, type Protocol, type Target } from './flow.ts';
import { stampVia } from './incoming.ts';
import { answerPing, isKeepalive } from './keepalive.ts';
import {
  CONNECT_TIMEOUT_MS,
  FIRST_MESSAGE_TIMEOUT_MS,
  IDLE_TIMEOUT_MS,
  MAX_CONNECTIONS_PER_ADDRESS,
  STALLED_MESSAGE_TIMEOUT_MS,
} from './limits.ts';
import { refusalOf } from './refusal.ts';
import { type ConnectionEvents, StreamConnection } from './stream-connection.ts';
import { isStun, stunAnswer } from './stun.ts';
import { connectTcp, TcpListener } from './tcp-listener.ts';
import { type UdpEvents, UdpSocket } from './udp-socket.ts';
import { WebSocketConnection, type WebSocketEndpoints } from './websocket-connection.ts';

/** What the layer tells the layer above. */
export interface TransportHandlers {
  /** A valid message; of a request the top Via carries `received` and `rport` already. */
  onMessage(message: SipMessage, flow: Flow, bytes: Buffer): void;
  /** Octets that were refused; `callId` is empty when none could be read. */
  onRefused?(bytes: Buffer, flow: Flow, callId: string): void;
  /** A message goes out. */
  onSent?(bytes: Buffer, flow: Flow): void;
  /** A connection ended, whoever ended it. Not for UDP. */
  onFlowClosed(flow: Flow, reason: string): void;
  /** A datagram could not be sent. */
  onSendError(flow: Flow, error: Error): void;
}

export interface TransportOptions {
  readonly handlers: TransportHandlers;
  readonly log: EngineLog;
  /** How long a TCP connect may take, in ms. */
  readonly connectTimeoutMs?: number;
  /** A connection that never carried a whole message is closed after this, in ms. */
  readonly firstMessageTimeoutMs?: number;
  /** A silent TCP connection is closed after this, in ms. */
  readonly idleTimeoutMs?: number;
  /** A message that stopped half way is answered 400 and its connection closed after this, in ms. */
  readonly stalledMessageTimeoutMs?: number;
  /** Accepted connections from one remote address. */
  readonly maxConnectionsPerAddress?: number;
}

export interface ListenOptions {
  /** A numeric address; `0.0.0.0` or `::` for all of one family. */
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** The name or address that peers are told; default: the bound address. */
  readonly advertisedHost?: string | undefined;
}

/** Totals since the start. */
export interface TransportCounters {
  readonly parseFailures: number;
  readonly refusedConnections: number;
  readonly sendErrors: number;
  /** Messages whose handling threw: a defect of the layers above. */
  readonly handlerErrors: number;
  readonly stunAnswered: number;
  /** STUN that is no Binding request, or malformed. */
  readonly stunIgnored: number;
  /** Open connections, and for UDP remembered remotes, now. */
  readonly flows: Readonly<Record<Protocol, number>>;
}

/** No flow to a target could be had. */
class FlowUnavailable extends Error {
  /** ENOFLOW: only a live connection could have reached it, and there is none. */
  readonly code: 'ENOFLOW' | 'EUNREACHABLE';

  constructor(code: 'ENOFLOW' | 'EUNREACHABLE', message: string) {
    super(message);
    this.code = code;
  }
}

/** All sockets of the engine: it receives messages, answers what cannot be parsed, and finds or opens flows. */
export class TransportLayer {
  readonly #options: TransportOptions;
  readonly #udp: UdpSocket[] = [];
  readonly #tcp: TcpListener[] = [];
  readonly #webSockets: Listener[] = [];
  readonly #connections: ConnectionTable;
  readonly #connecting = new Map<string, Promise<Flow>>();
  readonly #counts = { parseFailures: 0, sendErrors: 0, handlerErrors: 0, stunAnswered: 0, stunIgnored: 0 };
  #closed = false;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#connections = new ConnectionTable(
      options.log,
      options.maxConnectionsPerAddress ?? MAX_CONNECTIONS_PER_ADDRESS,
    );
  }

  /** Every bound address and every WebSocket entrance. */
  get listeners(): readonly Listener[] {
    return [
      ...this.#udp.map((each) => each.listener),
      ...this.#tcp.map((each) => each.listener),
      ...this.#webSockets,
    ];
  }

  /** Binds a UDP port; rejects when it cannot be bound. */
  async listenUdp(options: ListenOptions): Promise<Listener> {
    const socket = await UdpSocket.open({ ...options, events: this.#udpEvents });
    this.#udp.push(socket);
    return socket.listener;
  }

  /** Binds a TCP port; rejects when it cannot be bound. */
  async listenTcp(options: ListenOptions): Promise<Listener> {
    const tcp = await TcpListener.open({
      ...options,
      onConnection: (socket, listener) => this.#accept(socket, listener),
      onError: (listener, error) => this.#logSocketError(listener, error),
    });
    this.#tcp.push(tcp);
    return tcp.listener;
  }

  /** Names an HTTP server's entrance for SIP over WebSocket; its sockets come through `acceptWebSocket`. */
  addWebSocketListener(options: {
    readonly advertisedHost: string;
    readonly advertisedPort: number;
    readonly secure: boolean;
  }): Listener {
    const { advertisedHost, advertisedPort, secure } = options;
    const protocol = secure ? 'wss' : 'ws';
    const listener = {
      protocol,
      address: advertisedHost,
      port: advertisedPort,
      advertisedHost,
      advertisedPort,
    } as const;
    this.#webSockets.push(listener);
    return listener;
  }

  /** Takes over an upgraded WebSocket with the sub-protocol `sip` (RFC 7118). */
  acceptWebSocket(socket: WebSocket, endpoints: WebSocketEndpoints): void {
    if (!this.#connections.mayAccept(endpoints.remoteAddress)) {
      socket.terminate();
      return;
    }
    this.#connections.add(
      new WebSocketConnection(socket, endpoints, this.#connectionEvents, performance.now()),
    );
  }

  /** The listener that a request to this address leaves from, or null; without an address the first of its kind. */
  listenerFor(protocol: Protocol, address?: string): Listener | null {
    if (protocol === 'ws' || protocol === 'wss') {
      return this.#webSockets.find((each) => each.protocol === protocol) ?? null;
    }
    const sockets: readonly (UdpSocket | TcpListener)[] = protocol === 'udp' ? this.#udp : this.#tcp;
    const ipv6 = address === undefined ? undefined : isIPv6(address);
    const found = sockets.find(
      (each) => each.listener.protocol === protocol && (ipv6 ?? each.ipv6) === each.ipv6,
    );
    return found?.listener ?? null;
  }

  /**
   * The flow to a target, if it needs no connecting: any UDP remote, or a live connection with this remote address
   * and port, also one that the remote side opened.
   */
  existingFlow(target: Target): Flow | null {
    if (target.protocol !== 'udp') return this.#connections.at(target) ?? null;
    const ipv6 = isIPv6(target.address);
    const socket = this.#udp.find((each) => each.ipv6 === ipv6);
    return socket === undefined ? null : socket.flowTo(target.address, target.port);
  }

  /** The flow to another port of the same remote address, out of the same UDP socket. */
  sibling(flow: Flow, remotePort: number): Flow {
    const socket = this.#udp.find((each) => each.listener === flow.listener);
    return socket === undefined ? flow : socket.flowTo(flow.remoteAddress, remotePort);
  }

  /**
   * The flow to a target; opens a TCP connection when there is none. Rejects with FlowUnavailable when it fails,
   * takes too long, or the target is a WebSocket that is not connected.
   */
  async flowTo(target: Target): Promise<Flow> {
    const existing = this.existingFlow(target);
    if (existing !== null) return existing;
    if (target.protocol !== 'tcp')
      throw new FlowUnavailable(
        'ENOFLOW',
        `No live ${target.protocol} flow to ${target.address}:${target.port}`,
      );
    const key = `${target.protocol}|${endpointKey(target.address, target.port)}`;
    const pending = this.#connecting.get(key);
    if (pending !== undefined) return pending;
    const opening = this.#open(target).finally(() => this.#connecting.delete(key));
    this.#connecting.set(key, opening);
    return opening;
  }

  /** The live flow with this id. */
  findFlow(id: number): Flow | undefined {
    const connection = this.#connections.find(id);
    if (connection !== undefined) return connection;
    for (const socket of this.#udp) {
      const flow = socket.findFlow(id);
      if (flow !== undefined) return flow;
    }
    return undefined;
  }

  counters(): TransportCounters {
    const flows: Record<Protocol, number> = { udp: 0, tcp: 0, tls: 0, ws: 0, wss: 0 };
    for (const socket of this.#udp) flows.udp += socket.flowCount;
    this.#connections.addCounts(flows);
    return { ...this.#counts, refusedConnections: this.#connections.refused, flows };
  }

  /** Closes every socket; resolves when the ports are free. */
  async close(): Promise<void> {
    this.#closed = true;
    const closing = [...this.#udp.map((each) => each.close()), ...this.#tcp.map((each) => each.close())];
    this.#connections.close('the engine stops');
    await Promise.all(closing);
  }

  async #open(target: Target): Promise<Flow> {
    const ipv6 = isIPv6(target.address);
    const tcp = this.#tcp.find((each) => each.ipv6 === ipv6);
    if (tcp === undefined) throw new FlowUnavailable('EUNREACHABLE', `No TCP listener for ${target.address}`);
    if (this.#connections.isFull) throw new FlowUnavailable('EUNREACHABLE', 'Too many connections');
    const timeoutMs = this.#options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
    const socket = await connectTcp(target, tcp.listener, timeoutMs).catch((error: Error) => {
      throw new FlowUnavailable('EUNREACHABLE', error.message);
    });
    if (this.#closed) {
      socket.destroy();
      throw new FlowUnavailable('EUNREACHABLE', 'The engine stops');
    }
    return this.#registerStream(socket, tcp.listener, false);
  }

  #accept(socket: Socket, listener: Listener): void {
    if (
      socket.remoteAddress === undefined ||
      this.#closed ||
      !this.#connections.mayAccept(socket.remoteAddress)
    ) {
      socket.destroy();
      return;
    }
    this.#registerStream(socket, listener, true);
  }

  #registerStream(socket: Socket, listener: Listener, accepted: boolean): Flow {
    const connection = new StreamConnection({
      socket,
      protocol: listener.protocol,
      listener,
      accepted,
      events: this.#connectionEvents,
      limits: {
        firstMessageTimeoutMs: accepted
          ? (this.#options.firstMessageTimeoutMs ?? FIRST_MESSAGE_TIMEOUT_MS)
          : Number.POSITIVE_INFINITY,
        idleTimeoutMs: this.#options.idleTimeoutMs ?? IDLE_TIMEOUT_MS,
        stalledMessageTimeoutMs: this.#options.stalledMessageTimeoutMs ?? STALLED_MESSAGE_TIMEOUT_MS,
      },
      nowMs: performance.now(),
    });
    this.#connections.add(connection);
    return connection;
  }

  readonly #connectionEvents: ConnectionEvents = {
    onBytes: (bytes, flow) => this.#receive(bytes, flow, flow.protocol === 'tcp' || flow.protocol === 'tls'),
    onFramingError: (bytes, status, reason, flow) => {
      const parsed = parseMessage(bytes, { stream: true });
      const request = parsed.ok
        ? parsed.message.kind === 'request'
          ? parsed.message
          : undefined
        : parsed.request;
      this.#refuse({ ok: false, status, reason, fatal: true, request }, flow, bytes);
    },
    onSent: (bytes, flow) => this.#options.handlers.onSent?.(bytes, flow),
    onClosed: (flow, reason) => this.#flowClosed(flow, reason),
  };

  readonly #udpEvents: UdpEvents = {
    onBytes: (bytes, flow) => {
      if (isStun(bytes)) this.#answerStun(bytes, flow);
      else if (isKeepalive(bytes)) answerPing(bytes, flow);
      else this.#receive(bytes, flow, false);
    },
    onSent: (bytes, flow) => this.#options.handlers.onSent?.(bytes, flow),
    onSendError: (flow, error) => {
      this.#counts.sendErrors += 1;
      this.#options.log.warn('datagram not sent', {
        remote: flow.remoteAddress,
        port: flow.remotePort,
        error,
      });
      this.#options.handlers.onSendError(flow, error);
    },
    onSocketError: (listener, error) => this.#logSocketError(listener, error),
  };

  #answerStun(bytes: Buffer, flow: Flow): void {
    const answer = stunAnswer(bytes, flow.remoteAddress, flow.remotePort);
    if (answer === null) {
      this.#counts.stunIgnored += 1;
      return;
    }
    this.#counts.stunAnswered += 1;
    flow.send(answer);
  }

  #receive(bytes: Buffer, flow: Flow, stream: boolean): void {
    const parsed = parseMessage(bytes, { stream });
    if (!parsed.ok) {
      this.#refuse(parsed, flow, bytes);
      if (parsed.fatal && stream) flow.close(parsed.reason);
      return;
    }
    const { message } = parsed;
    if (message.kind === 'request') stampVia(message, flow);
    try {
      this.#options.handlers.onMessage(message, flow, bytes);
    } catch (error) {
      // One message must not take the others down with it.
      this.#counts.handlerErrors += 1;
      this.#options.log.error('message handling failed', {
        error: error instanceof Error ? error : String(error),
      });
    }
  }

  #refuse(failure: ParseFailure, flow: Flow, bytes: Buffer): void {
    this.#counts.parseFailures += 1;
    this.#options.handlers.onRefused?.(bytes, flow, failure.request?.headers.get('Call-ID') ?? '');
    this.#options.log.debug('message refused', {
      reason: failure.reason,
      status: failure.status,
      protocol: flow.protocol,
      remote: flow.remoteAddress,
      port: flow.remotePort,
    });
    const answer = refusalOf(failure, flow);
    if (answer === null) return;
    const { sentByPort } = answer;
    const replyFlow = flow.reliable || sentByPort === null ? flow : this.sibling(flow, sentByPort);
    replyFlow.send(answer.bytes);
  }

  #flowClosed(flow: Flow, reason: string): void {
    if (this.#connections.remove(flow, reason)) this.#options.handlers.onFlowClosed(flow, reason);
  }

  #logSocketError(listener: Listener, error: Error): void {
    this.#options.log.error('socket failed', {
      protocol: listener.protocol,
      address: listener.address,
      port: listener.port,
      error,
    });
  }
}
