import { bestFor } from './bound-address.ts';
import type { Flow, Listener, Protocol } from './flow.ts';
import type { StreamListener } from './stream-listener.ts';
import type { UdpSocket } from './udp-socket.ts';
import type { AllowedOrigins } from './websocket-upgrades.ts';

/** SIP over WebSocket that comes through an HTTP server of the application. */
export interface WebEntrance {
  readonly listener: Listener;
  readonly allowedOrigins: AllowedOrigins;
}

/** All listeners, and which of them suits a peer. */
export class ListenerTable {
  readonly #udp: UdpSocket[] = [];
  readonly #streams: StreamListener[] = [];
  readonly #entrances: WebEntrance[] = [];
  #all: readonly Listener[] = [];

  addUdp(socket: UdpSocket): void {
    this.#udp.push(socket);
    this.#collect();
  }

  addStream(stream: StreamListener): void {
    this.#streams.push(stream);
    this.#collect();
  }

  addEntrance(entrance: WebEntrance): void {
    this.#entrances.push(entrance);
    this.#collect();
  }

  get udp(): readonly UdpSocket[] {
    return this.#udp;
  }

  /** As most peers know them. */
  get all(): readonly Listener[] {
    return this.#all;
  }

  #collect(): void {
    this.#all = [
      ...this.#udp.map(({ bound }) => bound.outside),
      ...this.#streams.map(({ bound }) => bound.outside),
      ...this.#entrances.map(({ listener }) => listener),
    ];
  }

  entrance(protocol: 'ws' | 'wss'): WebEntrance | undefined {
    return this.#entrances.find(({ listener }) => listener.protocol === protocol);
  }

  /** The listener from which to connect to this address, or undefined when none has its family. */
  streamFor(protocol: Protocol, address: string): StreamListener | undefined {
    return bestFor(
      this.#streams.filter(({ bound }) => bound.outside.protocol === protocol),
      address,
    );
  }

  /** As the peer at that address knows the listener that suits it, or null; without an address the first. */
  listenerFor(protocol: Protocol, address: string | undefined): Listener | null {
    if (address === undefined) return this.all.find((each) => each.protocol === protocol) ?? null;
    const best = protocol === 'udp' ? bestFor(this.#udp, address) : this.streamFor(protocol, address);
    if (best !== undefined) return best.bound.listenerFor(address);
    return this.#entrances.find(({ listener }) => listener.protocol === protocol)?.listener ?? null;
  }

  /** The UDP flow to a remote by the listener that has heard from it, else by the one that suits it. */
  udpFlow(address: string, port: number): Flow | null {
    const several = this.#udp.length > 1;
    const heard = several ? this.#udp.find((each) => each.hasHeardFrom(address, port)) : undefined;
    return (heard ?? bestFor(this.#udp, address))?.flowTo(address, port) ?? null;
  }

  /** The flow to another port of the same remote address, out of the same UDP socket. */
  sibling(flow: Flow, remotePort: number): Flow {
    const socket = this.#udp.find(({ bound }) => bound.is(flow.listener));
    return socket === undefined ? flow : socket.flowTo(flow.remoteAddress, remotePort);
  }

  /** The UDP flow with this id. */
  findFlow(id: number): Flow | undefined {
    for (const socket of this.#udp) {
      const flow = socket.findFlow(id);
      if (flow !== undefined) return flow;
    }
    return undefined;
  }

  /** Reads the files of every TLS listener again. False when some could not be used. */
  reloadCertificates(): boolean {
    const reloaded = this.#streams.map(({ credentials }) => credentials?.reload() ?? true);
    return reloaded.every(Boolean);
  }

  /** Resolves when the ports are free. */
  async close(): Promise<void> {
    await Promise.all([...this.#udp, ...this.#streams].map((each) => each.close()));
  }
}
