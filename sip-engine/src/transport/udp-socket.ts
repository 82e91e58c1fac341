import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { advertisable } from './advertised-host.ts';
import { endpointKey, type Flow, type Listener, nextFlowId } from './flow.ts';
import { UDP_BUFFER_BYTES, UDP_FLOWS_REMEMBERED } from './limits.ts';

export interface UdpEvents {
  onBytes(bytes: Buffer, flow: Flow): void;
  /** A datagram goes out. */
  onSent(bytes: Buffer, flow: Flow): void;
  onSendError(flow: Flow, error: Error): void;
  /** The socket itself failed; it goes on if it can. */
  onSocketError(listener: Listener, error: Error): void;
}

/** One remote address and port of a UDP listener. */
class UdpFlow implements Flow {
  readonly id = nextFlowId();
  readonly protocol = 'udp';
  readonly reliable = false;
  readonly accepted = false;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly #owner: UdpSocket;

  constructor(owner: UdpSocket, remoteAddress: string, remotePort: number) {
    this.#owner = owner;
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
  }

  get listener(): Listener {
    return this.#owner.listener;
  }

  get localAddress(): string {
    return this.#owner.listener.address;
  }

  get localPort(): number {
    return this.#owner.listener.port;
  }

  get closed(): boolean {
    return this.#owner.closed;
  }

  send(bytes: Buffer): void {
    this.#owner.send(bytes, this);
  }

  close(): void {}
}

/** Addresses are numeric already; the answer comes at once, which spares a turn of the event loop per datagram. */
function numericLookup(
  address: string,
  _options: unknown,
  callback: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void {
  callback(null, address, address.includes(':') ? 6 : 4);
}

export interface UdpSocketOptions {
  readonly host: string;
  readonly port: number;
  readonly advertisedHost?: string | undefined;
  readonly events: UdpEvents;
}

/** A bound UDP socket and the flows seen on it. */
export class UdpSocket {
  readonly listener: Listener;
  readonly #socket: Socket;
  readonly #events: UdpEvents;
  #flows = new Map<string, UdpFlow>();
  /** The generation before; a flow still in use moves over to the new one. */
  #olderFlows = new Map<string, UdpFlow>();
  #closed = false;

  private constructor(socket: Socket, listener: Listener, events: UdpEvents) {
    this.#socket = socket;
    this.listener = listener;
    this.#events = events;
    socket.on('message', (bytes, remote) => this.#receive(bytes, remote));
    socket.on('error', (error) => events.onSocketError(listener, error));
  }

  /** Binds; rejects when the address cannot be bound. */
  static async open(options: UdpSocketOptions): Promise<UdpSocket> {
    const ipv6 = isIPv6(options.host);
    const socket = createSocket({ type: ipv6 ? 'udp6' : 'udp4', ipv6Only: ipv6, lookup: numericLookup });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(options.port, options.host, () => {
        socket.off('error', reject);
        resolve();
      });
    });
    try {
      socket.setRecvBufferSize(UDP_BUFFER_BYTES);
      socket.setSendBufferSize(UDP_BUFFER_BYTES);
    } catch {
      // The kernel's limit stands; a smaller buffer only drops more under load.
    }
    const { address, port } = socket.address();
    const advertisedHost = options.advertisedHost ?? advertisable(address);
    return new UdpSocket(
      socket,
      { protocol: 'udp', address, port, advertisedHost, advertisedPort: port },
      options.events,
    );
  }

  get closed(): boolean {
    return this.#closed;
  }

  get ipv6(): boolean {
    return isIPv6(this.listener.address);
  }

  /** The flow to a remote address; always the same one while it is in use. */
  flowTo(address: string, port: number): Flow {
    const key = endpointKey(address, port);
    const known = this.#flows.get(key);
    if (known !== undefined) return known;
    if (this.#flows.size >= UDP_FLOWS_REMEMBERED) {
      this.#olderFlows = this.#flows;
      this.#flows = new Map();
    }
    const flow = this.#olderFlows.get(key) ?? new UdpFlow(this, address, port);
    this.#flows.set(key, flow);
    return flow;
  }

  findFlow(id: number): Flow | undefined {
    for (const flows of [this.#flows, this.#olderFlows]) {
      for (const flow of flows.values()) if (flow.id === id) return flow;
    }
    return undefined;
  }

  get flowCount(): number {
    return this.#flows.size;
  }

  send(bytes: Buffer, flow: UdpFlow): void {
    if (this.#closed) return;
    this.#events.onSent(bytes, flow);
    this.#socket.send(bytes, flow.remotePort, flow.remoteAddress, (error) => {
      if (error !== null) this.#events.onSendError(flow, error);
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }

  #receive(bytes: Buffer, remote: RemoteInfo): void {
    if (this.#closed) return;
    this.#events.onBytes(bytes, this.flowTo(remote.address, remote.port));
  }
}
