import { Resolver } from 'node:dns';
import { isIP } from 'node:net';

export interface NameServer {
  /** Numeric, IPv6 without brackets. */
  readonly address: string;
  readonly port: number;
}

const DNS_PORT = 53;

/**
 * Name servers from their text: `address`, `address:port`, `[IPv6]:port`.
 * Throws a RangeError that names the one which is none.
 */
export function parseNameServers(texts: readonly string[]): NameServer[] {
  return texts.map((text) => {
    if (isIP(text) > 0) return { address: text, port: DNS_PORT };
    const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text);
    const address = match?.[1] ?? match?.[2] ?? '';
    const port = match?.[3] === undefined ? DNS_PORT : Number(match[3]);
    if (isIP(address) === 0 || port < 1 || port > 65_535) throw new RangeError(`no name server: ${text}`);
    return { address, port };
  });
}

/** Those that the system is set to now (resolv.conf). */
export function systemNameServers(): NameServer[] {
  return parseNameServers(new Resolver().getServers());
}
