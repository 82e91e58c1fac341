import { BlockList, isIP, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { advertisable } from './advertised-host.ts';
import { addressOf, hostOf, type Listener, type Protocol } from './flow.ts';

/** What peers are told of a listener. */
export interface AdvertisedOptions {
  /** The name or address that peers are told; default: the bound address. */
  readonly advertisedHost?: string | undefined;
  /** The port that peers are told, when a NAT maps it to another; default: the bound port. */
  readonly advertisedPort?: number | undefined;
  /** Networks on this side of a 1:1 NAT, as `10.0.0.0/8`: their peers are told the bound address and port. */
  readonly localNetworks?: readonly string[] | undefined;
}

/** An address and port that is bound, how peers on either side of a NAT know it, and whom it suits best. */
export class BoundAddress {
  /** As most peers know it. */
  readonly outside: Listener;
  readonly #inside: Listener;
  readonly #localNetworks: BlockList | null;
  readonly #subnet: BlockList | null;
  readonly #isPrivate: boolean;

  /** @throws Error when a network is not written as `address/bits` */
  constructor(protocol: Protocol, address: string, port: number, options: AdvertisedOptions) {
    const { advertisedHost, advertisedPort, localNetworks = [] } = options;
    const own = advertisable(address);
    const told = advertisedHost === undefined ? own : hostOf(advertisedHost);
    this.outside = { protocol, address, port, advertisedHost: told, advertisedPort: advertisedPort ?? port };
    this.#localNetworks = localNetworks.length === 0 ? null : networks(localNetworks);
    this.#inside =
      this.#localNetworks === null
        ? this.outside
        : { ...this.outside, advertisedHost: own, advertisedPort: port };
    this.#subnet = subnetOf(address);
    this.#isPrivate = isPrivate(addressOf(told));
  }

  get ipv6(): boolean {
    return isIPv6(this.outside.address);
  }

  /** This listener as a peer at that address knows it. */
  listenerFor(remoteAddress: string): Listener {
    const { outside } = this;
    return this.#localNetworks === null || !contains(this.#localNetworks, remoteAddress)
      ? outside
      : this.#inside;
  }

  is(listener: Listener): boolean {
    return listener === this.outside || listener === this.#inside;
  }

  /**
   * How well this listener suits a peer, among those of its family and protocol: best when the peer is in one of its
   * local networks, then when it is in the subnet of its address; and a private address suits private peers.
   */
  suitability(remoteAddress: string): number {
    const kind = this.#isPrivate === isPrivate(remoteAddress) ? 1 : 0;
    if (this.#localNetworks !== null && contains(this.#localNetworks, remoteAddress)) return 6 + kind;
    if (this.#subnet !== null && contains(this.#subnet, remoteAddress)) return 4 + kind;
    return isLoopback(this.outside.address) ? 0 : 2 + kind;
  }
}

/** The listener to send to this numeric address from, or undefined when none has its family. The first wins a tie. */
export function bestFor<Candidate extends { readonly bound: BoundAddress }>(
  candidates: readonly Candidate[],
  remoteAddress: string,
): Candidate | undefined {
  const ipv6 = remoteAddress.includes(':');
  const usable = candidates.filter(({ bound }) => bound.ipv6 === ipv6);
  if (usable.length < 2) return usable[0];
  return usable.reduce((best, next) =>
    next.bound.suitability(remoteAddress) > best.bound.suitability(remoteAddress) ? next : best,
  );
}

const PRIVATE_NETWORKS = networks([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
]);

const isPrivate = (address: string): boolean => isIP(address) > 0 && contains(PRIVATE_NETWORKS, address);

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.');

/** Whether an address is in one of the networks. */
export function contains(list: BlockList, address: string): boolean {
  const [unscoped = ''] = address.split('%');
  return list.check(unscoped, isIPv6(unscoped) ? 'ipv6' : 'ipv4');
}

/** A single address as a network; what is none stays as it is. */
export function asNetwork(text: string): string {
  const family = isIP(text);
  return family === 0 ? text : `${text}/${family === 6 ? 128 : 32}`;
}

/** @throws Error when one is not written as `address/bits` */
export function networks(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const [address = '', bits = '', ...more] = text.split('/');
    const family = isIP(address);
    const most = family === 6 ? 128 : 32;
    if (family === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most || more.length > 0)
      throw new Error(`not a network (address/bits): ${text}`);
    list.addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** Null for a wildcard, which is in every subnet. */
function subnetOf(bound: string): BlockList | null {
  for (const addresses of Object.values(networkInterfaces())) {
    for (const { address, cidr } of addresses ?? []) {
      if (address === bound && cidr !== null) return networks([cidr]);
    }
  }
  return null;
}
