import { BlockList, isIP } from 'node:net';

/** An address with all its neighbours that share the first bits. */
export interface Network {
  readonly address: string;
  readonly family: 4 | 6;
  /** 0 to 32, or to 128. */
  readonly prefixLength: number;
}

/** Reads an address or a network in CIDR notation; null for anything else, a host name included. */
export function parseNetwork(text: string): Network | null {
  const [address = '', length] = text.split('/');
  const family = isIP(address);
  if (family !== 4 && family !== 6) return null;
  const bits = family === 4 ? 32 : 128;
  const prefixLength = length === undefined ? bits : Number(length);
  if (length === '' || !Number.isInteger(prefixLength) || prefixLength > bits) return null;
  return { address, family, prefixLength };
}

/** Tells whether an address is in one of the networks. */
export function networkSet(networks: readonly Network[]): { has(address: string): boolean } {
  const list = new BlockList();
  for (const { address, family, prefixLength } of networks) {
    list.addSubnet(address, prefixLength, family === 4 ? 'ipv4' : 'ipv6');
  }
  return {
    has(address) {
      const bare = bareAddress(address);
      const family = isIP(bare);
      return family !== 0 && list.check(bare, family === 4 ? 'ipv4' : 'ipv6');
    },
  };
}

/** Without brackets, lower case, an IPv4 address in IPv6 form as IPv4. */
export const bareAddress = (address: string): string =>
  address
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/^::ffff:(?=\d+\.)/, '');
