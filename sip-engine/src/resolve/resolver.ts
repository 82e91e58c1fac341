import { promises as dns } from 'node:dns';
import { isIP } from 'node:net';
import type { SipUri } from '../message/uri.ts';
import { addressOf, type Protocol, type Target } from '../transport/flow.ts';
import { ExpiringCache } from './expiring-cache.ts';
import { type SrvRecord, sortSrv } from './srv-order.ts';

/** The look-ups a resolver makes; Node's by default. */
export interface Dns {
  /** `_sip._udp.example.com` and the like; rejects when there are none. */
  srv(name: string): Promise<readonly SrvRecord[]>;
  /** All addresses of a name, /etc/hosts included; rejects when there are none. */
  addresses(name: string): Promise<readonly string[]>;
}

export interface ResolverOptions {
  readonly dns?: Dns;
  /** Whether a listener can send this way; targets that none can reach are left out. */
  readonly usable: (protocol: Protocol, address: string) => boolean;
  /** How long one resolution may take in all, in ms. */
  readonly timeoutMs?: number;
  /** 0 to 1, for the choice by weight. */
  readonly random?: () => number;
}

export interface Resolver {
  /**
   * Where a SIP or SIPS URI may be reached, in the order to try (RFC 3263 §4, without NAPTR): `maddr` before the host,
   * numeric hosts and given ports as they are, else SRV, else A and AAAA.
   * Rejects with ResolveError when nothing is found in time.
   */
  resolve(uri: SipUri): Promise<Target[]>;
}

/** No usable address was found. */
class ResolveError extends Error {}

const RESOLVE_TIMEOUT_MS = 5_000;
const SRV_TIMEOUT_MS = 2_000;
const SRV_TRIES = 1;
/** Neither getaddrinfo nor Node's SRV look-up tell a TTL; this is shorter than what zones use in practice. */
const CACHE_MS = 20_000;
const NEGATIVE_CACHE_MS = 5_000;
const MAX_CACHED_NAMES = 1_000;
/** More than these of one name are not tried. */
const MAX_TARGETS = 16;

const DEFAULT_PORTS: Readonly<Record<Protocol, number>> = {
  udp: 5060,
  tcp: 5060,
  tls: 5061,
  ws: 80,
  wss: 443,
};
const SRV_SERVICES: Readonly<Partial<Record<Protocol, string>>> = {
  udp: '_sip._udp',
  tcp: '_sip._tcp',
  tls: '_sips._tcp',
};

/** Node's resolver, with short time-outs. */
function systemDns(): Dns {
  const resolver = new dns.Resolver({ timeout: SRV_TIMEOUT_MS, tries: SRV_TRIES });
  return {
    srv: async (name) => {
      const records = await resolver.resolveSrv(name);
      return records.map(({ name: host, port, priority, weight }) => ({ host, port, priority, weight }));
    },
    addresses: async (name) => (await dns.lookup(name, { all: true })).map((each) => each.address),
  };
}

/** The protocols to try for a URI, the most wanted first (RFC 3263 §4.1). */
function protocolsOf(uri: SipUri): readonly Protocol[] {
  const transport = uri.params.get('transport')?.toLowerCase();
  if (uri.scheme === 'sips') return [transport === 'ws' || transport === 'wss' ? 'wss' : 'tls'];
  switch (transport) {
    case 'udp':
    case 'tcp':
    case 'tls':
    case 'ws':
    case 'wss':
      return [transport];
    default:
      return transport === undefined ? ['udp', 'tcp'] : [];
  }
}

/** A resolver with a small cache of its own. */
export function createResolver(options: ResolverOptions): Resolver {
  const source = options.dns ?? systemDns();
  const random = options.random ?? Math.random;
  const timeoutMs = options.timeoutMs ?? RESOLVE_TIMEOUT_MS;
  const srvCache = new ExpiringCache<readonly SrvRecord[]>(MAX_CACHED_NAMES);
  const addressCache = new ExpiringCache<readonly string[]>(MAX_CACHED_NAMES);

  /** Empty when there is no record; no answer counts as none (RFC 3263 §4.2). */
  const cached = async <T>(
    cache: ExpiringCache<readonly T[]>,
    name: string,
    ask: (name: string) => Promise<readonly T[]>,
  ): Promise<readonly T[]> => {
    const known = cache.get(name);
    if (known !== undefined) return known;
    const found = await ask(name).catch((): readonly T[] => []);
    cache.set(name, found, found.length > 0 ? CACHE_MS : NEGATIVE_CACHE_MS);
    return found;
  };

  const hostTargets = async (host: string, port: number, protocol: Protocol): Promise<Target[]> => {
    const numeric = addressOf(host);
    const addresses =
      isIP(numeric) > 0 ? [numeric] : await cached(addressCache, host, (name) => source.addresses(name));
    return addresses
      .filter((address) => options.usable(protocol, address))
      .map((address) => ({ protocol, address, port }));
  };

  const srvTargets = async (host: string, protocol: Protocol): Promise<Target[]> => {
    const service = SRV_SERVICES[protocol];
    if (service === undefined) return [];
    const records = await cached(srvCache, `${service}.${host}`, (name) => source.srv(name));
    const sorted = sortSrv(records, random).slice(0, MAX_TARGETS);
    const found = await Promise.all(sorted.map((record) => hostTargets(record.host, record.port, protocol)));
    return found.flat();
  };

  const find = async (uri: SipUri): Promise<Target[]> => {
    const host = uri.params.get('maddr') ?? uri.host;
    const protocols = protocolsOf(uri);
    const first = protocols[0];
    if (first === undefined || host === '') return [];
    const fixed = isIP(addressOf(host)) > 0 || uri.port !== undefined || host === 'localhost';
    if (!fixed) {
      const bySrv = (await Promise.all(protocols.map((protocol) => srvTargets(host, protocol)))).flat();
      if (bySrv.length > 0) return bySrv;
    }
    return hostTargets(host, uri.port ?? DEFAULT_PORTS[first], first);
  };

  return {
    resolve: async (uri) => {
      const targets = await within(find(uri), timeoutMs, uri.host);
      if (targets.length === 0) throw new ResolveError(`No usable address for ${uri.host}`);
      return targets.slice(0, MAX_TARGETS);
    },
  };
}

async function within<T>(work: Promise<T>, timeoutMs: number, host: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ResolveError(`No answer for ${host} within ${timeoutMs} ms`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
