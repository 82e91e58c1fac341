import { isIP } from 'node:net';
import type { SipUri } from '../message/uri.ts';
import { addressOf, type Protocol, type Target } from '../transport/flow.ts';
import { CachedDns } from './cached-dns.ts';
import type { Dns } from './dns.ts';
import { serversOf } from './naptr-order.ts';
import { type SrvRecord, sortSrv } from './srv-order.ts';
import { systemDns } from './system-dns.ts';

export interface ResolverOptions {
  /** By default look-ups of this resolver's own, remembered for their TTL. */
  readonly dns?: Dns;
  /** Name servers of the default, as `address` or `address:port`; those of the system when absent. */
  readonly dnsServers?: readonly string[];
  /** Whether a listener can send this way; targets that none can reach are left out. */
  readonly usable: (protocol: Protocol, address: string) => boolean;
  /** How long one resolution may take in all, in ms. */
  readonly timeoutMs?: number;
  /** 0 to 1, for the choice by weight. */
  readonly random?: () => number;
}

export interface Resolver {
  /**
   * Where a SIP or SIPS URI may be reached, in the order to try (RFC 3263 §4): `maddr` before the host, numeric hosts
   * and given ports as they are, else NAPTR, SRV, A and AAAA.
   * Rejects with ResolveError when nothing is found in time.
   */
  resolve(uri: SipUri): Promise<ResolvedTarget[]>;
}

export interface ResolvedTarget extends Target {
  /** The record that led to it, the same object for all addresses of its host; absent when none did. */
  readonly srv?: SrvRecord | undefined;
}

/** No usable address was found. */
class ResolveError extends Error {}

const RESOLVE_TIMEOUT_MS = 5_000;
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
      return transport === undefined ? ['udp', 'tcp', 'tls'] : [];
  }
}

/** The targets of one kind of record; null when there is no such record. */
type Servers = ResolvedTarget[] | null;

export function createResolver(options: ResolverOptions): Resolver {
  const timeoutMs = options.timeoutMs ?? RESOLVE_TIMEOUT_MS;
  const search: Search = {
    usable: options.usable,
    dns: options.dns ?? new CachedDns(systemDns(options.dnsServers ?? [])),
    random: options.random ?? Math.random,
  };
  return {
    resolve: async (uri) => {
      const targets = await within(targetsOf(uri, search), timeoutMs, uri.host);
      if (targets.length === 0) throw new ResolveError(`No usable address for ${uri.host}`);
      return targets.slice(0, MAX_TARGETS);
    },
  };
}

type Search = Required<Pick<ResolverOptions, 'usable' | 'dns' | 'random'>>;

async function targetsOf(uri: SipUri, search: Search): Promise<ResolvedTarget[]> {
  const host = (uri.params.get('maddr') ?? uri.host).replace(/\.$/, '');
  const protocols = protocolsOf(uri);
  if (host === '') return [];
  const fixed = isIP(addressOf(host)) > 0 || uri.port !== undefined || host === 'localhost';
  if (!fixed) {
    // Asked for together: most domains have no NAPTR records, and a silent name server would cost twice the time.
    const bySrv = srvTargetsOfAll(host, protocols, search);
    const secureOnly = uri.scheme === 'sips';
    const byNaptr = uri.params.has('transport') ? null : await naptrTargets(host, secureOnly, search);
    const found = byNaptr ?? (await bySrv);
    if (found !== null) return found;
  }
  for (const protocol of protocols) {
    const found = await hostTargets(host, uri.port ?? DEFAULT_PORTS[protocol], protocol, search);
    if (found.length > 0) return found;
  }
  return [];
}

async function naptrTargets(host: string, secureOnly: boolean, search: Search): Promise<Servers> {
  const servers = serversOf(await none(search.dns.naptr(host)), secureOnly);
  const found = await Promise.all(
    servers.slice(0, MAX_TARGETS).map(({ name, protocol }) => srvTargets(name, protocol, search)),
  );
  const targets = found.flatMap((each) => each ?? []);
  return targets.length === 0 ? null : targets;
}

async function srvTargetsOfAll(
  host: string,
  protocols: readonly Protocol[],
  search: Search,
): Promise<Servers> {
  const found = await Promise.all(
    protocols.map((protocol) => {
      const service = SRV_SERVICES[protocol];
      return service === undefined ? null : srvTargets(`${service}.${host}`, protocol, search);
    }),
  );
  return found.every((each) => each === null) ? null : found.flatMap((each) => each ?? []);
}

/** Empty when the only target is `.`: the service is not offered (RFC 2782). */
async function srvTargets(name: string, protocol: Protocol, search: Search): Promise<Servers> {
  const records = await none(search.dns.srv(name));
  if (records.length === 0) return null;
  const offered = records.filter(({ host }) => host !== '.');
  const sorted = sortSrv(offered, search.random).slice(0, MAX_TARGETS);
  const found = await Promise.all(
    sorted.map(async (srv) => {
      const targets = await hostTargets(srv.host, srv.port, protocol, search);
      return targets.map((target) => ({ ...target, srv }));
    }),
  );
  return found.flat();
}

async function hostTargets(
  host: string,
  port: number,
  protocol: Protocol,
  { dns, usable }: Search,
): Promise<Target[]> {
  const numeric = addressOf(host);
  const addresses = isIP(numeric) > 0 ? [numeric] : await none(dns.addresses(host));
  return addresses
    .filter((address) => usable(protocol, address))
    .map((address) => ({ protocol, address, port }));
}

/** No answer counts as no record: the next kind of record may have one (RFC 3263 §4.2). */
async function none<T>(asking: Promise<{ readonly records: readonly T[] }>): Promise<readonly T[]> {
  return asking.then(
    ({ records }) => records,
    () => [],
  );
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
