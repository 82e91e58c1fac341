import type { EngineLog } from '../engine-log.ts';
import { endpointKey, type Flow, type Protocol, type Target } from './flow.ts';
import { MAX_CONNECTIONS, SWEEP_INTERVAL_MS } from './limits.ts';
import type { WatchedConnection } from './stream-connection.ts';

/** All open connections, by id and by remote endpoint, within their limits in number, silence and time. */
export class ConnectionTable {
  readonly #log: EngineLog;
  readonly #maxPerAddress: number;
  readonly #byId = new Map<number, WatchedConnection>();
  readonly #byRemote = new Map<string, WatchedConnection>();
  readonly #acceptedByAddress = new Map<string, number>();
  readonly #sweeper: NodeJS.Timeout;
  #refused = 0;

  constructor(log: EngineLog, maxPerAddress: number) {
    this.#log = log;
    this.#maxPerAddress = maxPerAddress;
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_INTERVAL_MS);
    this.#sweeper.unref();
  }

  /** Connections turned away since the start. */
  get refused(): number {
    return this.#refused;
  }

  get isFull(): boolean {
    return this.#byId.size >= MAX_CONNECTIONS;
  }

  /** Whether one more connection may be accepted from this address; counts and logs it when not. */
  mayAccept(address: string): boolean {
    const fromThere = this.#acceptedByAddress.get(address) ?? 0;
    if (fromThere < this.#maxPerAddress && !this.isFull) return true;
    this.#refused += 1;
    this.#log.warn('connection refused: too many', { address, fromThere });
    return false;
  }

  add(connection: WatchedConnection): void {
    this.#byId.set(connection.id, connection);
    this.#byRemote.set(keyOf(connection), connection);
    if (connection.accepted) this.#countAccepted(connection.remoteAddress, 1);
    this.#log.debug('flow opened', fieldsOf(connection));
  }

  /** False when it was gone already. */
  remove(flow: Flow, reason: string): boolean {
    if (!this.#byId.delete(flow.id)) return false;
    const key = keyOf(flow);
    if (this.#byRemote.get(key) === flow) this.#byRemote.delete(key);
    if (flow.accepted) this.#countAccepted(flow.remoteAddress, -1);
    this.#log.debug('flow closed', { ...fieldsOf(flow), reason });
    return true;
  }

  find(id: number): Flow | undefined {
    return this.#byId.get(id);
  }

  /** The live connection with this remote endpoint, whoever opened it. */
  at(target: Target): Flow | undefined {
    return this.#byRemote.get(`${target.protocol}|${endpointKey(target.address, target.port)}`);
  }

  addCounts(counts: Record<Protocol, number>): void {
    for (const connection of this.#byId.values()) counts[connection.protocol] += 1;
  }

  /** Closes them all at once and stops watching. */
  close(reason: string): void {
    clearInterval(this.#sweeper);
    for (const connection of [...this.#byId.values()]) connection.destroy(reason);
  }

  #countAccepted(address: string, change: number): void {
    const count = (this.#acceptedByAddress.get(address) ?? 0) + change;
    if (count > 0) this.#acceptedByAddress.set(address, count);
    else this.#acceptedByAddress.delete(address);
  }

  #sweep(): void {
    const nowMs = performance.now();
    for (const connection of this.#byId.values()) connection.sweep(nowMs);
  }
}

function keyOf(flow: Flow): string {
  return `${flow.protocol}|${endpointKey(flow.remoteAddress, flow.remotePort)}`;
}

function fieldsOf(flow: Flow): { protocol: string; remote: string; port: number } {
  return { protocol: flow.protocol, remote: flow.remoteAddress, port: flow.remotePort };
}
