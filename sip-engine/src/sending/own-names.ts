import { networkInterfaces } from 'node:os';
import { parseNameAddr } from '../message/name-addr.ts';
import { parseUri, type SipUri } from '../message/uri.ts';
import { addressOf, canonicalAddress, type Listener } from '../transport/flow.ts';

/** A Route value that names us. */
export interface OwnRoute {
  /** The name of the flow that the request shall take, or null. */
  readonly flowToken: string | null;
}

const maxRememberedRoutes = 1000;

/** The addresses by which others reach this engine: for Route headers that name us and for requests to ourselves. */
export class OwnNames {
  readonly #hostPorts = new Set<string>();
  readonly #extraHosts: ReadonlySet<string>;
  readonly #ports = new Set<number>();
  readonly #routes = new Map<string, OwnRoute | null>();

  /** @param hosts further names of ours, such as DNS names, lower case */
  constructor(listeners: Iterable<Listener>, hosts: readonly string[] = []) {
    this.#extraHosts = new Set(hosts.map((host) => host.toLowerCase()));
    for (const listener of listeners) this.#addListener(listener);
  }

  #addListener(listener: Listener): void {
    this.#add(listener.advertisedHost, listener.advertisedPort);
    this.#ports.add(listener.port).add(listener.advertisedPort);
    const anyAddress = listener.address === '0.0.0.0' || listener.address === '::';
    const addresses = anyAddress ? interfaceAddresses() : [listener.address];
    for (const address of addresses) this.#add(address, listener.port);
    if (addresses.includes('127.0.0.1')) this.#add('localhost', listener.port);
  }

  #add(host: string, port: number): void {
    this.#hostPorts.add(`${bare(host)} ${port}`);
  }

  /**
   * Whether a Route or Record-Route value is one of ours, and the name of a flow in it. The same few values come again
   * and again, so the answers are remembered.
   */
  ownRoute(value: string): OwnRoute | null {
    const known = this.#routes.get(value);
    if (known !== undefined) return known;
    const uri = parseUri(parseNameAddr(value)?.uri ?? value);
    const own = uri !== null && this.includes(uri) ? { flowToken: uri.user ?? null } : null;
    if (this.#routes.size >= maxRememberedRoutes) this.#routes.clear();
    this.#routes.set(value, own);
    return own;
  }

  /** Whether a SIP URI names this engine by one of its addresses and ports. */
  includes(uri: SipUri): boolean {
    const host = bare(uri.host);
    const port =
      uri.port ?? (uri.scheme === 'sips' ? 5061 : defaultPort(uri.params.get('transport') ?? null));
    return this.#hostPorts.has(`${host} ${port}`) || (this.#extraHosts.has(host) && this.#ports.has(port));
  }
}

function defaultPort(transport: string | null): number {
  switch (transport?.toLowerCase()) {
    case 'tls':
      return 5061;
    case 'ws':
      return 80;
    case 'wss':
      return 443;
    default:
      return 5060;
  }
}

function bare(host: string): string {
  return canonicalAddress(addressOf(host.toLowerCase()));
}

function interfaceAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).map((address) => address.address),
  );
}
