import type { EngineLog } from '../engine-log.ts';
import { endpointKey, type Flow, type Protocol, type Target } from './flow.ts';
import { identifies } from './sip-identity.ts';
import type { WatchedConnection } from './stream-connection.ts';

interface Entry {
  readonly connection: WatchedConnection;
  /** The domain for which we opened it, or null: for an address, or opened by the remote side. */
  readonly serverName: string | null;
  /** The port at which a peer with a certificate accepts connections of its own, and may be reached by this one. */
  aliasPort: number | null;
}

/** All open connections, by id and by where they lead. */
export class ConnectionTable {
  readonly #log: EngineLog;
  readonly #byId = new Map<number, Entry>();
  readonly #byRemote = new Map<string, WatchedConnection>();

  constructor(log: EngineLog) {
    this.#log = log;
  }

  /** @param serverName the domain for which it was opened, if one was resolved */
  add(connection: WatchedConnection, serverName: string | null = null): void {
    this.#byId.set(connection.id, { connection, serverName, aliasPort: null });
    this.#byRemote.set(keyOf(connection), connection);
    if (serverName !== null) this.#byRemote.set(keyOf(connection, serverName), connection);
    this.#log.debug('flow opened', fieldsOf(connection));
  }

  /** False when it was gone already. */
  remove(flow: Flow, reason: string): boolean {
    const entry = this.#byId.get(flow.id);
    if (entry === undefined) return false;
    this.#byId.delete(flow.id);
    this.#forget(keyOf(flow), flow);
    if (entry.serverName !== null) this.#forget(keyOf(flow, entry.serverName), flow);
    if (entry.aliasPort !== null) this.#forget(aliasKey(flow, entry.aliasPort), flow);
    this.#log.debug('flow closed', { ...fieldsOf(flow), reason });
    return true;
  }

  find(id: number): Flow | undefined {
    return this.#byId.get(id)?.connection;
  }

  /**
   * Lets requests to another port of the remote address take this connection (RFC 5923). Whoever has the port first
   * keeps it.
   */
  alias(flow: Flow, port: number): void {
    const entry = this.#byId.get(flow.id);
    const key = aliasKey(flow, port);
    if (entry === undefined || entry.aliasPort !== null || this.#byRemote.has(key)) return;
    entry.aliasPort = port;
    this.#byRemote.set(key, entry.connection);
    this.#log.debug('connection may be reused', { ...fieldsOf(flow), aliasPort: port });
  }

  /**
   * The live connection to this target, whoever opened it. For a domain over TLS only one that was opened for that
   * domain, or whose certificate names it (RFC 5923 §8.1).
   */
  at(target: Target): Flow | undefined {
    const key = `${target.protocol}|${endpointKey(target.address, target.port)}`;
    const { serverName } = target;
    if (target.protocol !== 'tls' || serverName === undefined) return this.#byRemote.get(key);
    const opened = this.#byRemote.get(`${key}|${serverName}`);
    if (opened !== undefined) return opened;
    const other = this.#byRemote.get(key);
    return other !== undefined && identifies(other.verifiedNames, serverName) ? other : undefined;
  }

  addCounts(counts: Record<Protocol, number>): void {
    for (const { connection } of this.#byId.values()) counts[connection.protocol] += 1;
  }

  /** Looks after silence and stalls; `nowMs` is monotonic. */
  sweep(nowMs: number): void {
    for (const { connection } of this.#byId.values()) connection.sweep(nowMs);
  }

  /** Ends them all at once. */
  close(reason: string): void {
    for (const { connection } of [...this.#byId.values()]) connection.destroy(reason);
  }

  #forget(key: string, flow: Flow): void {
    if (this.#byRemote.get(key) === flow) this.#byRemote.delete(key);
  }
}

function keyOf(flow: Flow, serverName?: string): string {
  const key = aliasKey(flow, flow.remotePort);
  return serverName === undefined ? key : `${key}|${serverName}`;
}

function aliasKey(flow: Flow, port: number): string {
  return `${flow.protocol}|${endpointKey(flow.remoteAddress, port)}`;
}

function fieldsOf(flow: Flow): { protocol: string; remote: string; port: number } {
  return { protocol: flow.protocol, remote: flow.remoteAddress, port: flow.remotePort };
}
