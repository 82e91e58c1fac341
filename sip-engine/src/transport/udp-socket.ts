import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { type AdvertisedOptions, BoundAddress } from './bound-address.ts';
import { endpointKey, type Flow, type Listener, NO_NAMES, nextFlowId } from './flow.ts';
import { isKeepalive, isPing, PONG } from './keepalive.ts';
import { MAX_DATAGRAM_BYTES, UDP_BUFFER_BYTES, UDP_FLOWS_REMEMBERED } from './limits.ts';
import { isStun, stunAnswer } from './stun.ts';

export interface UdpEvents {
  onBytes(bytes: Buffer, flow: Flow): void;
  /** A datagram goes out, see {@link Flow.send}. */
  onSent(bytes: Buffer, flow: Flow, method: string | undefined): void;
  /** STUN came, and was answered or not. */
  onStun(answered: boolean): void;
  /** @param only it is due to this datagram, others may pass; null: to the way to that peer */
  onSendError(flow: Flow, error: Error, only: Buffer | null): void;
  /** The socket itself failed; it goes on if it can. */
  onSocketError(listener: Listener, error: Error): void;
}

/** One remote address and port of a UDP listener. */
class UdpFlow implements Flow {
  readonly id = nextFlowId();
  readonly protocol = 'udp';
  readonly reliable = false;
  readonly accepted = false;
  readonly verifiedNames = NO_NAMES;
  readonly listener: Listener;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** The remote side has sent something to this very listener, so that its NAT lets ours through. */
  heard = false;
  readonly #owner: UdpSocket;

  constructor(owner: UdpSocket, remoteAddress: string, remotePort: number) {
    this.#owner = owner;
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
    this.listener = owner.bound.listenerFor(remoteAddress);
  }

  get localAddress(): string {
    return this.listener.address;
  }

  get localPort(): number {
    return this.listener.port;
  }

  get closed(): boolean {
    return this.#owner.closed;
  }

  get broken(): boolean {
    return false;
  }

  send(bytes: Buffer, method?: string): void {
    this.#owner.send(bytes, this, method);
  }

  close(): void {}

  /** One for all datagrams, so that none needs a closure of its own. */
  readonly handedOver = (error: Error | null): void => {
    if (error !== null) this.#owner.sendFailed(this, error, null);
  };
}

/** Addresses are numeric already; the answer comes at once, which spares a turn of the event loop per datagram. */
function numericLookup(
  address: string,
  _options: unknown,
  callback: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void {
  callback(null, address, address.includes(':') ? 6 : 4);
}

export interface UdpSocketOptions extends AdvertisedOptions {
  readonly host: string;
  readonly port: number;
  readonly events: UdpEvents;
}

/** A datagram and the flow that it came by or goes by. */
interface Datagram {
  readonly bytes: Buffer;
  readonly flow: UdpFlow;
}

/**
 * A bound UDP socket and the flows seen on it.
 *
 * What one turn of the event loop receives is read from the kernel first, then handled, then what it causes is sent:
 * every system call empties the processor's address caches, so one between any two messages would make the code that
 * handles them start cold each time (a quarter of a REGISTER's cost at 2,000/s). Nothing waits for another turn.
 */
export class UdpSocket {
  readonly bound: BoundAddress;
  readonly #socket: Socket;
  readonly #events: UdpEvents;
  #flows = new Map<string, UdpFlow>();
  /** The generation before; a flow still in use moves over to the new one. */
  #olderFlows = new Map<string, UdpFlow>();
  /** A gateway sends one datagram after the other. */
  #lastFlow: UdpFlow | null = null;
  #arrived: Datagram[] = [];
  #leaving: Datagram[] = [];
  #closed = false;

  private constructor(socket: Socket, bound: BoundAddress, events: UdpEvents) {
    this.#socket = socket;
    this.bound = bound;
    this.#events = events;
    socket.on('message', (bytes, remote) => this.#receive(bytes, remote));
    socket.on('error', (error) => events.onSocketError(bound.outside, error));
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
    return new UdpSocket(socket, new BoundAddress('udp', address, port, options), options.events);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The flow to a remote address; always the same one while it is in use. */
  flowTo(address: string, port: number): Flow {
    return this.#flow(address, port);
  }

  /** Whether this remote address has sent something here. */
  hasHeardFrom(address: string, port: number): boolean {
    const key = endpointKey(address, port);
    return (this.#flows.get(key) ?? this.#olderFlows.get(key))?.heard ?? false;
  }

  #flow(address: string, port: number): UdpFlow {
    const last = this.#lastFlow;
    if (last !== null && last.remotePort === port && last.remoteAddress === address) return last;
    this.#lastFlow = this.#findOrAdd(address, port);
    return this.#lastFlow;
  }

  #findOrAdd(address: string, port: number): UdpFlow {
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

  send(bytes: Buffer, flow: UdpFlow, method: string | undefined): void {
    if (this.#closed) return;
    this.#events.onSent(bytes, flow, method);
    this.#enqueue(bytes, flow);
  }

  #enqueue(bytes: Buffer, flow: UdpFlow): void {
    if (this.#leaving.length === 0) process.nextTick(this.#writeLeaving);
    this.#leaving.push({ bytes, flow });
  }

  readonly #writeLeaving = (): void => {
    const leaving = this.#leaving;
    this.#leaving = [];
    for (const { bytes, flow } of leaving) this.#write(bytes, flow);
  };

  #write(bytes: Buffer, flow: UdpFlow): void {
    // Node would throw.
    if (flow.remotePort === 0) flow.handedOver(new Error('nobody receives on port 0'));
    else if (bytes.length > MAX_DATAGRAM_BYTES)
      this.sendFailed(flow, new Error(`${bytes.length} octets fit into no datagram`), bytes);
    else this.#socket.send(bytes, flow.remotePort, flow.remoteAddress, flow.handedOver);
  }

  sendFailed(flow: UdpFlow, error: Error, only: Buffer | null): void {
    this.#events.onSendError(flow, error, only);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#writeLeaving();
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }

  #receive(bytes: Buffer, remote: RemoteInfo): void {
    const flow = this.#flow(remote.address, remote.port);
    flow.heard = true;
    if (this.#arrived.length === 0) setImmediate(this.#handleArrived);
    this.#arrived.push({ bytes, flow });
  }

  readonly #handleArrived = (): void => {
    const arrived = this.#arrived;
    this.#arrived = [];
    for (const { bytes, flow } of arrived) if (!this.#closed) this.#handle(bytes, flow);
  };

  #handle(bytes: Buffer, flow: UdpFlow): void {
    if (isStun(bytes)) this.#answerStun(bytes, flow);
    else if (!isKeepalive(bytes)) this.#events.onBytes(bytes, flow);
    // RFC 5626 wants STUN over UDP, but many phones send line breaks and some look for the answer.
    else if (isPing(bytes)) this.#enqueue(PONG, flow);
  }

  #answerStun(bytes: Buffer, flow: UdpFlow): void {
    const answer = stunAnswer(bytes, flow.remoteAddress, flow.remotePort);
    if (answer !== null) this.#enqueue(answer, flow);
    this.#events.onStun(answer !== null);
  }
}
